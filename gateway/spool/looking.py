"""The verbs that look at the spool and change nothing.

**Failures:** every verb raises `StoreUnavailable` when the file cannot be read.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from gateway.errors import StoreUnavailable
from gateway.spool import answered, delays, views, waiting
from gateway.spool.attempts import attempt_of
from gateway.spool.day_counts import day_counts
from gateway.spool.events import events
from gateway.spool.lately import glance, near, read_before, read_lately
from gateway.spool.measuring import Measured, measure
from gateway.spool.model import Kept
from gateway.spool.observation import observation
from gateway.spool.quarantine import NOT_AS_WRITTEN
from gateway.spool.receipts import addressee
from gateway.spool.remembered import READ, Remembered, remembered
from gateway.spool.rerouting import WaitedFor
from gateway.spool.rows import known, load_plan, moment, number, numbers, read_deliveries
from gateway.spool.search import search
from gateway.spool.sent import again_at, parameters
from gateway.spool.spoolfile import SpoolFile
from gateway.spool.transition import ended

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date, datetime, timedelta

    from filters.sms.limits import Limits
    from gateway.spool.attempts import Attempt, Known
    from gateway.spool.day_counts import DayCounts
    from gateway.spool.ending import Ended
    from gateway.spool.events import EventPage
    from gateway.spool.lately import Lately
    from gateway.spool.model import MessageView, SpoolQuery, State, Stored, TraceLine
    from gateway.spool.observation import Observation
    from gateway.spool.receipts import Receipt
    from gateway.spool.search import Found, Wanted
    from gateway.spool.waiting import Standing, StateDepth, WaitingPage, WaitingQuery
    from gateway.submission import Retried
    from suppression.keys import RecipientKey


class LookingVerbs(SpoolFile):
    """What is in the spool, what became of it, what is due and what is owed."""

    async def replay(self, submitter: str, retried: Retried) -> Stored | None:
        """Return what the same request was answered before; none when it is new.

        Raises:
            IdempotencyConflict: the key was used for another request.
        """
        return self._database.read_by(
            lambda connection: answered.replay(connection, submitter, retried, self._pepper)
        )

    async def reports_owed(self, *, limit: int = 100) -> tuple[Ended, ...]:
        """Return failures whose sender has not been told yet, oldest first."""
        condition = "WHERE d.owes_report = 1 ORDER BY d.id LIMIT ?"
        found = self._database.read_by(lambda each: read_deliveries(each, condition, (limit,)))
        return tuple(ended(row, at=moment(row.updated_at), owes_report=True) for row in found)

    async def look_for_delays(self, accepted_until: datetime) -> delays.Look | None:
        """Return what waits since then and was not looked at; none where there is nothing new."""
        return await asyncio.to_thread(
            self._database.snapshot, lambda connection: delays.look(connection, accepted_until)
        )

    async def next_due(self, routes: Collection[str] | None = None) -> datetime | None:
        """Return when the next delivery is due, on these routes or any; none when nothing waits."""
        rows = self._database.read(views.NEXT_DUE)
        times = [row["next_at"] for row in rows if routes is None or row["route"] in routes]
        return moment(min(times)) if times else None

    async def waited_for(self) -> WaitedFor:
        """Return the routes that something waits for, and which delivery was stored last."""
        ((last_id,),) = self._database.read("SELECT coalesce(max(id), 0) FROM deliveries")
        routes = tuple(row["route"] for row in self._database.read(views.NEXT_DUE))
        return WaitedFor(routes=routes, last_id=last_id)

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

    async def messages_to(self, key: RecipientKey, *, limit: int) -> tuple[MessageView, ...]:
        """Return a person's latest messages, newest first, each with their deliveries alone."""
        theirs = await self._database.scan(
            "SELECT * FROM deliveries WHERE person = ? ORDER BY id DESC LIMIT ?",
            (self._pepper.person(key), limit),
        )
        found = await self._database.scan(
            "SELECT * FROM messages WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id DESC",
            (numbers(row["message"] for row in theirs),),
        )
        return await asyncio.to_thread(views.messages_of, found, theirs)

    async def content(self, queue_id: str) -> bytes | None:
        """Return the bytes as submitted; none once they are retired, or when it was refused."""
        rows = await self._database.scan(
            "SELECT raw FROM contents WHERE message = ?", (number(queue_id),)
        )
        return bytes(rows[0]["raw"]) if rows else None

    async def kept(self, queue_id: str) -> Kept | None:
        """Return the content of a message with its plan; none once retired, or when refused.

        What is damaged is not kept any more.
        """
        rows = await self._database.scan(views.CONTENTS, (numbers(known([queue_id])),))
        if not rows:
            return None
        try:
            return Kept(raw=bytes(rows[0]["raw"]), plan=load_plan(rows[0]["plan"]))
        except (ValueError, TypeError, KeyError):
            return None

    async def search(self, wanted: Wanted) -> Found:
        """Return a page of the messages that are wanted, newest first, within a bounded look."""
        return await asyncio.to_thread(
            self._database.snapshot, lambda each: search(each, wanted, self._pepper)
        )

    async def events(self, submitter: str, *, after: int, limit: int) -> EventPage:
        """Return what happened to a submitter's messages after an event."""
        return await asyncio.to_thread(
            self._database.snapshot, lambda each: events(each, submitter, after, limit)
        )

    async def texts(self, ids: Collection[str]) -> Mapping[str, str]:
        """Return texts as they leave, by queue id; none of those whose content is gone."""
        rows = await self._database.scan(views.CONTENTS, (numbers(known(ids)),))
        return views.leaving_texts(rows)

    async def observation(self, since: datetime) -> Observation:
        """Return what enforcing would have done to what came since then and was observed."""
        return self._database.read_by(lambda connection: observation(connection, since))

    async def measured(self, now_s: float) -> Measured:
        """Return how much waits and since when, read on a thread of its own."""
        return await asyncio.to_thread(
            self._database.snapshot, lambda connection: measure(connection, now_s)
        )

    async def day_counts(self, since: date) -> DayCounts:
        """Return what was decided from a day on, day by day, and why."""
        return self._database.read_by(lambda connection: day_counts(connection, since))

    def begin_standing(self) -> asyncio.Future[Standing]:
        """Begin to count what waits, in a thread of its own."""
        loop = asyncio.get_running_loop()
        return loop.run_in_executor(None, self._database.snapshot, waiting.standing)

    async def standing(self) -> Standing:
        """Return how much waits, by state and by route; what is of unknown outcome too."""
        return await self.begin_standing()

    async def held(self) -> StateDepth | None:
        """Return how much waits for a person to decide; none where nothing does."""
        return await asyncio.to_thread(self._database.snapshot, waiting.held)

    async def waiting(self, query: WaitingQuery) -> WaitingPage:
        """Return a page of messages that wait, those that are given up first ahead."""
        return await asyncio.to_thread(
            self._database.snapshot, lambda connection: waiting.page(connection, query)
        )

    async def waiting_ids(self, query: WaitingQuery) -> tuple[str, ...]:
        """Return the queue ids of messages that wait."""
        return await asyncio.to_thread(
            self._database.snapshot, lambda connection: waiting.ids(connection, query)
        )

    async def still(self, ids: Collection[str], states: Collection[State]) -> tuple[str, ...]:
        """Return which of these messages have a recipient in one of these states."""
        return await asyncio.to_thread(
            self._database.snapshot, lambda connection: waiting.still(connection, ids, states)
        )

    async def trace(
        self, *, queue_id: str = "", key: RecipientKey | None = None, limit: int = views.ALL
    ) -> tuple[TraceLine, ...]:
        """Return everything that happened to a message or to a person's, in order.

        `limit`: of the lines about a message, the first.
        """
        if key is None:
            rows = await self._database.scan(views.TRACE_OF_MESSAGE, (queue_id, limit))
            return tuple(views.trace_lines(rows))
        person = self._pepper.person(key)
        found = await self._database.scan(
            "SELECT message FROM deliveries WHERE person = ?", (person,)
        )
        names = views.names(row["message"] for row in found)
        rows = await self._database.scan(views.TRACE_OF_PERSON, (names, person))
        return tuple(views.trace_lines(rows))

    async def lately(  # noqa: PLR0913 - what texts are counted by
        self,
        key: RecipientKey,
        *,
        identity: str,
        purpose: str,
        submitter: str,
        region: str,
        at: datetime,
        leaves_at: datetime,
        within: timedelta,
    ) -> Lately:
        """Return what went before a text.

        The last texts of the identity count that were accepted or left so shortly ago as `within`
        says, or are to leave so shortly before or after this one.
        """
        asked = parameters(self._pepper, key, submitter=submitter, region=region, at=at)
        asked |= {"identity": identity, "purpose": purpose}
        asked |= near(at, leaves_at, within)
        found = self._database.read_by(lambda connection: glance(connection, asked))
        if found is None:
            return self._database.read_at_once(lambda connection: read_lately(connection, asked))
        return found

    async def before(self, key: RecipientKey, *, identity: str, purpose: str) -> Lately:
        """Return what went before a text that waits; it was counted when it was accepted."""
        person = self._pepper.person(key)
        asked = {"person": person, "identity": identity, "purpose": purpose}
        return self._database.read_by(lambda connection: read_before(connection, asked))

    async def again_at(  # noqa: PLR0913 - what texts are counted by
        self,
        key: RecipientKey,
        *,
        submitter: str,
        region: str,
        at: datetime,
        limits: Limits,
        is_reply: bool,
    ) -> datetime:
        """Return when the limits let such a text pass again; a time that is over means now."""
        named = parameters(self._pepper, key, submitter=submitter, region=region, at=at)
        found = self._database.read_by(
            lambda connection: again_at(connection, named, limits, is_reply=is_reply)
        )
        return moment(found)

    async def attempt_of(self, known: Known) -> Attempt | None:
        """Return the attempt that a provider speaks of, which names no queue id of ours."""
        return self._database.read_by(
            lambda connection: attempt_of(connection, known, pepper=self._pepper)
        )

    async def addressee(self, receipt: Receipt) -> str:
        """Return the number of whom a report is about; "" of one that was taken before."""
        return self._database.read_by(lambda connection: addressee(connection, receipt))

    async def remembered(self, delivery_id: int) -> Remembered:
        """Return what was known of a text when it was accepted.

        Raises:
            StoreUnavailable: it cannot be read any more.
        """
        rows = self._database.read(READ, (delivery_id,))
        try:
            return remembered(rows)
        except NOT_AS_WRITTEN as error:
            message = f"damaged: delivery {delivery_id}"
            raise StoreUnavailable(message) from error
