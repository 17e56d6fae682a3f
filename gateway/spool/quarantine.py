"""Items that cannot be read any more: set aside for a person, so that the others flow.

Looked for only when something could not be done because of damage: each delivery that waits is
read alone, by its number in an index.

**Failures:** what SQLite raises of a damaged page is raised as it is; whoever writes to one writes
nothing else in the same transaction.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Final

from gateway import queue_id as queue_ids
from gateway.errors import StoreUnavailable
from gateway.spool import barring
from gateway.spool.rows import load_findings, read_deliveries
from gateway.spool.transition import apply

if TYPE_CHECKING:
    from datetime import datetime

OF_AN_ITEM: Final = (StoreUnavailable, ValueError, TypeError, KeyError, OverflowError)
"""What may be raised for one damaged item; see `is_damage`."""

_UNREADABLE: Final = (sqlite3.DatabaseError, ValueError, TypeError, KeyError, OverflowError)
_UNDECODABLE: Final = "Could not decode"
_PRIMARY: Final = 0xFF  # of an extended code of SQLite
_WAITING: Final = (
    "SELECT id FROM deliveries INDEXED BY deliveries_due WHERE next_at IS NOT NULL",
    (
        "SELECT id FROM deliveries INDEXED BY deliveries_open"
        " WHERE ends_at IS NOT NULL AND state IN ('queued', 'deferred', 'sending')"
    ),
)


def is_damage(error: BaseException) -> bool:
    """Whether an error may come of one damaged item, and not of the file as a whole."""
    if isinstance(error, StoreUnavailable):
        return error.__cause__ is not None and is_damage(error.__cause__)
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", None) or 0
        return code & _PRIMARY == sqlite3.SQLITE_CORRUPT or str(error).startswith(_UNDECODABLE)
    return True


def damaged(connection: sqlite3.Connection) -> frozenset[int]:
    """Return the waiting deliveries that cannot be read."""
    numbers = {row[0] for query in _WAITING for row in connection.execute(query)}
    return frozenset(each for each in numbers if not _is_readable(connection, each))


def _is_readable(connection: sqlite3.Connection, number: int) -> bool:
    try:
        (row,) = read_deliveries(connection, "WHERE d.id = ?", (number,))
        load_findings(row.later)
        connection.execute("SELECT * FROM contents WHERE message = ?", (row.message,)).fetchone()
    except _UNREADABLE:
        return False
    return True


def hold(connection: sqlite3.Connection, number: int, *, at: datetime) -> str:
    """Hold a damaged delivery, with what can be read of it as evidence; return its queue id."""
    connection.text_factory = _legible
    try:
        (row,) = read_deliveries(connection, "WHERE d.id = ?", (number,))
    finally:
        connection.text_factory = str
    apply(connection, [barring.unreadable(row)], at=at)
    return row.queue_id


def hold_unread(connection: sqlite3.Connection, number: int, *, at: datetime) -> str:
    """Hold a delivery of which nothing can be read; return the queue id that it names.

    Raises:
        ValueError: it is not there, though an index names it.
    """
    found = connection.execute(
        "UPDATE deliveries SET state = 'held', next_at = NULL, lease_until = NULL, updated_at = ?"
        " WHERE id = ? RETURNING message",
        (at.timestamp(), number),
    ).fetchall()
    ((message,),) = found
    return queue_ids.encode(message)


def _legible(text: bytes) -> str:
    return text.decode(errors="replace")
