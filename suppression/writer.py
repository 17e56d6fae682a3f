"""One thread that writes one SQLite file: many callers' jobs in one transaction, one fsync.

Every caller is answered after the transaction that holds all the jobs is on the disk. Jobs of the
same work are done in one go. Where one fails, all are taken back and done again, each behind a
savepoint of its own: a job may run twice, and leaves nothing behind but in the file. A job that
holds the locks of the attached files goes first, and shares the commit with the others unless it
wrote to one of those. A job apart has a connection of its own, and has it while this thread writes
nothing: so it waits for no other job of this process. A long job goes last, in a commit of its own.

Deviates: catches whatever a job raises, because it is the caller's: nobody else resolves the future
that the caller awaits, and an error left to this thread would end it and keep everybody waiting.

**Failures:** a file that cannot be opened, written or synced raises `StoreUnavailable` to every
caller whose job was in the transaction; nothing of it is kept, and the next one starts on a new
connection: `StoreFull` where it was the room, `StoreBroken` where a sync failed, and then to every
caller from then on. An exception of a job itself is raised to its own caller only.
"""

from __future__ import annotations

import asyncio
import queue
import sqlite3
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar, cast

from suppression import waiters
from suppression.company import Company
from suppression.errors import StoreBroken, StoreUnavailable
from suppression.faults import not_written
from suppression.transaction import Job, Kind, Outcome, begin_attached, commit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from suppression.transaction import Ended, Written

Item = TypeVar("Item")
Result = TypeVar("Result")

