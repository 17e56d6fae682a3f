"""Many callers' jobs in one transaction of one connection: each fails alone, the commit for all.

Deviates: catches whatever a job raises, because one caller's error is not to end the transaction of
the others. It goes back to that caller as it is; a fault of the file is raised.

**Failures:** a fault of the file (full, locked, unreadable, corrupt) is raised: nothing of the
transaction is to be trusted. What a job itself raises is the outcome of that job.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final, Generic, Literal, TypeAlias, TypeVar

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Sequence

Result = TypeVar("Result")

_OWN_FAULT: Final = (
    sqlite3.IntegrityError,
    sqlite3.DataError,
    sqlite3.InterfaceError,
    sqlite3.ProgrammingError,
)
_LOCK_THIS_FILE: Final = "PRAGMA main.incremental_vacuum(0)"
"""Takes the write lock of the file itself and does nothing else; IMMEDIATE would take them all."""


Kind: TypeAlias = Literal["plain", "attached", "apart", "long"]
"""How a job is written: with others; with the write locks of the attached files, too; by itself,
only in its turn; in a commit that nobody is to share."""


@dataclass(frozen=True, slots=True)
class Job:
    """What a caller wants done, and where the answer goes."""

    work: Callable[[Any, Sequence[Any]], Sequence[Any]]  # of a connection and items
    item: Any
    future: asyncio.Future[Any]
    kind: Kind
    is_awaited: bool = False  # by somebody who does nothing else meanwhile


@dataclass(frozen=True, slots=True)
class Written(Generic[Result]):
    """What a job with the locks of the attached files returns."""

    result: Result
    elsewhere: bool  # it wrote to an attached file


@dataclass(frozen=True, slots=True)
class Unprepared(Generic[Result]):
    """What a job returns that first writes to an attached file, and then does the rest.

    What was written so far and what `first` writes are committed each by itself: of a transaction
    that wrote two files SQLite keeps what it wrote to the one where the other had no room.
    """

    first: Callable[[sqlite3.Connection], None]
    rest: Callable[[sqlite3.Connection], Ended[Result]]


Ended: TypeAlias = Written[Result] | Unprepared[Result]
"""What a job with the locks of the attached files returns: how it ended, or did not yet."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a job ended."""

    future: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = None


def begin_attached(connection: sqlite3.Connection, job: Job) -> Outcome:
    """Run a job that holds all locks; leave the transaction open if others can share it.

    Files are committed one after the other, the attached ones last: what was written there stands
    or falls with this job alone.
    """
    connection.execute("BEGIN IMMEDIATE")
    outcome = _alone(connection, job)
    while isinstance(outcome.result, Unprepared):
        outcome = _prepared(connection, job, outcome.result)
    if outcome.error is not None or outcome.result.elsewhere:
        connection.execute("COMMIT")
    return outcome


def _prepared(connection: sqlite3.Connection, job: Job, found: Unprepared[Any]) -> Outcome:
    """Write what comes first, then do the rest: all of the job if somebody else wrote meanwhile."""
    versions = _versions(connection)
    connection.execute("COMMIT")
    connection.execute("BEGIN IMMEDIATE")
    found.first(connection)
    connection.execute("COMMIT")
    connection.execute("BEGIN IMMEDIATE")
    if _versions(connection) != versions:
        return _alone(connection, job)
    return _alone(connection, replace(job, work=lambda now, _: (found.rest(now),)))


def _versions(connection: sqlite3.Connection) -> list[int]:
    """Return what changes of each file when another connection writes to it."""
    names = [name for _, name, _ in connection.execute("PRAGMA database_list")]
    return [connection.execute(f"PRAGMA {name}.data_version").fetchone()[0] for name in names]


def commit(connection: sqlite3.Connection, jobs: Sequence[Job]) -> list[Outcome]:
    """Run jobs in the transaction that is open, or in one of their own, and make it durable."""
    if not connection.in_transaction:
        connection.execute("BEGIN")
        connection.execute(_LOCK_THIS_FILE)
    connection.execute("SAVEPOINT jobs")
    try:
        outcomes = _together(connection, jobs)
    except Exception as error:  # of one of them: the others are not to suffer
        if is_fault_of_the_file(error):
            raise
        connection.execute("ROLLBACK TO jobs")
        outcomes = [_alone(connection, job) for job in jobs]
    connection.execute("COMMIT")
    return outcomes


def _together(connection: sqlite3.Connection, jobs: Sequence[Job]) -> list[Outcome]:
    outcomes: list[Outcome] = []
    for work, same in groupby(jobs, key=lambda job: job.work):
        each = list(same)
        results = work(connection, [job.item for job in each])
        outcomes += [Outcome(job.future, result) for job, result in zip(each, results, strict=True)]
    return outcomes


def _alone(connection: sqlite3.Connection, job: Job) -> Outcome:
    connection.execute("SAVEPOINT job")
    try:
        (result,) = job.work(connection, [job.item])
        outcome = Outcome(job.future, result)
    except Exception as error:  # for the caller of this job, nobody else
        if is_fault_of_the_file(error):
            raise
        # where the whole transaction is gone this fails, and so does every job of the group
        connection.execute("ROLLBACK TO job")
        outcome = Outcome(job.future, error=_tellable(error))
    connection.execute("RELEASE job")
    return outcome


def _tellable(error: Exception) -> Exception:
    """Return the error as a future takes it: one that held StopIteration would never be done."""
    if not isinstance(error, StopIteration):
        return error
    told = RuntimeError("a job raised StopIteration")
    told.__cause__ = error
    return told


def is_fault_of_the_file(error: Exception) -> bool:
    """Whether nothing of the transaction is to be trusted: full, locked, unreadable, corrupt."""
    if not isinstance(error, sqlite3.Error) or isinstance(error, _OWN_FAULT):
        return False
    return getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_ERROR  # wrong SQL
