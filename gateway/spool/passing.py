"""Mail that is passed on while its client waits: recorded, and never kept.

Its deliveries are `sending` without a lease and without an end in sight, so that no claim, lapse or
expiry ever touches them: there is no content that could be sent again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from gateway import queue_id as queue_ids
from gateway.spool import acceptance, barring
from gateway.spool.claim import LIST
from gateway.spool.model import State
from gateway.spool.rows import read_deliveries
from gateway.spool.transition import Transition, apply
from suppression.channel import Channel
from suppression.granting import Grantee, ensure_grants
from suppression.matching import read_blocking
from suppression.transaction import Written

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from filters.decision import Finding
    from gateway.spool.model import NewMessage
    from gateway.spool.rows import DeliveryRow
    from suppression.covering import Matching
    from suppression.keys import RecipientKey
    from suppression.ledger import Pepper

Barred: TypeAlias = "Mapping[RecipientKey, Finding]"
"""Whom the list stops, and why."""

_UNDER_WAY: Final = "WHERE d.state = 'sending' AND d.ends_at IS NULL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """How the passing of a message ended, for everybody it was passed on for."""

    state: State  # DELIVERED, FAILED, REFUSED (not taken now), UNKNOWN
    reply: str  # of the next hop, cleaned
    status: str
    sent_sha256: str = ""  # digest of the bytes that left, where they may have arrived
    next_hop_id: str = ""


_KINDS: Final = {
    State.DELIVERED: "delivered",
    State.FAILED: "failed",
    State.REFUSED: "deferred",
    State.UNKNOWN: "ambiguous",
}
NOT_HEARD: Final = Passed(
    state=State.UNKNOWN,
    reply="the process ended before the next hop had answered",
    status="4.4.2",
)


def grant(connection: sqlite3.Connection, messages: Sequence[NewMessage]) -> Written[Sequence[int]]:
    """Return what the link in each personal copy speaks for; it has one recipient."""
    grantees = [_grantee(message) for message in messages]
    grants, made = ensure_grants(connection, set(grantees), schema=LIST)
    return Written([grants[each] for each in grantees], elsewhere=made)


def _grantee(message: NewMessage) -> Grantee:
    (to,) = (each.recipient for each in message.deliveries if each.state is State.SENDING)
    return Grantee(to.key, Channel.EMAIL, message.identity, message.stream)


def begin(
    connection: sqlite3.Connection,
    messages: Sequence[NewMessage],
    *,
    pepper: Pepper,
    matching: Matching,
    at: datetime,
) -> Written[Sequence[Barred]]:
    """Record that messages leave now, but those the list stops: of them return whom, and why.

    It holds the list's write lock, as a claim does: whoever opted out before is seen.
    """
    barred = [_barred(connection, message, matching, at) for message in messages]
    leaving = [each for each, stopped in zip(messages, barred, strict=True) if not stopped]
    acceptance.store(connection, leaving, pepper=pepper, at=at)
    return Written(barred, elsewhere=False)


def end(connection: sqlite3.Connection, queue_id: str, passed: Passed, *, at: datetime) -> None:
    """Record what the next hop said."""
    rows = read_deliveries(
        connection, f"{_UNDER_WAY} AND d.message = ?", (queue_ids.decode(queue_id),)
    )
    _end(connection, rows, passed, at)


def release(connection: sqlite3.Connection, *, at: datetime, besides: Collection[str] = ()) -> None:
    """End what an earlier process was passing on: its client heard nothing and comes again.

    `besides`: queue ids of what this process is passing on.
    """
    rows = read_deliveries(connection, _UNDER_WAY)
    _end(connection, [row for row in rows if row.queue_id not in besides], NOT_HEARD, at)


def _end(
    connection: sqlite3.Connection, rows: list[DeliveryRow], passed: Passed, at: datetime
) -> None:
    steps = [
        Transition(
            row=row,
            state=passed.state,
            kind=_KINDS[passed.state],
            attempts=1,
            claims=0,
            reply=passed.reply,
            status=passed.status,
            sent_sha256=passed.sent_sha256,
            next_hop_id=passed.next_hop_id,
        )
        for row in rows
    ]
    apply(connection, steps, at=at, reported=True)  # the client is told, and tells the sender


def _barred(
    connection: sqlite3.Connection, message: NewMessage, matching: Matching, at: datetime
) -> Barred:
    keys = [each.recipient.key for each in message.deliveries if each.state is State.SENDING]
    found: dict[RecipientKey, Finding] = {}
    blocking = read_blocking(connection, keys, Channel.EMAIL, at, matching, schema=LIST)
    for key, entries in blocking.items():
        entry = next(
            (each for each in entries if barring.blocks(each, message, matching.senders)), None
        )
        if entry is not None:
            found[key] = barring.objection(Channel.EMAIL, entry)
    return found
