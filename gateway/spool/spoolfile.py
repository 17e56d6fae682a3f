"""What all verbs of the spool stand on: its file, the list's that claims read, its clock.

**Failures:** every verb raises `StoreUnavailable` when the file cannot be read or written.
"""

from __future__ import annotations

import asyncio
import math
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from gateway.errors import StoreUnavailable
from gateway.spool.claim import LIST
from suppression.database import Database

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from suppression.ledger import Pepper
    from suppression.store import Matching
    from suppression.transaction import Written
    from suppression.writer import Writing

_REST_S: Final = 0.1  # between two claims at most
MIGRATIONS: Final = Path(__file__).with_name("migrations")

Result = TypeVar("Result")


class SpoolFile:
    """The open file of a spool."""

    def __init__(  # noqa: PLR0913 - everything it works with
        self,
        path: Path,
        *,
        suppression_path: Path,
        pepper: Pepper,
        matching: Matching,
        clock: Callable[[], datetime],
        may_claim: Callable[[], bool] = lambda: True,
    ) -> None:
        """Name the file, and the list's that every claim reads; `clock` gives UTC.

        While `may_claim` says no, nothing is claimed: it is asked under the list's lock.
        """
        self._may_claim = may_claim
        self._database = Database(path, MIGRATIONS, attached={LIST: suppression_path})
        self._pepper = pepper
        self._matching = matching
        self._clock = clock
        self._claiming = asyncio.Lock()
        self._passing: set[str] = set()  # queue ids of what this process is passing on
        self._rests_until = 0.0  # by the clock of the event loop

    def open(self) -> None:
        """Open the file, making it if it is missing."""
        self._database.open()

    def close(self) -> None:
        """Finish what was submitted, then close the file."""
        self._database.close()

    @property
    def writing(self) -> Writing:
        """How writing to the file fares."""
        return self._database.writing

    async def empty_log(self) -> bool:
        """Write the log into the file; False if a reader keeps it from that just now."""
        return await self._told(self._database.empty_log())

    async def apart(self, job: Callable[[], Result]) -> Result:
        """Run a job with a connection of its own between two transactions of ours."""
        return await self._told(self._database.write_apart(job))

    async def _in_turn(self, job: Callable[[sqlite3.Connection], Written[Result]]) -> Result:
        """Run a job that holds the list's lock, and leave that lock alone for as long after it."""
        loop = asyncio.get_running_loop()
        began = math.inf

        def timed(connection: sqlite3.Connection) -> Written[Result]:
            nonlocal began
            began = loop.time()
            return job(connection)

        async with self._claiming:
            await asyncio.sleep(self._rests_until - loop.time())
            try:
                return await self._told(self._database.write_attached(timed))
            finally:
                # who waits for the list's lock is not queued for it: opt-outs get half of the time
                now = loop.time()
                self._rests_until = now + min(max(0.0, now - began), _REST_S)

    async def _write(self, job: Callable[[sqlite3.Connection], Result]) -> Result:
        return await self._told(self._database.write(job))

    @staticmethod
    async def _told(written: Awaitable[Result]) -> Result:
        try:
            return await written
        except sqlite3.Error as error:
            message = f"not written: {error}"
            raise StoreUnavailable(message) from error
