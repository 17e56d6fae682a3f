"""What a person's text does to the texts that wait for them, in the transaction that records it.

**Failures:** what SQLite raises is raised as it is; the owner of the transaction answers for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from filters.decision import Effect, Finding
from filters.message import Category
from filters.sms.awaiting import ANSWERS, text_waits_for_a_reader
from filters.sms.opt_out import code_of
from gateway.spool import acceptance
from gateway.spool.model import NewMessage, State
from gateway.spool.rows import DeliveryRow, read_deliveries
from gateway.spool.transition import Transition, apply
from suppression.texts import Asked, Taken

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from suppression.entry import Entry
    from suppression.ledger import Pepper

_WAITING: Final = (
    "WHERE d.person = ? AND m.channel = 'sms' AND d.state IN ('queued', 'deferred', 'held')"
    " ORDER BY d.id"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """What came of it: queue ids."""

    cancelled: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    answer: str = ""


def follow(  # noqa: PLR0913 - what is stored together
    connection: sqlite3.Connection,
    taken: Taken,
    person: str,
    answer: NewMessage | None,
    *,
    pepper: Pepper,
    schema: str,
) -> Followed:
    """Cancel or hold what waits for a person, and store what answers their text.

    `person`: the keyed hash of who wrote; `schema`: what the spool is attached as.
    """
    if taken.asked in (Asked.NOTHING, Asked.HELP) and answer is None:
        return Followed()
    waiting = read_deliveries(connection, _WAITING, (person,))
    ended = [row for row in waiting if _is_ended(row, taken)]
    doubted = [row for row in waiting if _is_doubted(row, taken)]
    steps = [_cancelled(row, taken) for row in ended] + [_held(row, taken) for row in doubted]
    apply(connection, steps, at=taken.at, schema=schema)
    if answer is not None:
        acceptance.store(connection, [answer], pepper=pepper, at=taken.at, schema=schema)
    return Followed(
        cancelled=_queue_ids(ended),
        held=_queue_ids(doubted),
        answer=answer.queue_id if answer else "",
    )


def _is_ended(row: DeliveryRow, taken: Taken) -> bool:
    """Whether a text must not leave any more, by what the person wrote.

    47 CFR 64.1200(a)(10) and (12): nothing follows a stop but its one confirmation, which a second
    stop leaves to go out, and what the person wants again makes untrue.
    """
    answers = row.category == Category.SYSTEM
    if taken.entries:
        return taken.is_new or not answers
    return taken.asked in (Asked.START, Asked.KEEP) and answers


def _is_doubted(row: DeliveryRow, taken: Taken) -> bool:
    """Whether a text waits until somebody has read what the person wrote.

    47 CFR 64.1200(a)(10): a stop would end every kind of text, so it goes by no purpose but those
    of answers. Whether a security code is in one that is said to bring it shows when it leaves
    (`gateway/delivery/second_look.py`).
    """
    return (
        taken.asked is Asked.DOUBT
        and row.state is not State.HELD
        and row.category != Category.SYSTEM
        and row.category not in ANSWERS
    )


def _cancelled(row: DeliveryRow, taken: Taken) -> Transition:
    finding = _stopped(taken.entries[0]) if taken.entries else None
    return Transition(
        row=row,
        state=State.CANCELLED,
        kind="cancelled",
        attempts=row.attempt,
        claims=0,
        reply=f"[{finding.code}] {finding.reason}"
        if finding
        else f"The person texted {taken.asked.upper()}.",
        status="5.7.1",
        finding=finding,
        facts={
            "text_id": taken.text_id,
            **({"entry_id": taken.entries[0].entry_id} if taken.entries else {}),
        },
    )


def _stopped(entry: Entry) -> Finding:
    return Finding(
        code=code_of(entry),
        cites="47 CFR 64.1200(a)(10)",
        effect=Effect.REFUSE,
        reason="The person opted out while the text waited.",
        evidence=(f"{entry.reason}, requested on {entry.requested_at:%Y-%m-%d}",),
    )


def _held(row: DeliveryRow, taken: Taken) -> Transition:
    finding = Finding(
        code=text_waits_for_a_reader.code,
        cites=text_waits_for_a_reader.cites,
        effect=Effect.HOLD,
        reason="A text of the person may ask for an opt-out, and nobody has read it.",
        evidence=(taken.review.review_id,) if taken.review else (),
    )
    return Transition(
        row=row,
        state=State.HELD,
        kind="held",
        attempts=row.attempt,
        claims=0,
        reply=row.reply,
        status=row.status,
        finding=finding,
        facts={"text_id": taken.text_id},
    )


def _queue_ids(rows: Sequence[DeliveryRow]) -> tuple[str, ...]:
    return tuple(row.queue_id for row in rows)
