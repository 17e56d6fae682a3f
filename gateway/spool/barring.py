"""What keeps a due delivery from leaving: damage, its age, the list, that nobody survives it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filters.decision import Effect, Finding
from filters.email import opt_out as email_opt_out
from filters.message import Category
from filters.sms import opt_out as sms_opt_out
from gateway.spool.model import State
from gateway.spool.seal import is_whole
from gateway.spool.transition import Transition
from suppression.channel import Channel
from suppression.entry import Reason

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from gateway.spool.model import NewMessage
    from gateway.spool.rows import DeliveryRow
    from suppression.covering import Senders
    from suppression.entry import Entry

CLAIMS: Final = 3
"""How often a delivery is taken without anybody hearing how it ended."""

POISON: Final = "INTERNAL_POISON"
_OWN_WISH: Final = frozenset({Reason.UNSUBSCRIBE, Reason.COMPLAINT})
_CODES_OF: Final = {Channel.EMAIL: email_opt_out.code_of, Channel.SMS: sms_opt_out.code_of}


def bar(
    row: DeliveryRow, entries: Iterable[Entry], at: datetime, senders: Senders
) -> Transition | None:
    """Return the step that keeps a due delivery here; none when it may leave."""
    if not is_whole(row):
        return unreadable(row)
    if row.expires_at <= at.timestamp():
        return expired(row)
    blocking = next((entry for entry in entries if blocks(entry, row, senders)), None)
    if blocking is not None:
        return suppressed(row, blocking)
    if row.claims >= CLAIMS:
        return _poisoned(row, f"{row.claims} attempts ended without an outcome")
    return None


def blocks(entry: Entry, row: DeliveryRow | NewMessage, senders: Senders) -> bool:
    """Whether an entry that matches the recipient stops this message, as the checks see it."""
    # RFC 5321 6.1: a delivery report answers what the person sent; their opt-out is of our mail
    if row.category == Category.SYSTEM and entry.reason in _OWN_WISH:
        # 47 CFR 64.1200(a)(12): a text confirms the opt-out it answers, and follows no later one
        accepted_at = row.accepted_at
        since = accepted_at if isinstance(accepted_at, float) else accepted_at.timestamp()
        return row.channel is Channel.SMS and entry.effective_at.timestamp() > since
    return entry.covers(
        commercial=row.category == Category.COMMERCIAL,
        stream=row.stream,
        sender=senders.named(row.identity),
    )


def expired(row: DeliveryRow) -> Transition:
    """Return the end of a delivery whose time is over."""
    return Transition(
        row=row,
        state=State.EXPIRED,
        kind="expired",
        attempts=row.attempts + row.claims,
        claims=0,
        reply=row.reply or "its time was over",
        status="5.4.7",  # RFC 3463 3.5: delivery time expired
    )


def unreadable(row: DeliveryRow) -> Transition:
    """Return the quarantine of a delivery of which something is not what was accepted."""
    return _poisoned(row, "what is stored is not what was accepted")


def _poisoned(row: DeliveryRow, reason: str) -> Transition:
    finding = Finding(
        code=POISON,
        cites="policy: nothing is dropped without a word",
        effect=Effect.HOLD,
        reason=reason,
    )
    return Transition(
        row=row,
        state=State.HELD,
        kind="held",
        attempts=row.attempts + row.claims,
        claims=0,
        reply=row.reply,
        status=row.status,
        finding=finding,
    )


def objection(channel: Channel, entry: Entry) -> Finding:
    """Return what an entry has against a message that was good until it came."""
    return Finding(
        code=_CODES_OF[channel](entry),
        cites='policy: "Honor opt-out requests quickly"',
        effect=Effect.REFUSE,
        reason="The recipient was put on the suppression list after the message was accepted.",
        evidence=(f"{entry.reason} of scope {entry.scope}, since {entry.effective_at:%Y-%m-%d}",),
    )


def suppressed(row: DeliveryRow, entry: Entry) -> Transition:
    """Return the end of a delivery that an entry stops."""
    finding = objection(row.channel, entry)
    return Transition(
        row=row,
        state=State.SUPPRESSED,
        kind="suppressed",
        attempts=row.attempts + row.claims,
        claims=0,
        reply=f"[{finding.code}] {finding.reason}",
        status="5.7.1",
        finding=finding,
        facts={"entry_id": entry.entry_id, "reason": entry.reason.value},
    )
