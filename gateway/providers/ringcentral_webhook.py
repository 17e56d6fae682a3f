"""The one webhook by which RingCentral tells of a route: made, renewed, made anew.

A webhook ends: by its date, after an outage of ours (RingCentral suspends it for good), with a new
token.

**Failures:** what cannot be asked or is not answered well raises `DeliveryFailure`.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from gateway.delivery.smtp_reply import clean
from gateway.errors import TemporaryFailure
from gateway.log import logger
from gateway.providers.provider import Order
from gateway.providers.ringcentral import api_of, object_in, reply_of, words
from gateway.providers.ringcentral_events import moment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from gateway.config.models import Route
    from gateway.providers.asking import Asking
    from gateway.providers.ringcentral_events import RingCentralListener

_LASTS_S: Final = 7 * 24 * 3600
_RENEWED: Final = timedelta(seconds=_LASTS_S / 2)
_EVERY: Final = timedelta(minutes=10)
_FILTERS: Final[Mapping[bool, tuple[str, ...]]] = {
    False: (
        "/restapi/v1.0/account/~/extension/~/message-store/instant?type=SMS",
        "/restapi/v1.0/account/~/extension/~/message-store?type=SMS&direction=Outbound",
        "/restapi/v2/accounts/~/sms/consents",
    ),
    True: (
        "/restapi/v1.0/account/~/a2p-sms/messages?direction=Inbound",
        "/restapi/v1.0/account/~/a2p-sms/messages?direction=Outbound",
        "/restapi/v1.0/account/~/a2p-sms/opt-outs",
    ),
}
_SOMEBODY: Final = re.compile(r"(/accounts?/|/extension/)[0-9]+")
_SUBSCRIPTIONS: Final = "/restapi/v1.0/subscription"


class RingCentralWebhook:
    """The webhook of one route."""

    def __init__(
        self,
        route: Route,
        asker: Asking,
        *,
        listener: Callable[[], RingCentralListener | None],
        address: str,
        clock: Callable[[], datetime],
    ) -> None:
        """Ask nothing yet. `address`: where events are to come; "" where none can.

        Raises:
            ConfigError: the secrets of the route cannot be used.
        """
        self._route = route
        self._asker = asker
        self._api = api_of(route)
        self._listener = listener
        self._place = address if listener() else ""
        self._clock = clock
        self._seen_to = datetime.min.replace(tzinfo=UTC)

    @property
    def is_wanted(self) -> bool:
        """Whether events can come at all."""
        return bool(self._place)

    async def keep(self) -> None:
        """Have one webhook, with our token, that lasts; make it before others are ended.

        Raises:
            DeliveryFailure: there is none, or not for all.
        """
        now, listener = self._clock(), self._listener()
        is_new = timedelta(0) <= now - self._seen_to < _EVERY  # a clock may be set back
        if not self._place or not listener or is_new:
            return
        address = f"{self._place}?mark={listener.mark}"
        found = await self._asked("GET", _SUBSCRIPTIONS)
        records = found.get("records")
        if not isinstance(records, list):  # or another webhook would be made, again and again
            raise TemporaryFailure("RingCentral does not say which webhooks there are")
        ours = list(self._ours(records))
        kept = next((each for each in ours if self._is_good(each, address)), None)
        filters = list(_FILTERS[self._route.high_volume])
        if kept is None:
            kept = await self._asked(
                "POST", _SUBSCRIPTIONS, eventFilters=filters, expiresIn=_LASTS_S,
                deliveryMode={
                    "transportType": "WebHook",
                    "address": address,
                    "verificationToken": listener.token,
                },
            )  # fmt: skip
            if not words(kept.get("id")):
                raise TemporaryFailure("RingCentral made a webhook and does not say which")
            logger().info("provider-subscribed", route=self._route.name)
        elif self._ends_soon(kept) or _filters_of(kept) != set(filters):
            terms = {"eventFilters": filters, "expiresIn": _LASTS_S}
            renewed = await self._asked("PUT", _path(kept), **terms)
            kept = {**kept, "disabledFilters": renewed.get("disabledFilters")}
        for each in ours:
            if words(each.get("id")) != words(kept.get("id")):
                await self._asked("DELETE", _path(each))
        if disabled := kept.get("disabledFilters"):
            raise TemporaryFailure(clean(f"RingCentral does not tell all: {json.dumps(disabled)}"))
        self._seen_to = now

    def _ours(self, records: Iterable[Any]) -> Iterator[Mapping[str, Any]]:
        """Yield the subscriptions of this route, whatever became of them."""
        for each in records:
            mode = each.get("deliveryMode") if isinstance(each, dict) else None
            address = words(mode.get("address")) if isinstance(mode, dict) else ""
            if address.partition("?")[0] == self._place:
                yield each

    def _is_good(self, subscription: Mapping[str, Any], address: str) -> bool:
        ends = moment(subscription.get("expirationTime"))
        return (
            subscription.get("status") == "Active"
            and subscription["deliveryMode"].get("address") == address
            and ends is not None
            and ends > self._clock()
        )

    def _ends_soon(self, subscription: Mapping[str, Any]) -> bool:
        ends = moment(subscription.get("expirationTime"))
        return ends is None or ends < self._clock() + _RENEWED

    async def _asked(self, method: str, path: str, **body: object) -> Mapping[str, Any]:
        """Return what was answered.

        Raises:
            DeliveryFailure: that was no success.
        """
        written = json.dumps(body).encode() if body else b""
        answer = await self._asker.ask(Order(method=method, url=self._api + path, json=written))
        if not 200 <= answer.status < 300 and (method, answer.status) != ("DELETE", 404):  # noqa: PLR2004 - RFC 9110 15.3
            raise TemporaryFailure(f"{method} {path}: {reply_of(answer)}")
        return object_in(answer.body)


def _path(subscription: Mapping[str, Any]) -> str:
    return f"{_SUBSCRIPTIONS}/{quote(words(subscription.get('id')), safe='')}"


def _filters_of(subscription: Mapping[str, Any]) -> set[str]:
    """Return its filters as they were asked for: RingCentral writes out whose they are."""
    found = subscription.get("eventFilters")
    named = found if isinstance(found, list) else []
    return {_SOMEBODY.sub(r"\1~", words(each)) for each in named}
