"""One thread that writes one SQLite file: many callers' jobs in one transaction, one fsync.

Every caller is answered after the transaction that holds all the jobs is on the disk. Jobs of the
same work are done in one go. Where one fails, all are taken back and done again, each behind a
savepoint of its own: a job may run twice, and leaves nothing behind but in the file.

**Failures:** a file that cannot be opened, written or synced raises `StoreUnavailable` to every
caller whose job was in the transaction; nothing of it is kept, and the next one starts on a new
connection. An exception of a job itself is raised to its own caller only.
"""

from __future__ import annotations

import asyncio
import queue
import sqlite3
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final, TypeVar

from suppression.errors import StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Item = TypeVar("Item")
Result = TypeVar("Result")

_GROUP: Final = 256  # jobs that share one commit at most
_LEAST_S: Final = 0.0005
_LONGEST_S: Final = 0.008  # under load; an answer within 10 ms is soon enough for any client
_OWN_FAULT: Final = (
    sqlite3.IntegrityError,
    sqlite3.DataError,
    sqlite3.InterfaceError,
    sqlite3.ProgrammingError,
)


@dataclass(frozen=True, slots=True)
class _Job:
    """What a caller wants done, and where the answer goes."""

    work: Callable[[sqlite3.Connection, Sequence[Any]], Sequence[Any]]
    item: Any
    future: asyncio.Future[Any]
    attached: bool  # runs alone, holding the write locks of the attached files too


@dataclass(frozen=True, slots=True)
class _Outcome:
    """How a job ended."""

    future: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = None


class _Stop:
    """The last thing a writer reads."""


class Writer:
    """A thread with a queue. `connect` opens a connection, with the attached files or without."""

    def __init__(self, name: str, connect: Callable[[bool], sqlite3.Connection]) -> None:
        """Start the thread; it opens nothing before its first job."""
        self._name = name
        self._connect = connect
        self._jobs: queue.SimpleQueue[_Job | _Stop] = queue.SimpleQueue()
        self._lock = threading.Lock()  # no job comes to lie behind the last word
        self._stopped = False
        self._thread = threading.Thread(target=self._work, name=f"writer-{name}", daemon=True)
        self._thread.start()

    async def submit(
        self, job: Callable[[sqlite3.Connection], Result], *, attached: bool
    ) -> Result:
        """Return what `job` returned once it is durable; a cancelled caller stops nothing.

        Raises:
            StoreUnavailable: it was not written.
        """
        return await self._queue(lambda connection, _: (job(connection),), None, attached=attached)

    async def submit_item(
        self, work: Callable[[sqlite3.Connection, Sequence[Item]], Sequence[Result]], item: Item
    ) -> Result:
        """Return what `work` returned for `item`; it is called with the items of several callers.

        Raises:
            StoreUnavailable: it was not written.
        """
        return await self._queue(work, item, attached=False)

    async def _queue(
        self,
        work: Callable[[sqlite3.Connection, Sequence[Item]], Sequence[Result]],
        item: Item,
        *,
        attached: bool,
    ) -> Result:
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        with self._lock:
            if self._stopped:
                message = f"{self._name} is closed"
                raise StoreUnavailable(message)
            self._jobs.put(_Job(work, item, future, attached))
        return await asyncio.shield(future)

    def stop(self) -> None:
        """Finish what was submitted, then end the thread."""
        with self._lock:
            self._stopped = True
            self._jobs.put(_Stop())
        self._thread.join()

    def _work(self) -> None:
        connections: dict[bool, sqlite3.Connection] = {}
        for group in self._groups():
            attached = group[0].attached
            try:
                if attached not in connections:
                    connections[attached] = self._connect(attached)
                outcomes = _commit(connections[attached], group)
            except (sqlite3.Error, OSError, MemoryError) as error:
                if attached in connections:
                    _abandon(connections.pop(attached))
                outcomes = _unwritten(group, error)
            _answer(outcomes)
        for connection in connections.values():
            connection.close()

    def _groups(self) -> Iterator[list[_Job]]:
        """Yield what was submitted, in order: plain jobs together, attached ones alone.

        A commit costs more than the jobs in it. While they come in company, the writer waits a
        moment for more of them; a caller who comes alone is not kept waiting.
        """
        group: list[_Job] = []
        patience_s = 0.0
        while True:
            try:
                job = self._next(patience_s if len(group) == 1 else 0.0, wait=not group)
            except queue.Empty:
                in_company = len(group) > 1
                patience_s = (
                    min(2 * patience_s + _LEAST_S, _LONGEST_S) if in_company else patience_s / 2
                )
                yield group
                group = []
                continue
            if group and (isinstance(job, _Stop) or job.attached or len(group) == _GROUP):
                yield group
                group = []
            if isinstance(job, _Stop):
                return
            if job.attached:
                yield [job]
            else:
                group.append(job)

    def _next(self, patience_s: float, *, wait: bool) -> _Job | _Stop:
        """Return the next job; one that has come already is not waited for."""
        if patience_s > _LEAST_S and not wait:
            time.sleep(patience_s)
        return self._jobs.get(block=wait)


