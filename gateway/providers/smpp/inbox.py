"""Does what comes in over one SMPP link: texts of people are taken, reports about ours are noted.

What is answered ESME_ROK is durable. Whatever cannot be written just now is answered
ESME_RX_T_APPN, and the SMSC says it again.

**Failures:** none raised: a list or spool that cannot be written is such an answer.
"""

from __future__ import annotations

import asyncio
import secrets
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Protocol

from gateway.errors import GatewayError, StoreUnavailable
from gateway.log import logger
from gateway.providers.guard import guarded
from gateway.providers.hook import ReceivedText
from gateway.providers.numbers import number_of
from gateway.providers.smpp import statuses
from gateway.providers.smpp.alphabets import joined
from gateway.providers.smpp.put_off import PutOff
from gateway.spool.hearing import Whole
from gateway.spool.parts import PartReport
from gateway.spool.receipts import Report
from suppression.entry import Reason

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Coroutine, Iterator
    from datetime import datetime

    from gateway.config.models import Route
    from gateway.providers.proofs import Proofs
    from gateway.providers.smpp.delivered import Notice, Part
    from gateway.providers.smpp.flights import Flights
    from gateway.spool.hearing import Heard, Kept
    from gateway.spool.parts import PartOf

_PATIENCE: Final = timedelta(minutes=5)  # with a part that does not come
_LOOK_EVERY_S: Final = 30.0


class PartSpool(Protocol):
    """The spool, as far as an SMSC tells of it; every verb may raise `StoreUnavailable`."""

    async def find_part(self, told: PartReport) -> PartOf | None:
        """Return what a report is about."""
        ...

    async def take_part_report(self, told: PartReport) -> PartOf | None:
        """Note a report; states go forward only."""
        ...

    async def keep_heard(self, whole: Whole, part: int, words: str, *, at: datetime) -> Kept:
        """Keep a part of a text to us, or say what has to be heard before it."""
        ...

    async def forget_heard(self, whole: Whole, numbers: Collection[int]) -> None:
        """Forget parts that were taken, or that will be said again."""
        ...

    async def overdue(self, route: str, *, before: datetime) -> list[Heard]:
        """Return what is there of texts whose first part to come came before then."""
        ...

    async def left_over(self, routes: Collection[str]) -> list[Heard]:
        """Return what is there of texts that came over any other route than these."""
        ...

    async def heard_at(
        self, route: str, said: tuple[str, str, str], *, over: str, at: datetime, again: bool
    ) -> datetime:
        """Return when a text came first, by the connections that brought it."""
        ...


