"""What waits goes on waiting for as long as it did, when somebody sets the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gateway.spool import sent

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

_JUMP_S: Final = 30.0  # clocks are adjusted all the time, by less

# the morning, or the time that somebody asked for, is when the calendar says so
_SET_BACK: Final = """
UPDATE deliveries SET next_at = next_at + :by WHERE next_at > :now
AND NOT EXISTS (SELECT 1 FROM messages WHERE id = message AND not_before > :before)
"""
_PUT_FORWARD: Final = """
UPDATE deliveries SET next_at = next_at + :by WHERE next_at > :before AND state = 'deferred'
"""
_NOTICES: Final = """
UPDATE callback_notices SET next_at = next_at + :by WHERE next_at > min(:now, :before)
"""
_LAST_WRITTEN: Final = "SELECT at FROM ledger ORDER BY seq DESC LIMIT 1"


def is_jump(by_s: float) -> bool:
    """Whether somebody set the clock; where it was never looked at (NaN), nobody did."""
    return abs(by_s) > _JUMP_S


def keep_waiting(connection: sqlite3.Connection, *, at: datetime, by_s: float) -> None:
    """Move what is due later along with a clock that was set by so many seconds.

    What was due stays due, and what is tried again in some minutes is tried in some minutes. Texts
    count against limits for as long as they would have. When something is given up goes by the
    calendar.
    """
    if not is_jump(by_s):
        return
    now_s = at.timestamp()
    times = {"now": now_s, "before": now_s - by_s, "by": by_s}
    connection.execute(_SET_BACK if by_s < 0 else _PUT_FORWARD, times)
    connection.execute(_NOTICES, times)
    sent.follow_clock(connection, now_s=now_s, by_s=by_s)


def set_back_meanwhile(connection: sqlite3.Connection, at: datetime) -> float:
    """Return by how much the clock was set back while nobody ran; 0 where it was not."""
    row = connection.execute(_LAST_WRITTEN).fetchone()
    return 0.0 if row is None else min(0.0, at.timestamp() - row[0])
