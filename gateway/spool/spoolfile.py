"""What all verbs of the spool stand on: its file, the list's that claims read, its clock.

**Failures:** every verb raises `StoreUnavailable` when the file cannot be read or written.
"""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from gateway.spool.claim import LIST
from suppression.database import Database
from suppression.faults import not_written

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from gateway.errors import StoreBroken
    from suppression.ledger import Pepper
    from suppression.store import Matching

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
        self._rests_until = 0.0  # by the clock of the event loop

    def open(self) -> None:
        """Open the file, making it if it is missing."""
        self._database.open()

    @property
    def broken(self) -> StoreBroken | None:
        """Why nothing more is written: the disk does not keep what it is given."""
        return self._database.broken

    def close(self) -> None:
        """Finish what was submitted, then close the file."""
        self._database.close()

    async def empty_log(self) -> bool:
        """Write the log into the file; False if a reader keeps it from that just now."""
        return await self._told(self._database.empty_log())

    async def apart(self, job: Callable[[], Result]) -> Result:
        """Run a job with a connection of its own between two transactions of ours."""
        return await self._told(self._database.write_apart(job))

    async def _write(self, job: Callable[[sqlite3.Connection], Result]) -> Result:
        return await self._told(self._database.write(job))

    @staticmethod
    async def _told(written: Awaitable[Result]) -> Result:
        try:
            return await written
        except sqlite3.Error as error:
            raise not_written("not written", error) from error