def _commit(connection: sqlite3.Connection, group: Sequence[_Job]) -> list[_Outcome]:
    """Run a group of jobs in one transaction; each fails alone, the commit fails for all."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        outcomes = _together(connection, group)
    except Exception as error:  # of one of them: the others are not to suffer
        if _is_fault_of_the_file(error):
            raise
        connection.execute("ROLLBACK")
        connection.execute("BEGIN IMMEDIATE")
        outcomes = [_alone(connection, job) for job in group]
    connection.execute("COMMIT")
    return outcomes


def _together(connection: sqlite3.Connection, group: Sequence[_Job]) -> list[_Outcome]:
    outcomes: list[_Outcome] = []
    for work, same in groupby(group, key=lambda job: job.work):
        jobs = list(same)
        results = work(connection, [job.item for job in jobs])
        outcomes += [_Outcome(j.future, result) for j, result in zip(jobs, results, strict=True)]
    return outcomes


def _alone(connection: sqlite3.Connection, job: _Job) -> _Outcome:
    connection.execute("SAVEPOINT job")
    try:
        (result,) = job.work(connection, [job.item])
        outcome = _Outcome(job.future, result)
    except Exception as error:  # for the caller of this job, nobody else
        if _is_fault_of_the_file(error):
            raise
        # where the whole transaction is gone this fails, and so does every job of the group
        connection.execute("ROLLBACK TO job")
        outcome = _Outcome(job.future, error=_tellable(error))
    connection.execute("RELEASE job")
    return outcome


def _tellable(error: Exception) -> Exception:
    """Return the error as a future takes it: one that held StopIteration would never be done."""
    if not isinstance(error, StopIteration):
        return error
    told = RuntimeError("a job raised StopIteration")
    told.__cause__ = error
    return told


def _is_fault_of_the_file(error: Exception) -> bool:
    """Whether nothing of the transaction is to be trusted: full, locked, unreadable, corrupt."""
    if not isinstance(error, sqlite3.Error) or isinstance(error, _OWN_FAULT):
        return False
    return getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_ERROR  # wrong SQL


def _unwritten(group: Sequence[_Job], cause: BaseException) -> list[_Outcome]:
    outcomes = []
    for job in group:
        error = StoreUnavailable(f"not written: {cause}")
        error.__cause__ = cause
        outcomes.append(_Outcome(job.future, error=error))
    return outcomes


def _abandon(connection: sqlite3.Connection) -> None:
    """Let go of the write lock and of a connection that failed."""
    with suppress(sqlite3.Error):
        connection.rollback()
    with suppress(sqlite3.Error):
        connection.close()


def _answer(outcomes: Sequence[_Outcome]) -> None:
    """Resolve the futures, with one wake-up of each loop that waits."""
    for loop in {outcome.future.get_loop() for outcome in outcomes}:
        with suppress(RuntimeError):  # a loop that is closed waits for nothing
            loop.call_soon_threadsafe(
                _resolve, [each for each in outcomes if each.future.get_loop() is loop]
            )


def _resolve(outcomes: Sequence[_Outcome]) -> None:
    for outcome in outcomes:
        if outcome.error is None:
            outcome.future.set_result(outcome.result)
        else:
            outcome.future.set_exception(outcome.error)
