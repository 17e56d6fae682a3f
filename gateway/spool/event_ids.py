"""The ids of events: what is recorded in a copy, once it is started, has ids that nothing had.

An application knows by them what it was told already, and reads on from one. The original gave
more of them after the copy was taken, and so did this copy, if it is restored a second time. So
the ids go on from the time of the start, in microseconds: no ledger grows by a line each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

_MICROSECONDS: Final = 1_000_000

ID: Final = """
seq + (SELECT ahead_by FROM event_ids WHERE from_seq <= seq ORDER BY from_seq DESC LIMIT 1)
"""
"""The id of a line `seq` of the ledger."""
_LINE: Final = """
SELECT min(:id - ahead_by, coalesce((SELECT min(from_seq) - 1 FROM event_ids later
                                     WHERE later.from_seq > event_ids.from_seq), :id))
FROM event_ids WHERE from_seq + ahead_by <= :id ORDER BY from_seq DESC LIMIT 1
"""
_IS_COPY: Final = "SELECT 1 FROM event_ids WHERE ahead_by IS NULL"
_WAS_COPIED: Final = """
SELECT 1 FROM event_ids
WHERE from_seq > (SELECT min(seq) FROM ledger WHERE queue_id = ?) LIMIT 1
"""


def mark_copy(copy: sqlite3.Connection) -> None:
    """Note that what is recorded from now on is recorded in a copy."""
    copy.execute(
        "INSERT INTO event_ids (from_seq) SELECT coalesce(max(seq), 0) + 1 FROM ledger WHERE true"
        " ON CONFLICT (from_seq) DO UPDATE SET ahead_by = NULL"
    )


def is_copy(connection: sqlite3.Connection) -> bool:
    """Whether this is a copy that nobody has started."""
    return connection.execute(_IS_COPY).fetchone() is not None


def was_copied(connection: sqlite3.Connection, queue_id: str) -> bool:
    """Whether this is a restored copy, and a message was there when it was taken."""
    return connection.execute(_WAS_COPIED, (queue_id,)).fetchone() is not None


def begin(connection: sqlite3.Connection, at: datetime) -> None:
    """Let a copy that is started then go on with ids of its own."""
    connection.execute(
        "UPDATE event_ids SET ahead_by = max(?, (SELECT max(ahead_by) FROM event_ids))"
        " WHERE ahead_by IS NULL",
        (int(at.timestamp() * _MICROSECONDS),),
    )


def line_of(connection: sqlite3.Connection, event_id: int) -> int:
    """Return the line that has an id; of one that none here has, the last line before it."""
    ((seq,),) = connection.execute(_LINE, {"id": event_id})
    return int(seq)
