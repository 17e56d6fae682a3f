"""RingCentral's lists of messages, read slice by slice, each of them page by page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from gateway.errors import TemporaryFailure
from gateway.providers.provider import Order
from gateway.providers.ringcentral import api_of, object_in, reply_of, words
from gateway.providers.said import inner, whole

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

    from gateway.config.models import Route
    from gateway.providers.asking import Asking
    from gateway.providers.ringcentral_pace import Pace

MOST_BYTES: Final = 4 << 20
"""What a page of messages may take: each is a kilobyte or two."""

_A_PAGE: Final = 250
_MOST_PAGES: Final = 20  # of a slice: they are held at once
_SHORTEST: Final = timedelta(seconds=2)  # times are asked for by the second
_LONGEST: Final = timedelta(hours=72)
_TOO_MANY: Final = 429  # RFC 6585 4
_ONE_BY_ONE: Final = "/restapi/v1.0/account/~/extension/~/message-store?messageType=SMS"
_HIGH_VOLUME: Final = "/restapi/v1.0/account/~/a2p-sms/messages?view=Detailed"


@dataclass(slots=True, kw_only=True)
class Reading:
    """How far a list has been read, between two times."""

    direction: str
    since: datetime  # what is older has been read
    until: datetime

    @property
    def is_over(self) -> bool:
        """Whether all of it has been read."""
        return self.since >= self.until


@dataclass(slots=True)
class _Step:
    """How long a time is read as one slice."""

    length: timedelta = _LONGEST
    may_grow: bool = True

    def shorten(self, tried: timedelta) -> None:
        """Read less at once: so long was too long."""
        self.length, self.may_grow = max(_SHORTEST, tried / 2), False

    def lengthen(self, pages: int) -> None:
        """Read more at once where it was little, and not half of what was too much just before."""
        if self.may_grow and pages <= _MOST_PAGES // 4:
            self.length = min(2 * self.length, _LONGEST)
        self.may_grow = True


class MessageLists:
    """The lists of one route's account."""

    def __init__(self, route: Route, asker: Asking, pace: Pace) -> None:
        """Ask nothing yet, and later no more than `pace` allows."""
        self._asker = asker
        self._pace = pace
        self._first = api_of(route) + (_HIGH_VOLUME if route.high_volume else _ONE_BY_ONE)
        self._steps = {"Inbound": _Step(), "Outbound": _Step()}

    async def slices(self, reading: Reading) -> AsyncIterator[Sequence[Mapping[str, Any]]]:
        """Yield what is left of a reading, the oldest first, until it is over or a minute is spent.

        Once the next slice is asked for, `reading` goes on behind the one before. What came after
        `until` may be in the last. Of a time of more texts than are read at once the first half is
        read first; how short that was the next reading knows.

        Raises:
            TemporaryFailure: they cannot be read.
            UnknownOutcome: nothing was answered.
        """
        step = self._steps[reading.direction]
        while not reading.is_over and (left := self._pace.left(reading.direction)):
            last = min(reading.since + step.length, reading.until)
            tried = last - reading.since
            try:
                found, is_all = await self._between(reading, last, min(left, _MOST_PAGES))
            except TemporaryFailure:
                if self._pace.rests_s:  # or it would break off at the same page again
                    step.shorten(tried)
                raise
            if is_all:
                yield found
                reading.since = last
            elif tried > _SHORTEST:
                step.shorten(tried)
            elif left >= _MOST_PAGES:
                yield found
                reading.since = last  # or nothing behind it would ever be read
                raise TemporaryFailure("it has more texts of a second than can be read")
            else:
                return

    async def _between(
        self, reading: Reading, last: datetime, most: int
    ) -> tuple[list[Mapping[str, Any]], bool]:
        """Return the texts up to then, the oldest first, and whether these are all there are."""
        first = f"{self._first}&direction={reading.direction}&dateFrom={_written(reading.since)}"
        if last < reading.until:  # the second it is in, too
            first += f"&dateTo={_written(last + timedelta(seconds=1))}"
        first += f"&perPage={_A_PAGE}"
        found: list[Mapping[str, Any]] = []
        more = ""
        for number in range(1, most + 1):
            said = await self._page(first + more)
            found += [each for each in said["records"] if isinstance(each, dict)]
            paging = inner(said, "paging")
            is_divisible = last - reading.since > _SHORTEST or most < _MOST_PAGES
            if is_divisible and whole(paging, "totalPages") > most:
                break
            more = _next(paging, number)
            if not more:
                self._steps[reading.direction].lengthen(number)
                return found[::-1], True
        return found[::-1], False

    async def _page(self, url: str) -> Mapping[str, Any]:
        """Return a page, which has a list of records."""
        self._pace.asked()
        answer = await self._asker.ask(Order(method="GET", url=url))
        if answer.status == _TOO_MANY:
            self._pace.refused(answer.retry_after_s)
        said = object_in(answer.body)
        if answer.status != 200 or not isinstance(said.get("records"), list):  # noqa: PLR2004 - RFC 9110 15.3.1
            why = "its list of messages cannot be read" if answer.is_whole else "it was cut off"
            raise TemporaryFailure(f"{reply_of(answer)}: {why}")
        return said


def _written(at: datetime) -> str:
    return quote(at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


def _next(paging: Mapping[str, Any], number: int) -> str:
    """Return what asks for the page after this; "" after the last."""
    if token := words(paging.get("nextPageToken")):
        return f"&pageToken={quote(token, safe='')}"
    pages = paging.get("totalPages")
    return f"&page={number + 1}" if isinstance(pages, int) and number < pages else ""
