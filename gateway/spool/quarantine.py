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
from gateway.spool.model import State
from gateway.spool.rows import load_findings, read_deliveries
from gateway.spool.seal import is_whole
from gateway.spool.transition import apply
from suppression.transaction import is_fault_of_the_file

if TYPE_CHECKING:
    from datetime import datetime

NOT_AS_WRITTEN: Final = (ValueError, TypeError, KeyError, OverflowError)
"""What reading a row raises that SQLite gives as it is, and that holds what we never write."""

OF_AN_ITEM: Final = (StoreUnavailable, *NOT_AS_WRITTEN)
"""What may be raised for one damaged item; see `is_damage`."""

UNREADABLE: Final = (sqlite3.DatabaseError, *NOT_AS_WRITTEN)
_UNDECODABLE: Final = "Could not decode"
_PRIMARY: Final = 0xFF  # of an extended code of SQLite
_OF_ANOTHER_TYPE: Final = 3091  # SQLITE_CONSTRAINT_DATATYPE: a row that is written holds one
_OF_A_PAGE: Final = (sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ)
_DUE: Final = "SELECT id FROM deliveries INDEXED BY deliveries_due WHERE next_at IS NOT NULL"
_OPEN: Final = "SELECT id FROM deliveries INDEXED BY {} WHERE ends_at IS NOT NULL AND state IN ({})"
_WAITING: Final = (State.QUEUED, State.DEFERRED)
_INDEXES: Final = ("deliveries_open", "deliveries_oldest")


def is_damage(error: BaseException) -> bool:
    """Whether an error may come of one damaged item, and not of the file as a whole."""
    if isinstance(error, StoreUnavailable):
        return error.__cause__ is not None and is_damage(error.__cause__)
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", None) or 0
        return (
            code & _PRIMARY == sqlite3.SQLITE_CORRUPT
            or code == _OF_ANOTHER_TYPE
            or str(error).startswith(_UNDECODABLE)
        )
    return True


def is_of_one_item(error: StoreUnavailable) -> bool:
    """Whether another item may be written where this one was not: no room is room for nobody."""
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        is_unread = getattr(cause, "sqlite_errorcode", None) in _OF_A_PAGE
        return is_unread or is_damage(cause) or not is_fault_of_the_file(cause)
    return isinstance(cause, NOT_AS_WRITTEN)


def damaged(connection: sqlite3.Connection) -> frozenset[int]:
    """Return the waiting deliveries that cannot be read."""
    numbers = _due(connection).union(
        *(_open(connection, index, "'queued', 'deferred', 'sending'") for index in _INDEXES)
    )
    return frozenset(each for each in numbers if not _is_readable(connection, each))


def is_torn(connection: sqlite3.Connection) -> bool:
    """Whether an index names something that waits and another does not."""
    due = _due(connection)
    waiting, sending = (
        [_open(connection, index, states) for index in _INDEXES]
        for states in ("'queued', 'deferred'", "'sending'")
    )
    return waiting != [due, due] or sending[0] != sending[1]


def mend_indexes(connection: sqlite3.Connection) -> bool:
    """Make the indexes of deliveries anew where they differ; whether that mended them.

    Then what waits is what its own row says.
    """
    try:
        if not is_torn(connection):
            return False
    except sqlite3.DatabaseError:  # a page of one cannot be read
        pass
    connection.execute("REINDEX deliveries")
    return not is_torn(connection)


def _due(connection: sqlite3.Connection) -> set[int]:
    return {row[0] for row in connection.execute(_DUE)}


def _open(connection: sqlite3.Connection, index: str, states: str) -> set[int]:
    return {row[0] for row in connection.execute(_OPEN.format(index, states))}


def _is_readable(connection: sqlite3.Connection, number: int) -> bool:
    try:
        (row,) = read_deliveries(connection, "WHERE d.id = ?", (number,))
        load_findings(row.later)
        connection.execute("SELECT * FROM contents WHERE message = ?", (row.message,)).fetchone()
    except UNREADABLE:
        return False
    does_wait = row.state in _WAITING if row.next_at is not None else True
    return does_wait and is_whole(row)


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
