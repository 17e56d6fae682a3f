"""Spool and list in one transaction: what an opt-out ends, and what a request allows once.

The locks are taken in the order of the claims, the spool's first, so that nobody waits in a circle.
SQLite commits one file after the other, and here the list is the first: whatever ends the process
in between, an opt-out stands and a request is used up.

**Failures:** a file that cannot be locked, read or written raises `StoreUnavailable`; nothing of it
is kept.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from gateway.spool import acceptance, answered, resolving
from gateway.spool.following import Followed, follow
from gateway.spool.review import Order
from suppression import waiters
from suppression.database import attach, connect

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Awaitable, Callable
    from datetime import datetime
    from pathlib import Path

    from gateway.spool.model import NewMessage, Stored
    from gateway.submission import Retried
    from suppression.covering import Matching
    from suppression.entry import Entry
    from suppression.keys import RecipientKey
    from suppression.ledger import Pepper
    from suppression.review import Review
    from suppression.texts import Taken

Result = TypeVar("Result")

SPOOL: Final = "spool"
"""What the spool's file is attached as."""

_LOCKS: Final = (f"PRAGMA {SPOOL}.incremental_vacuum(0)", "PRAGMA main.incremental_vacuum(0)")
"""Each takes the write lock of a file and does nothing else."""


class Turns(Protocol):
    """Whose files these are: the spool's writer, which is idle while a job of ours runs."""

    def apart(self, job: Callable[[], Result]) -> Awaitable[Result]:
        """Run a job between two transactions of the spool."""
        ...


class Joint:
    """Writes to the list and to the spool at once."""

    def __init__(  # noqa: PLR0913 - the files, and what is needed to write them
        self,
        list_path: Path,
        spool_path: Path,
        turns: Turns,
        *,
        pepper: Pepper,
        matching: Matching,
        clock: Callable[[], datetime],
    ) -> None:
        """Name the files; whose turn it is, the spool says."""
        self._list_path = list_path
        self._spool_path = spool_path
        self._turns = turns
        self._pepper = pepper
        self._matching = matching
        self._clock = clock

    async def write(self, job: Callable[[sqlite3.Connection], Result]) -> Result:
        """Run `job` while it holds the write locks of both files; return once both are durable.

        Tables are named as in their own file; the ledgers have the same name, so that of the spool
        is named by `SPOOL`.
        """
        return await self._turns.apart(lambda: self._written(job))

    def replay(
        self, connection: sqlite3.Connection, submitter: str, retried: Retried
    ) -> Stored | None:
        """Return what the same request was answered before, as a part of a job.

        Raises:
            IdempotencyConflict: the key was used for another request.
        """
        return answered.replay(connection, submitter, retried, self._pepper)

    def accept(
        self, connection: sqlite3.Connection, message: NewMessage, retried: Retried
    ) -> Stored:
        """Store a message, as a part of a job.

        Raises:
            IdempotencyConflict: the key was used for another request.
        """
        (stored,) = acceptance.accept(
            connection, [acceptance.Asked(message=message, retried=retried)],
            pepper=self._pepper, at=self._clock(), schema=SPOOL,
        )  # fmt: skip
        return stored

    def follow(
        self,
        connection: sqlite3.Connection,
        taken: Taken,
        key: RecipientKey,
        answer: NewMessage | None,
    ) -> Followed:
        """Do what a person's text asks of what waits for them, as a part of a job."""
        person = self._pepper.person(key)
        return follow(connection, taken, person, answer, pepper=self._pepper, schema=SPOOL)

    def let_go(self, connection: sqlite3.Connection, decided: Review) -> tuple[str, ...]:
        """Release what was held for a reply that asks for nothing, as a part of a job."""
        because = f"reply {decided.review_id} {decided.decision}: {decided.because}"
        order = Order(by=decided.decided_by, because=because, at=decided.decided_at)
        return resolving.let_go(connection, decided, order, matching=self._matching, schema=SPOOL)

    def stop(
        self, connection: sqlite3.Connection, decided: Review, entry: Entry
    ) -> tuple[str, ...]:
        """End what is held and the opt-out that a reply was stops, as a part of a job."""
        return resolving.stop(connection, decided, entry, matching=self._matching, schema=SPOOL)

    def _written(self, job: Callable[[sqlite3.Connection], Result]) -> Result:
        paths = self._spool_path, self._list_path
        with waiters.seen_at(paths), closing(connect(self._list_path)) as connection:
            attach(connection, SPOOL, self._spool_path)
            connection.execute("BEGIN")
            for lock in _LOCKS:
                connection.execute(lock)
            result = job(connection)  # where it raises, closing takes everything back
            connection.execute("COMMIT")
        return result
