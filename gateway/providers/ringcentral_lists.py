"""RingCentral's lists of messages, page by page."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from gateway.errors import TemporaryFailure
from gateway.providers.provider import Order
from gateway.providers.ringcentral import api_of, object_in, reply_of, words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from gateway.config.models import Route
    from gateway.providers.asking import Asking

MOST_BYTES: Final = 4 << 20
"""What a page of messages may take: each is a kilobyte or two."""

_A_PAGE: Final = 250
_MOST_PAGES: Final = 20  # a minute allows 40 requests
_ONE_BY_ONE: Final = "/restapi/v1.0/account/~/extension/~/message-store?messageType=SMS"
_HIGH_VOLUME: Final = "/restapi/v1.0/account/~/a2p-sms/messages?view=Detailed"


async def messages_since(
    route: Route, asker: Asking, since: datetime
) -> tuple[Mapping[str, Any], ...]:
    """Return the texts of a route's account since then, the newest first.

    Raises:
        TemporaryFailure: they cannot be read, or not all of them.
        UnknownOutcome: nothing was answered.
    """
    path = _HIGH_VOLUME if route.high_volume else _ONE_BY_ONE
    began = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    first = f"{api_of(route)}{path}&dateFrom={quote(began)}&perPage={_A_PAGE}"
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
        paging = said.get("paging")
        more = _next(paging if isinstance(paging, dict) else {}, number)
        if not more:
            break
    return tuple(found)


def _next(paging: Mapping[str, Any], number: int) -> str:
    """Return what asks for the page after this; "" after the last."""
    if token := words(paging.get("nextPageToken")):
        return f"&pageToken={quote(token, safe='')}"
    pages = paging.get("totalPages")
    return f"&page={number + 1}" if isinstance(pages, int) and number < pages else ""
