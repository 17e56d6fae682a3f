"""The spool in one SQLite file: messages on disk from their acceptance to the end of each delivery.

**Failures:** every verb raises `StoreUnavailable` when the file cannot be read or written (for a
claim: the list's file too). What a verb returned from is on the disk; of a verb that failed nothing
is. A row whose content is not what was accepted is held, the rest goes on.
"""

from __future__ import annotations

import asyncio
import math
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from gateway.errors import StoreUnavailable
from gateway.spool import acceptance, lease, retention, review, settlement, views
from gateway.spool.claim import LIST, Wanted, claim
from gateway.spool.observation import observation
from gateway.spool.rows import moment, number, numbers, read_deliveries
from gateway.spool.transition import ended
from gateway.submission import NOT_RETRIED
from suppression.database import Database
from suppression.transaction import Written

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
    from datetime import datetime, timedelta

    from gateway.spool.ending import Depths, Ended, Settled
    from gateway.spool.model import (
        Claimed,
        MessageView,
        NewMessage,
        Settlement,
        SpoolQuery,
        Stored,
        TraceLine,
    )
    from gateway.spool.observation import Observation
    from gateway.spool.review import Deed
    from gateway.submission import Retried
    from suppression.keys import RecipientKey
    from suppression.ledger import Pepper
    from suppression.store import Matching

MIGRATIONS: Final = Path(__file__).with_name("migrations")

_REST_S: Final = 0.1  # between two claims at most

Result = TypeVar("Result")


