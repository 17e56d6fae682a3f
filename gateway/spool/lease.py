"""Leases: who is sending a delivery, and what becomes of it when nobody says how that ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gateway.spool.model import State
from gateway.spool.receipts import foretold
from gateway.spool.rows import numbers, read_all
from gateway.spool.transition import Transition, apply
from suppression.channel import Channel

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from gateway.spool.ending import Ended
    from gateway.spool.rows import DeliveryRow

_ALL_SENDING: Final = tuple(
    f"SELECT id FROM deliveries INDEXED BY {index}"  # noqa: S608 - an index of ours
    " WHERE state = 'sending' AND ends_at IS NOT NULL"
    for index in ("deliveries_open", "deliveries_oldest")
)
_SENDING = "SELECT id FROM deliveries WHERE state = 'sending' AND ends_at IS NOT NULL"


def take(
    connection: sqlite3.Connection, delivery_ids: Iterable[int], *, at: datetime, until_s: float
) -> None:
    """Mark deliveries as being sent; the claim is counted before any work on it starts.

    `until_s`: by a clock that nobody sets; it lasts as long as the process.
    """
    connection.execute(
        "UPDATE deliveries SET state = 'sending', claims = claims + 1, next_at = NULL,"
        " lease_until = ?, updated_at = ? WHERE id IN (SELECT value FROM json_each(?))",
        (until_s, at.timestamp(), numbers(delivery_ids)),
    )


def lapse(
    connection: sqlite3.Connection, *, at: datetime, steady_s: float, lost: frozenset[int]
) -> tuple[Ended, ...]:
    """End the leases that ran out, but of what is `lost`.

    Raises:
        ValueError: the message of one is not there.
    """
    ran_out = connection.execute(f"{_SENDING} AND lease_until <= ?", (steady_s,))
    return _end(connection, {row[0] for row in ran_out} - lost, at)


def release(
    connection: sqlite3.Connection, *, at: datetime, lost: frozenset[int]
) -> tuple[Ended, ...]:
    """End every lease: at start-up no process is left that could hold one.

    Raises:
        ValueError: the message of one is not there, or an index does not name it.
    """
    found, others = ({row[0] for row in connection.execute(each)} - lost for each in _ALL_SENDING)
    if found != others:
        message = "two indexes of what is being sent differ"
        raise ValueError(message)
    return _end(connection, found, at)


def _end(
    connection: sqlite3.Connection, delivery_ids: Collection[int], at: datetime
) -> tuple[Ended, ...]:
    """Send emails again: a copy too many is better than none. Texts wait for a person to look."""
    if not delivery_ids:
        return ()
    rows = read_all(connection, delivery_ids)
    return apply(connection, (_lapsed(row, at) for row in rows), at=at)


def _lapsed(row: DeliveryRow, at: datetime) -> Transition:
    if row.channel is Channel.EMAIL:
        return Transition(
            row=row,
            state=State.QUEUED,
            kind="lapsed",
            attempts=row.attempts,
            claims=row.claims,
            next_at=at.timestamp(),
            reply=row.reply or "the attempt was interrupted: who has taken it gets it twice",
            status=row.status,
        )
    if told := foretold(row):
        return told
    # providers of texts recognise no repetition: one that may have left is never sent again unasked
    return Transition(
        row=row,
        state=State.UNKNOWN,
        kind="unknown",
        attempts=row.attempts,
        claims=row.claims,
        reply="the attempt was interrupted: the provider may have taken the text",
    )
