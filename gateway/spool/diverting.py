"""Handing texts that a route cannot send over to another one: once, and none it may have sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gateway.spool.model import NOT_TAKEN, State
from gateway.spool.rows import read_deliveries
from gateway.spool.transition import Transition, apply

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from gateway.spool.rows import DeliveryRow

_STATUSES: Final = ", ".join(f"'{status}'" for status in sorted(NOT_TAKEN))
_WAITING: Final = (
    "WHERE d.route = ? AND d.next_at IS NOT NULL AND d.diverted_from = '' AND m.channel = 'sms'"
    f" AND ((d.status = '' AND d.next_at <= ?) OR d.status IN ({_STATUSES}))"
    " ORDER BY d.next_at, d.id LIMIT ?"
)


def divert(
    connection: sqlite3.Connection, route: str, then: str, *, at: datetime, limit: int
) -> int:
    """Move what waits for a route to another one; return how many texts that was.

    Those are texts that are due and were never tried, or whose attempts all ended untaken.
    """
    rows = read_deliveries(connection, _WAITING, (route, at.timestamp(), limit))
    apply(connection, [diverted(row, then, at) for row in rows], at=at)
    return len(rows)


def diverted(
    row: DeliveryRow, then: str, at: datetime, *, reply: str = "", status: str = ""
) -> Transition:
    """Return the step of a text to another route, with what was said of it just now."""
    attempts = row.attempt if reply else row.attempts
    return Transition(
        row=row,
        state=State.DEFERRED if attempts else State.QUEUED,
        kind="diverted",
        attempts=attempts,
        claims=0,
        next_at=min(at.timestamp(), row.expires_at),
        reply=reply or row.reply,
        status=status or row.status,
        then=then,
        facts={"then": then},
    )
