"""RingCentral's lists of messages, page by page."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from gateway.errors import TemporaryFailure
from gateway.providers.provider import Order
from gateway.providers.ringcentral import api_of, object_in, reply_of, words
from gateway.providers.said import inner, whole

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from datetime import datetime

    from gateway.config.models import Route
    from gateway.providers.asking import Asking

MOST_BYTES: Final = 4 << 20
"""What a page of messages may take: each is a kilobyte or two."""

_A_PAGE: Final = 250
_MOST_PAGES: Final = 20  # a minute allows 40 requests
_SHORTEST: Final = timedelta(seconds=2)  # times are asked for by the second
_ONE_BY_ONE: Final = "/restapi/v1.0/account/~/extension/~/message-store?messageType=SMS"
_HIGH_VOLUME: Final = "/restapi/v1.0/account/~/a2p-sms/messages?view=Detailed"


async def messages_since(
    route: Route, asker: Asking, direction: str, since: datetime, until: datetime
) -> AsyncIterator[Mapping[str, Any]]:
    """Yield the texts of a route's account in this direction since then, the oldest first.

    What came after `until` may be among them. Of a time of more texts than are read at once the
    first half is read first: all are read, and none is held longer than that.

    Raises:
        TemporaryFailure: they cannot be read, or not all of them.
        UnknownOutcome: nothing was answered.
    """
    last = until
    while True:
        found = await _between(route, asker, direction, since, last if last < until else None)
        if found is None:
            if last - since <= _SHORTEST:
                raise TemporaryFailure("it has more texts of a second than can be read")
            last = since + (last - since) / 2
            continue
        for each in reversed(found):
            yield each
        if last >= until:
            return
        since, last = last, until


async def _between(
    route: Route, asker: Asking, direction: str, since: datetime, until: datetime | None
) -> list[Mapping[str, Any]] | None:
    """Return the texts of a time, the newest first; none where there are too many to be read."""
    path = _HIGH_VOLUME if route.high_volume else _ONE_BY_ONE
    first = f"{api_of(route)}{path}&direction={direction}&dateFrom={_written(since)}"
    if until is not None:  # the second it is in, too
        first += f"&dateTo={_written(until + timedelta(seconds=1))}"
    first += f"&perPage={_A_PAGE}"
    found: list[Mapping[str, Any]] = []
    more = ""
    for number in range(1, _MOST_PAGES + 1):
        answer = await asker.ask(Order(method="GET", url=first + more))
        said = object_in(answer.body)
        records = said.get("records")
        if answer.status != 200 or not isinstance(records, list):  # noqa: PLR2004 - RFC 9110 15.3.1
            why = "its list of messages cannot be read" if answer.is_whole else "it was cut off"
            raise TemporaryFailure(f"{reply_of(answer)}: {why}")
        found += [each for each in records if isinstance(each, dict)]
        paging = inner(said, "paging")
        if whole(paging, "totalPages") > _MOST_PAGES:
            return None
        more = _next(paging, number)
        if not more:
            return found
    return None


def _written(at: datetime) -> str:
    return quote(at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


def _next(paging: Mapping[str, Any], number: int) -> str:
    """Return what asks for the page after this; "" after the last."""
    if token := words(paging.get("nextPageToken")):
        return f"&pageToken={quote(token, safe='')}"
    pages = paging.get("totalPages")
    return f"&page={number + 1}" if isinstance(pages, int) and number < pages else ""
