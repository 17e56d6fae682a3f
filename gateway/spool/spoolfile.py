"""What all verbs of the spool stand on: its file, the list's that claims read, its clock.

**Failures:** every verb raises `StoreUnavailable` when the file cannot be read or written.
"""

from __future__ import annotations

import asyncio
import math
import sqlite3
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from gateway.errors import StoreUnavailable
from gateway.log import logger
from gateway.spool import quarantine
from gateway.spool.claim import LIST
from suppression.database import PATIENCE_S, Database
from suppression.faults import not_written
from suppression.storefile import StoreFile

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from suppression.covering import Matching
    from suppression.ledger import Pepper
    from suppression.transaction import Ended

_REST_S: Final = 0.1  # between two claims at most
MIGRATIONS: Final = Path(__file__).with_name("migrations")

_LOOK_AGAIN_S: Final = 60.0

Result = TypeVar("Result")


class SpoolFile(StoreFile):
    """The open file of a spool."""

    def __init__(  # noqa: PLR0913 - everything it works with
        self,
        path: Path,
        *,
        suppression_path: Path,
        pepper: Pepper,
        matching: Matching,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
        may_claim: Callable[[], bool] = lambda: True,
    ) -> None:
        """Name the file, and the list's that every claim reads; `clock` gives UTC.

        `monotonic` counts seconds and is never set: leases go by it.

        While `may_claim` says no, nothing is claimed: it is asked under the list's lock.
        """
        attached = {LIST: suppression_path}
        super().__init__(Database(path, MIGRATIONS, attached=attached, shows_damage=True), clock)
        self._may_claim = may_claim
        self._pepper = pepper
        self._matching = matching
        self._monotonic = monotonic
        self._ahead_s = math.nan  # of `monotonic`, by the clock at the last claim
        self._claiming = asyncio.Lock()
        self._passing: set[str] = set()  # queue ids of what this process is passing on
        self._rests_until = 0.0  # by the clock of the event loop
        self._lost: frozenset[int] = frozenset()
        self._looks_again_at = 0.0  # likewise

    async def empty_log(self, *, patience_s: float = PATIENCE_S) -> bool:
        """Write the log into the file; False if a reader keeps it from that for so long."""
        return await self._told(super().empty_log(patience_s=patience_s))

    async def apart(self, job: Callable[[], Result]) -> Result:
        """Run a job with a connection of its own between two transactions of ours."""
        return await self._told(self._database.write_apart(job))

    async def _in_turn(self, job: Callable[[sqlite3.Connection], Ended[Result]]) -> Result:
        """Run a job that holds the list's lock, and leave that lock alone for as long after it."""
        loop = asyncio.get_running_loop()
        began = math.inf

        def timed(connection: sqlite3.Connection) -> Ended[Result]:
            nonlocal began
            began = loop.time()
            return job(connection)

        async with self._claiming:
            await asyncio.sleep(self._rests_until - loop.time())
            try:
                return await self._past_damage(
                    lambda: self._told(self._database.write_attached(timed))
                )
            finally:
                # who waits for the list's lock is not queued for it: opt-outs get half of the time
                now = loop.time()
                self._rests_until = now + min(max(0.0, now - began), _REST_S)

    async def _write(self, job: Callable[[sqlite3.Connection], Result]) -> Result:
        return await self._told(self._database.write(job))

    async def _past_damage(
        self, verb: Callable[[], Awaitable[Result]], *, is_first: bool = True
    ) -> Result:
        """Do something; where a damaged item prevents it, set that aside and do it once more.

        Raises:
            StoreUnavailable: nothing was found that could be set aside.
        """
        try:
            return await verb()
        except quarantine.OF_AN_ITEM as error:
            if not quarantine.is_damage(error):
                raise
            if not (is_first and await self._set_aside()):
                message = f"damaged: {type(error).__name__}"
                raise StoreUnavailable(message) from error
        return await self._past_damage(verb, is_first=False)

    async def _set_aside(self) -> bool:
        """Set aside what is damaged; whether something was."""
        now = asyncio.get_running_loop().time()
        if now < self._looks_again_at:
            return False
        self._looks_again_at = now + _LOOK_AGAIN_S
        is_mended = await self._mended_indexes()
        found = await asyncio.to_thread(self._database.snapshot, quarantine.damaged)
        found -= self._lost
        if not (found or is_mended):
            logger().error("file-damaged", file="messages.db")
            return False
        self._looks_again_at = now
        if not found:
            return True
        lost, unread = set(), []
        for number in sorted(found):
            if await self._held(quarantine.hold, number) is not None:
                continue
            queue_id = await self._held(quarantine.hold_unread, number)
            if queue_id is None:
                lost.add(number)
            else:
                unread.append(queue_id)
        self._lost |= lost
        logger().error("items-damaged", held=len(found) - len(lost), lost=len(lost), unread=unread)
        return True

    async def _mended_indexes(self) -> bool:
        """Make the indexes anew where they differ; whether that was done."""
        try:
            is_mended = await self._write(quarantine.mend_indexes)
        except quarantine.OF_AN_ITEM:
            return False
        if is_mended:
            logger().error("indexes-mended", file="messages.db")
        return is_mended

    async def _held(self, hold: Callable[..., str], number: int) -> str | None:
        """Hold one delivery in a transaction of its own; its queue id if that could be."""
        try:
            return await self._write(lambda connection: hold(connection, number, at=self._clock()))
        except quarantine.OF_AN_ITEM:
            return None

    @staticmethod
    async def _told(written: Awaitable[Result]) -> Result:
        try:
            return await written
        except sqlite3.Error as error:
            raise not_written("not written", error) from error
