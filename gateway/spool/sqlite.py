"""The spool in one SQLite file: messages on disk from their acceptance to the end of each delivery.

**Failures:** every verb raises `StoreUnavailable` when the file cannot be read or written (for a
claim: the list's file too). What a verb returned from is on the disk; of a verb that failed nothing
is. A row whose content is not what was accepted is held, the rest goes on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gateway.errors import StoreUnavailable
from gateway.log import logger
from gateway.spool import (
    acceptance,
    calling,
    clock_jumps,
    delays,
    diverting,
    lease,
    passing,
    receipts,
    rerouting,
    review,
    settlement,
)
from gateway.spool.claim import Wanted, claim
from gateway.spool.forgetting_verbs import ForgettingVerbs
from gateway.spool.quarantine import NOT_AS_WRITTEN
from gateway.spool.rows import numbers
from gateway.spool.spoolfile import MIGRATIONS
from gateway.submission import NOT_RETRIED
from suppression.channel import Channel
from suppression.transaction import Written

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Mapping, Sequence

    from gateway.spool.calling import Called
    from gateway.spool.claim import Taken
    from gateway.spool.ending import Ended, Settled
    from gateway.spool.model import Claimed, NewMessage, Settlement, Stored
    from gateway.spool.receipts import Receipt
    from gateway.spool.review import Deed
    from gateway.submission import Retried

__all__ = ["MIGRATIONS", "SqliteSpool"]


class SqliteSpool(ForgettingVerbs):
    """The durable queue of one process; see `docs/internals.md` for who moves what where."""

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
            Overtaken: others used up a limit that holds for it.
        """
        asked = acceptance.Asked(message=message, more=more, retried=retried)
        # a mail server has other sessions meanwhile; an application waits for this answer
        is_awaited = message.channel is Channel.SMS
        return await self._told(
            self._database.write_item(self._accept, asked, is_awaited=is_awaited)
        )

    def _accept(
        self, connection: sqlite3.Connection, asked: Sequence[acceptance.Asked]
    ) -> Sequence[Stored]:
        """Store what several callers bring at once."""
        return acceptance.accept(connection, asked, pepper=self._pepper, at=self._clock())

    async def claim(
        self,
        capacity: Mapping[str, int],
        *,
        limit: int,
        lease_s: float,
        heavy: Collection[str] = (),
    ) -> tuple[Claimed, ...]:
        """Take what is due on routes with room, the longest due first, at most `limit` sends.

        `capacity`: how many more sends each route would start; `heavy`: of these, the routes that
        have enough of large messages in hand, and are given small ones alone. Deliveries that may
        not leave (opted out meanwhile, too old, poison) are moved on instead of being returned.
        """
        await self._follow_clock()

        def job(connection: sqlite3.Connection) -> Taken:
            # read under the list's lock: no opt-out commits after it
            at, steady_s = self._clock(), self._monotonic()
            is_set = clock_jumps.is_jump(at.timestamp() - steady_s - self._ahead_s)
            if is_set or not self._may_claim():
                return Written((), elsewhere=False)
            wanted = Wanted(
                capacity=capacity,
                limit=limit,
                lease_s=lease_s,
                at=at,
                steady_s=steady_s,
                matching=self._matching,
                lost=self._lost,
                heavy=frozenset(heavy),
            )
            return claim(connection, wanted)

        return await self._in_turn(job)

    async def _follow_clock(self) -> None:
        """Where somebody set the clock, move what waits along, once and by itself."""
        at = self._clock()
        ahead_s = at.timestamp() - self._monotonic()
        by_s = ahead_s - self._ahead_s
        if clock_jumps.is_jump(by_s):
            if not self._may_claim():
                return
            await self._write(
                lambda connection: clock_jumps.keep_waiting(connection, at=at, by_s=by_s)
            )
            logger().warning("clock-set", by_s=round(by_s))
        self._ahead_s = ahead_s

    async def settle(
        self, settlements: Sequence[Settlement], reports: Sequence[NewMessage] = ()
    ) -> Settled:
        """Record how attempts ended, in one commit; what is no longer the caller's is ignored.

        `reports` are the DSNs about what failed here. Without them a failure whose sender must
        be told owes a report, see `reports_owed`.
        """
        try:
            return await self._write(
                lambda connection: settlement.settle(
                    connection, settlements, reports, pepper=self._pepper, at=self._clock()
                )
            )
        except NOT_AS_WRITTEN as error:
            message = f"damaged: {type(error).__name__}"
            raise StoreUnavailable(message) from error

    async def take_receipt(self, receipt: Receipt) -> None:
        """Note what the provider of a text reports of it; states go forward only."""
        await self._write(lambda connection: receipts.take(connection, receipt, at=self._clock()))

    async def release_leases(self) -> tuple[Ended, ...]:
        """End every lease, at start-up: emails go back to the queue, texts become `unknown`.

        So does an email that was being passed on: it was not kept. What waits goes by the clock as
        it stands now.
        """

        def job(connection: sqlite3.Connection) -> tuple[Ended, ...]:
            at = self._clock()
            by_s = clock_jumps.set_back_meanwhile(connection, at)
            clock_jumps.keep_waiting(connection, at=at, by_s=by_s)
            passing.release(connection, at=at, besides=self._passing)
            return lease.release(connection, at=at, lost=self._lost)

        return await self._past_damage(lambda: self._write(job))

    async def expire(self, *, limit: int = 500) -> tuple[Ended, ...]:
        """End what waited or was held beyond its time, at most `limit` deliveries a call."""
        return await self._past_damage(
            lambda: self._write(
                lambda connection: review.expire(
                    connection, at=self._clock(), limit=limit, lost=self._lost
                )
            )
        )

    async def divert(self, route: str, then: str, *, limit: int = 500) -> int:
        """Hand texts that wait for a route over to another one; how many, at most `limit`."""
        return await self._write(
            lambda connection: diverting.divert(
                connection, route, then, at=self._clock(), limit=limit
            )
        )

    async def route_again(
        self,
        route: str,
        choose: rerouting.Choose,
        *,
        after: rerouting.Place,
        until: int,
        limit: int = 500,
    ) -> rerouting.Rerouted:
        """Move what waits for a route to those that are chosen, at most `limit` at once."""

        def job(connection: sqlite3.Connection) -> rerouting.Rerouted:
            return rerouting.route_again(
                connection, route, choose, after=after, until=until, at=self._clock(), limit=limit,
                lost=self._lost,
            )  # fmt: skip

        return await self._past_damage(lambda: self._write(job))

    async def call(self, route: str, delivery_ids: Sequence[int], *, count: int) -> Called:
        """Make the first `count` of those due that still wait for their turn on a route."""
        return await self._write(
            lambda connection: calling.call(
                connection, route, delivery_ids, count=count, at=self._clock()
            )
        )

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

    async def looked_for_delays(
        self, until: delays.Place, reports: Sequence[NewMessage], *, about: Collection[int]
    ) -> None:
        """Store DSNs about deliveries that wait, and that nothing up to there comes up again."""
        await self._write(
            lambda connection: delays.looked(
                connection, until, reports, about, pepper=self._pepper, at=self._clock()
            )
        )

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

    async def _move(
        self, deed: Deed, ids: Collection[str], by: str, because: str
    ) -> frozenset[str]:
        order = review.Order(by=by, because=because, at=self._clock())
        return await self._write(lambda connection: review.move(connection, deed, ids, order))
