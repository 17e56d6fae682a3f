"""What people do to waiting messages, and time: hold, release, retry, cancel, reject, end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gateway.spool import acceptance, barring
from gateway.spool.model import State
from gateway.spool.rows import ORPHAN, known, numbers, read_deliveries
from gateway.spool.transition import Transition, apply

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from gateway.spool.ending import Ended
    from gateway.spool.model import NewMessage
    from gateway.spool.rows import DeliveryRow
    from suppression.ledger import Pepper


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something a person does to the deliveries of a message: which ones it moves, and where to."""

    moves: frozenset[State]
    to: State
    kind: str


HOLD: Final = Deed(moves=frozenset({State.QUEUED, State.DEFERRED}), to=State.HELD, kind="held")
RELEASE: Final = Deed(moves=frozenset({State.HELD}), to=State.QUEUED, kind="released")
RETRY: Final = Deed(
    moves=frozenset({State.QUEUED, State.DEFERRED, State.UNKNOWN}), to=State.QUEUED, kind="retried"
)
CANCEL: Final = Deed(
    moves=frozenset({State.QUEUED, State.DEFERRED, State.HELD}),
    to=State.CANCELLED,
    kind="cancelled",
)
REJECT: Final = Deed(moves=frozenset({State.HELD}), to=State.FAILED, kind="rejected")

_OVER: Final = (
    "SELECT 1 FROM deliveries WHERE state IN ('queued', 'deferred') AND ends_at <= ?"
    " AND id NOT IN (SELECT value FROM json_each(?)) LIMIT 1"
)
_THERE: Final = """
WHERE d.message IN (SELECT value FROM json_each(?))
AND NOT (d.state = 'unknown' AND (m.channel = 'email' OR m.is_retired = 1)) ORDER BY d.id
"""
"""Without an email that was passed on and never kept, and a text whose words are kept no more."""
_SAID: Final = {REJECT: "rejected in review", CANCEL: "taken back by an operator"}
"""What the sender is told: RFC 5321 6.1 wants a word about every message that was accepted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Who wants it and why: the evidence of a deed."""

    by: str
    because: str
    at: datetime


def move(
    connection: sqlite3.Connection, deed: Deed, ids: Collection[str], order: Order
) -> frozenset[str]:
    """Do something to messages; the queue ids of those that had a delivery to move."""
    rows = _movable(connection, deed, known(ids))
    apply(connection, (step(row, deed, order) for row in rows), at=order.at)
    return frozenset(row.queue_id for row in rows)


def reject(
    connection: sqlite3.Connection,
    queue_id: str,
    report: NewMessage | None,
    order: Order,
    pepper: Pepper,
) -> tuple[Ended, ...]:
    """Refuse what was held, and tell its sender in the same commit."""
    rows = _movable(connection, REJECT, known([queue_id]))
    steps = [step(row, REJECT, order) for row in rows]
    ended = apply(connection, steps, at=order.at, reported=report is not None)
    if report is not None and ended:
        acceptance.store(connection, [report], pepper=pepper, at=order.at)
    return ended


def expire(
    connection: sqlite3.Connection, *, at: datetime, limit: int, lost: frozenset[int]
) -> tuple[Ended, ...]:
    """End what waited too long, whether it was held or its route never had room.

    Raises:
        ValueError: something else waited too long whose message is not there, and is not `lost`.
    """
    rows = read_deliveries(
        connection,
        "WHERE d.state IN ('queued', 'deferred', 'held') AND d.ends_at <= ?"
        " AND d.id NOT IN (SELECT value FROM json_each(?)) LIMIT ?",
        (at.timestamp(), numbers(lost), limit),
    )
    ended = apply(connection, map(barring.expired, rows), at=at)
    if not rows:
        left = connection.execute(_OVER, (at.timestamp(), numbers(lost)))
        if left.fetchone():
            raise ValueError(ORPHAN)
    return ended


def _movable(
    connection: sqlite3.Connection, deed: Deed, messages: Iterable[int]
) -> list[DeliveryRow]:
    rows = read_deliveries(connection, _THERE, (numbers(messages),))
    return [row for row in rows if row.state in deed.moves]


def step(row: DeliveryRow, deed: Deed, order: Order) -> Transition:
    """Return what a deed does to one delivery."""
    # no hurry of a person lifts the morning a text waits for
    next_at = max(order.at.timestamp(), row.not_before) if deed.to is State.QUEUED else None
    said = _SAID.get(deed)
    return Transition(
        row=row,
        state=deed.to,
        kind=deed.kind,
        attempts=row.attempt,
        claims=0,
        next_at=next_at,
        reply=f"{said}: {order.because}" if said else row.reply,
        status="5.7.1" if said else row.status,
        detail={"actor": order.by, "because": order.because},
    )