class Inbox:
    """Hears what the SMSC of one route delivers."""

    def __init__(  # noqa: PLR0913 - everything it works with
        self,
        route: Route,
        *,
        region: str,
        flights: Flights,
        take: Callable[[str, ReceivedText], Awaitable[None]],
        spool: PartSpool,
        proofs: Proofs,
        clock: Callable[[], datetime],
        look_every_s: float = _LOOK_EVERY_S,
    ) -> None:
        """Hand on to these; `region` is where numbers without a country are from."""
        self._route = route
        self._region = region
        self._flights = flights
        self._take = take
        self._look_every_s = look_every_s
        self._spool = spool
        self._proofs = proofs
        self._clock = clock
        self._connection = ""
        self._put_off = PutOff()

    def bound(self) -> None:
        """Begin to hear over another connection."""
        self._connection = secrets.token_hex(8)

    async def hear(self, part: Part) -> int:
        """Take a text of a person, or a part of one: durable when this returns 0."""
        now = self._clock()
        since = self._put_off.since(part, now)
        at = since or now
        status = await self._answered(self._heard(part, at=at, again=since is not None))
        if status == statuses.OK:
            self._put_off.forget(part)
        else:
            self._put_off.note(part, at)
        return status

    def put_off(self, part: Part) -> None:
        """Note that a part came for which there was no room: the SMSC says it again."""
        now = self._clock()
        self._put_off.note(part, self._put_off.since(part, now) or now)

    async def note(self, notice: Notice) -> int:
        """Note a report: durable when this returns 0."""
        return await self._answered(self._noted(notice))

    async def keep_house(self) -> None:
        """Take what is there of texts whose parts do not all come: it may be a stop."""
        while True:
            await asyncio.sleep(self._look_every_s)
            await self._answered(self.take_overdue())

    async def keep_late(self) -> None:
        """Write down what the SMSC took after all: its reports know it by that id alone."""
        while True:
            part = await self._flights.late.get()
            if await self._answered(self._taken_late(part)) != statuses.OK:
                self._flights.late.put_nowait(part)
                await asyncio.sleep(self._look_every_s)

    async def _taken_late(self, part: PartOf) -> None:
        told = PartReport(
            route=self._route.name, provider_id=part.provider_id, people=(part.person,),
            report=Report.UNDER_WAY, said="ESME_ROK, after we waited for it", about=part,
        )  # fmt: skip
        await self._spool.take_part_report(told)

    async def take_overdue(self) -> None:
        """Take what waited long enough for its other parts; what cannot be taken goes on waiting.

        Raises:
            StoreUnavailable: the spool cannot be read.
        """
        before = self._clock() - _PATIENCE
        for heard in await self._spool.overdue(self._route.name, before=before):
            await self._answered(self._taken_whole(heard))

    async def _taken_whole(self, heard: Heard, *, again: bool = False) -> None:
        """Take what is there of a text: it was said when the first part of it came.

        Where the SMSC only repeats parts of one that was taken, it was said when that was.
        """
        whole = heard.whole
        dates = [
            await self._first_heard(said, at=heard.at, again=again) for said in _parts_of(heard)
        ]
        await self._taken(whole.sender, whole.to, joined(heard.parts), at=max(dates), again=again)
        await self._spool.forget_heard(whole, heard.numbers)

    async def _answered(self, work: Coroutine[None, None, None]) -> int:
        """Return the status of what was done, or could not be."""
        try:
            with guarded():
                await work
        except GatewayError as error:
            logger().error("smpp-not-taken", route=self._route.name, error=str(error))
            return statuses.TRY_AGAIN
        return statuses.OK

    async def _heard(self, part: Part, *, at: datetime, again: bool) -> None:
        if part.total == 1:
            await self._taken(part.sender, part.to, joined((part.words,)), at=at, again=again)
            return
        whole = Whole(
            route=self._route.name, sender=part.sender, to=part.to,
            reference=part.reference, total=part.total,
        )  # fmt: skip
        kept = await self._spool.keep_heard(whole, part.number, part.words, at=at)
        while kept.before is not None:
            await self._taken_whole(kept.before)
            kept = await self._spool.keep_heard(whole, part.number, part.words, at=at)
        if kept.complete is None:
            return
        try:
            await self._taken_whole(kept.complete, again=again)
        except StoreUnavailable:
            with suppress(StoreUnavailable):
                await self._spool.forget_heard(whole, (part.number,))
            raise

    async def _taken(
        self, sender: str, to: str, words: str, *, at: datetime, again: bool = False
    ) -> None:
        at = await self._first_heard((sender, to, words), at=at, again=again)
        received = ReceivedText(sender=sender, to=to, words=words, reference="", received_at=at)
        await self._take(self._route.name, received)

    async def _first_heard(
        self, said: tuple[str, str, str], *, at: datetime, again: bool
    ) -> datetime:
        """Return when a text, or a part of one, came first: one that is repeated is as old."""
        with suppress(StoreUnavailable):  # a full spool stops no opt-out
            return await self._spool.heard_at(
                self._route.name, said, over=self._connection, at=at, again=again
            )
        return at

    async def _noted(self, notice: Notice) -> None:
        people = tuple(
            each
            for each in (number_of(written, self._region) for written in notice.addresses)
            if each is not None
        )
        about = self._flights.of(notice.provider_id, people)
        if about is None:  # it may have been faster than the answer to the text
            await self._flights.landed(people)
            about = self._flights.of(notice.provider_id, people)
        told = PartReport(
            route=self._route.name,
            provider_id=notice.provider_id,
            people=people,
            report=notice.report,
            said=notice.said,
            begins=notice.begins,
            about=about,
        )
        if notice.report is Report.FAILED and self._means_opted_out(notice.error):
            await self._prove(told)
        if await self._spool.take_part_report(told) is None:
            logger().warning("report-of-no-text", route=self._route.name)

    def _means_opted_out(self, error: str) -> bool:
        return error.casefold() in map(str.casefold, self._route.opted_out_errors)

    async def _prove(self, told: PartReport) -> None:
        """Put whoever opted out at the SMSC on the list; a report that came before is no news."""
        part = await self._spool.find_part(told)
        if part is not None and not part.is_over:
            await self._proofs.record(
                part.person, Reason.UNSUBSCRIBE,
                route=told.route, said=told.said, message=part.queue_id,
            )  # fmt: skip


def _parts_of(heard: Heard) -> Iterator[tuple[str, str, str]]:
    """Yield each part as what was said in it, in its place among the others."""
    whole = heard.whole
    for number, words in zip(heard.numbers, heard.parts, strict=True):
        place = f"{whole.reference} {number}/{whole.total}"
        yield whole.sender, whole.to, f"{place}\0{words}"