class SqliteSpool:
    """The durable queue of one process; see `docs/internals.md` for who moves what where."""

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

    def close(self) -> None:
        """Finish what was submitted, then close the file."""
        self._database.close()

    async def accept(
        self,
        message: NewMessage,
        *,
        more: Sequence[NewMessage] = (),
        retried: Retried = NOT_RETRIED,
    ) -> Stored:
        """Store a message (and reports about it) in one durable commit, with its ledger events.

        Raises:
            IdempotencyConflict: the key was used for another request.
        """
        if not retried.key:  # nothing to look for first, so it is stored with what else comes
            await self._told(self._database.write_item(self._store, (message, *more)))
            return acceptance.stored(message)
        return await self._write(
            lambda connection: acceptance.accept(
                connection, message, more, retried, pepper=self._pepper, at=self._clock()
            )
        )

    def _store(
        self, connection: sqlite3.Connection, groups: Sequence[Sequence[NewMessage]]
    ) -> Sequence[None]:
        messages = [message for group in groups for message in group]
        acceptance.store(connection, messages, pepper=self._pepper, at=self._clock())
        return [None] * len(groups)

    async def replay(self, submitter: str, retried: Retried) -> Stored | None:
        """Return what the same request was answered before; none when it is new.

        Raises:
            IdempotencyConflict: the key was used for another request.
        """
        return self._database.read_by(
            lambda connection: acceptance.replay(connection, submitter, retried)
        )

    async def claim(
        self, capacity: Mapping[str, int], *, limit: int, lease_s: float
    ) -> tuple[Claimed, ...]:
        """Take what is due on routes with room, the longest due first, at most `limit` sends.

        `capacity`: how many more sends each route would start. Deliveries that may not leave
        (opted out meanwhile, too old, poison) are moved on instead of being returned.
        """
        loop = asyncio.get_running_loop()
        began = math.inf

        def job(connection: sqlite3.Connection) -> Written[tuple[Claimed, ...]]:
            nonlocal began
            began = loop.time()
            if not self._may_claim():
                return Written((), elsewhere=False)
            wanted = Wanted(
                capacity=capacity,
                limit=limit,
                lease_s=lease_s,
                at=self._clock(),  # read under the list's lock: no opt-out commits after it
                matching=self._matching,
            )
            return claim(connection, wanted)

        async with self._claiming:
            await asyncio.sleep(self._rests_until - loop.time())
            try:
                return await self._told(self._database.write_attached(job))
            finally:
                # who waits for the list's lock is not queued for it: opt-outs get half of the time
                now = loop.time()
                self._rests_until = now + min(max(0.0, now - began), _REST_S)

    async def settle(
        self, settlements: Sequence[Settlement], reports: Sequence[NewMessage] = ()
    ) -> Settled:
        """Record how attempts ended, in one commit; what is no longer the caller's is ignored.

        `reports` are the DSNs about what failed here. Without them a failure whose sender must
        be told owes a report, see `reports_owed`.
        """
        return await self._write(
            lambda connection: settlement.settle(
                connection, settlements, reports, pepper=self._pepper, at=self._clock()
            )
        )

    async def release_leases(self) -> tuple[Ended, ...]:
        """End every lease, at start-up: emails go back to the queue, texts become `unknown`."""
        return await self._write(lambda connection: lease.release(connection, at=self._clock()))

    async def expire(self, *, limit: int = 500) -> tuple[Ended, ...]:
        """End what waited or was held beyond its time, at most `limit` deliveries a call."""
        return await self._write(
            lambda connection: review.expire(connection, at=self._clock(), limit=limit)
        )

    async def reports_owed(self, *, limit: int = 100) -> tuple[Ended, ...]:
        """Return failures whose sender has not been told yet, oldest first."""
        condition = "WHERE d.owes_report = 1 ORDER BY d.id LIMIT ?"
        found = self._database.read_by(lambda each: read_deliveries(each, condition, (limit,)))
        return tuple(ended(row, at=moment(row.updated_at), owes_report=True) for row in found)

    async def report(self, reports: Sequence[NewMessage], *, about: Collection[int]) -> None:
        """Store DSNs about failed deliveries, and with them that nothing is owed any more."""

        def job(connection: sqlite3.Connection) -> None:
            connection.execute(
                "UPDATE deliveries SET owes_report = 0"
                " WHERE id IN (SELECT value FROM json_each(?))",
                (numbers(about),),
            )
            acceptance.store(connection, reports, pepper=self._pepper, at=self._clock())

        await self._write(job)

    async def hold(self, ids: Collection[str], *, by: str, because: str) -> frozenset[str]:
        """Keep waiting messages back; the queue ids of those that had a delivery to hold."""
        return await self._move(review.HOLD, ids, by, because)

    async def release(self, ids: Collection[str], *, by: str, because: str) -> frozenset[str]:
        """Send held messages after all; the claim still checks the list."""
        return await self._move(review.RELEASE, ids, by, because)

    async def retry(self, ids: Collection[str], *, by: str, because: str) -> frozenset[str]:
        """Try waiting messages now, and texts of unknown outcome once more."""
        return await self._move(review.RETRY, ids, by, because)

    async def cancel(self, ids: Collection[str], *, by: str, because: str) -> frozenset[str]:
        """Take back messages that have not left."""
        return await self._move(review.CANCEL, ids, by, because)

    async def reject(
        self, queue_id: str, *, by: str, because: str, report: NewMessage | None = None
    ) -> tuple[Ended, ...]:
        """Refuse a held message, and store the report to its sender in the same commit."""
        order = review.Order(by=by, because=because, at=self._clock())
        return await self._write(
            lambda connection: review.reject(connection, queue_id, report, order, self._pepper)
        )

    async def retire(self, now: datetime, *, email_body: timedelta, sms_text: timedelta) -> int:
        """Empty some hundred finished messages past their retention; how many there were."""
        return await self._write(
            lambda connection: retention.retire(
                connection, now=now, email_body=email_body, sms_text=sms_text
            )
        )

    async def next_due(self, routes: Collection[str] | None = None) -> datetime | None:
        """Return when the next delivery is due, on these routes or any; none when nothing waits."""
        rows = self._database.read(views.NEXT_DUE)
        times = [row["next_at"] for row in rows if routes is None or row["route"] in routes]
        return moment(min(times)) if times else None

    async def message(self, queue_id: str) -> MessageView | None:
        """Return one message with its deliveries."""
        found = self._database.read("SELECT * FROM messages WHERE id = ?", (number(queue_id),))
        deliveries = self._database.read(*views.deliveries_of(found))
        return views.messages_of(found, deliveries)[0] if found else None

    async def messages(self, query: SpoolQuery) -> tuple[MessageView, ...]:
        """Return a page of messages, newest first."""
        statement = views.listing(query, self._pepper)
        if statement is None:
            return ()
        found = await self._database.scan(*statement)
        return views.messages_of(found, await self._database.scan(*views.deliveries_of(found)))

    async def content(self, queue_id: str) -> bytes | None:
        """Return the bytes as submitted; none once they are retired, or when it was refused."""
        rows = await self._database.scan(
            "SELECT raw FROM contents WHERE message = ?", (number(queue_id),)
        )
        return bytes(rows[0]["raw"]) if rows else None

    async def observation(self, since: datetime) -> Observation:
        """Return what enforcing would have done to what came since then and was observed."""
        return self._database.read_by(lambda connection: observation(connection, since))

    async def depths(self) -> Depths:
        """Return how much waits in each state, and since when."""
        return self._database.read_by(views.depths)

    async def trace(
        self, *, queue_id: str = "", key: RecipientKey | None = None
    ) -> tuple[TraceLine, ...]:
        """Return everything that happened to a message or to a person's, in order."""
        if key is None:
            rows = await self._database.scan(views.TRACE_OF_MESSAGE, (queue_id,))
            return tuple(views.trace_lines(rows))
        person = self._pepper.person(key)
        found = await self._database.scan(
            "SELECT DISTINCT message FROM deliveries WHERE person = ?", (person,)
        )
        names = views.names(row["message"] for row in found)
        rows = await self._database.scan(views.TRACE_OF_PERSON, (names, person))
        return tuple(views.trace_lines(rows))

    async def last_notice(self, key: RecipientKey) -> datetime | None:
        """Return when a text to this number last left with the opt-out notice."""
        ((at,),) = self._database.read(views.LAST_NOTICE, (self._pepper.person(key),))
        return None if at is None else moment(at)

    async def _move(
        self, deed: Deed, ids: Collection[str], by: str, because: str
    ) -> frozenset[str]:
        order = review.Order(by=by, because=because, at=self._clock())
        return await self._write(lambda connection: review.move(connection, deed, ids, order))

    async def _write(self, job: Callable[[sqlite3.Connection], Result]) -> Result:
        return await self._told(self._database.write(job))

    @staticmethod
    async def _told(written: Awaitable[Result]) -> Result:
        try:
            return await written
        except sqlite3.Error as error:
            message = f"not written: {error}"
            raise StoreUnavailable(message) from error