_GROUP: Final = 256  # jobs that share one commit at most
_FAULTS: Final = (sqlite3.Error, OSError, MemoryError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """How a writer fares: what waits for it, and what it has done since it started."""

    waiting: int
    commits: int
    seconds: float  # that these took
    failures: int  # commits of which nothing is on the disk


NOTHING_WRITTEN: Final = Writing(waiting=0, commits=0, seconds=0.0, failures=0)


class _Stop:
    """The last thing a writer reads."""


class Writer:
    """A thread with a queue and a connection.

    `attach` brings the attached files to a connection, or raises what says why that cannot be.
    `paths` are the file and the attached ones, for those who look who waits for them.
    """

    def __init__(
        self,
        connect: Callable[[], sqlite3.Connection],
        attach: Callable[[sqlite3.Connection], None],
        paths: Sequence[Path],
    ) -> None:
        """Start the thread; it opens nothing before its first job."""
        self._connect = connect
        self._attach = attach
        self._paths = paths
        self.broken: StoreBroken | None = None
        self._connection: sqlite3.Connection | None = None
        self._jobs: queue.SimpleQueue[Job | _Stop] = queue.SimpleQueue()
        self._lock = threading.Lock()  # no job comes to lie behind the last word
        self._stopped = False
        self._commits = self._failures = 0
        self._seconds = 0.0
        self._thread = threading.Thread(
            target=self._work, name=f"writer-{paths[0].stem}", daemon=True
        )
        self._thread.start()

    async def submit(self, job: Callable[[sqlite3.Connection], Result]) -> Result:
        """Return what `job` returned once it is durable; a cancelled caller stops nothing.

        Raises:
            StoreUnavailable: it was not written.
        """
        return await self._queue(lambda connection, _: (job(connection),), None)

    async def submit_attached(self, job: Callable[[sqlite3.Connection], Ended[Result]]) -> Result:
        """Return the result of a job that alone may write, here and to the attached files.

        Raises:
            StoreUnavailable: it was not written, or an attached file could not be.
        """
        written = await self._queue(lambda c, _: (job(c),), None, kind="attached")
        return cast("Written[Result]", written).result

    async def submit_apart(self, job: Callable[[], Result]) -> Result:
        """Return what `job` returned, which was run while nothing else of ours was being written.

        Raises:
            StoreUnavailable: a file it wrote to could not be.
        """
        return await self._queue(lambda _, __: (job(),), None, kind="apart")

    async def submit_long(self, job: Callable[[sqlite3.Connection], Result]) -> Result:
        """Return what `job` returned once it is durable; who can go first does.

        Raises:
            StoreUnavailable: it was not written.
        """
        return await self._queue(lambda connection, _: (job(connection),), None, kind="long")

    async def submit_item(
        self,
        work: Callable[[sqlite3.Connection, Sequence[Item]], Sequence[Result]],
        item: Item,
        *,
        is_awaited: bool = False,
    ) -> Result:
        """Return what `work` returned for `item`; it is called with the items of several callers.

        `is_awaited`: who asked does nothing else meanwhile, so it waits less for company.

        Raises:
            StoreUnavailable: it was not written.
        """
        return await self._queue(work, item, is_awaited=is_awaited)

    async def _queue(
        self,
        work: Callable[[sqlite3.Connection, Sequence[Item]], Sequence[Result]],
        item: Item,
        kind: Kind = "plain",
        *,
        is_awaited: bool = False,
    ) -> Result:
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        with self._lock:
            if self._stopped:
                message = f"{self._paths[0].stem} is closed"
                raise StoreUnavailable(message)
            self._jobs.put(Job(work, item, future, kind, is_awaited))
        return await future

    @property
    def writing(self) -> Writing:
        """How it fares, as far as another thread sees it."""
        return Writing(
            waiting=self._jobs.qsize(), commits=self._commits, seconds=self._seconds,
            failures=self._failures,
        )  # fmt: skip

    def stop(self) -> None:
        """Finish what was submitted, then end the thread."""
        with self._lock:
            self._stopped = True
            self._jobs.put(_Stop())
        self._thread.join()

    def _work(self) -> None:
        for group in self._groups():
            for job in _of("apart", group):
                _answer([self._apart(job)])
            attached = _of("attached", group)
            for job in attached[:-1]:
                _answer(self._written([job], []))
            _answer(self._written(attached[-1:], _of("plain", group)))
            for job in _of("long", group):
                _answer(self._written([], [job]))
        if self._connection is not None:
            self._connection.close()

    def _written(self, attached: Sequence[Job], plain: Sequence[Job]) -> list[Outcome]:
        """Write an attached job, if there is one, and the plain ones, together if that can be."""
        started = time.perf_counter()
        with waiters.seen_at(self._paths if attached else self._paths[:1]):
            outcomes = self._committed(attached, plain)
        self._commits += bool(attached or plain)
        self._seconds += time.perf_counter() - started
        return outcomes

    def _committed(self, attached: Sequence[Job], plain: Sequence[Job]) -> list[Outcome]:
        if self.broken is not None:
            return self._unwritten([*attached, *plain], self.broken)
        begun: list[Outcome] = []
        for job in attached:
            try:
                connection = self._connected()
                self._attach(connection)
                begun = [begin_attached(connection, job)]
            except _FAULTS as error:
                self._abandon()
                begun = self._unwritten([job], error)
        shared = self._connection is not None and self._connection.in_transaction
        if not (shared or plain):
            return begun
        try:
            return begun + commit(self._connected(), plain)
        except _FAULTS as error:
            self._abandon()
            failed = self._unwritten(plain, error)
            return self._unwritten(attached, error) + failed if shared else begun + failed

    def _apart(self, job: Job) -> Outcome:
        if self.broken is not None:
            return self._unwritten([job], self.broken)[0]
        try:
            (result,) = job.work(None, [job.item])
        except _FAULTS as error:
            return self._unwritten([job], error)[0]
        except Exception as error:  # noqa: BLE001 - for the caller of this job, nobody else
            return Outcome(job.future, error=error)
        return Outcome(job.future, result)

    def _unwritten(self, group: Sequence[Job], cause: BaseException) -> list[Outcome]:
        told = not_written("not written", cause)
        if isinstance(told, StoreBroken):
            self.broken = told
        outcomes = []
        for job in group:
            error = type(told)(*told.args)  # one for each: a traceback is one caller's
            error.__cause__ = cause
            outcomes.append(Outcome(job.future, error=error))
        return outcomes

    def _connected(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = self._connect()
        return self._connection

    def _abandon(self) -> None:
        """Let go of the write lock and of a connection that failed."""
        self._failures += 1
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(sqlite3.Error):
                connection.rollback()
            with suppress(sqlite3.Error):
                connection.close()

    def _groups(self) -> Iterator[list[Job]]:
        """Yield what was submitted, in order, as much at once as has come."""
        group: list[Job] = []
        company = Company()
        while True:
            if len(group) == 1:
                company.wait(is_awaited=group[0].is_awaited)
            try:
                job = self._jobs.get(block=not group)
            except queue.Empty:
                yield group
                company.look()
                group = []
                continue
            if group and (isinstance(job, _Stop) or len(group) == _GROUP):
                yield group
                group = []
            if isinstance(job, _Stop):
                return
            group.append(job)


def _of(kind: Kind, group: Sequence[Job]) -> list[Job]:
    return [job for job in group if job.kind == kind]


def _answer(outcomes: Sequence[Outcome]) -> None:
    """Resolve the futures, with one wake-up of each loop that waits."""
    for loop in {outcome.future.get_loop() for outcome in outcomes}:
        with suppress(RuntimeError):  # a loop that is closed waits for nothing
            loop.call_soon_threadsafe(
                _resolve, [each for each in outcomes if each.future.get_loop() is loop]
            )


def _resolve(outcomes: Sequence[Outcome]) -> None:
    for outcome in outcomes:
        if outcome.future.cancelled():  # who asked has gone; what was asked is done
            continue
        if outcome.error is None:
            outcome.future.set_result(outcome.result)
        else:
            outcome.future.set_exception(outcome.error)
