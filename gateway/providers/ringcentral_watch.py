"""Keeps RingCentral telling us, and asks it for what it did not.

A webhook ends: by its date, after an outage of ours (RingCentral suspends it for good), with a new
token. Every ten minutes it is looked at, and the messages of late are listed: what an event did not
bring, the list does. Without a webhook the list is all there is, and is read every minute.

**Failures:** none raised. What fails is trouble that readiness shows, and is tried again.
"""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from gateway.delivery.smtp_reply import clean
from gateway.errors import ConfigError, DeliveryFailure, Mistake, StoreUnavailable, TemporaryFailure
from gateway.log import logger
from gateway.providers.guard import guarded
from gateway.providers.numbers import masked
from gateway.providers.provider import Order
from gateway.providers.ringcentral import api_of, object_in, reply_of, words
from gateway.providers.ringcentral_events import happening, moment
from gateway.providers.ringcentral_lists import messages_since
from gateway.providers.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping

    from gateway.config.models import Route
    from gateway.providers.asking import Asking
    from gateway.providers.ringcentral_events import Happening, RingCentralListener

_LASTS_S: Final = 7 * 24 * 3600
_RENEWED: Final = timedelta(seconds=_LASTS_S / 2)
_EVERY_S: Final = 600.0
_OFTEN_S: Final = 60.0  # without a webhook, and after a failure
_GATHER_S: Final = 10.0  # changes within this time are one look
_FIRST_LOOK: Final = timedelta(hours=72)
_HEARS_BACK: Final = timedelta(hours=1)
_LOOKS_BACK: Final = {False: timedelta(hours=24), True: timedelta(hours=1)}
"""High-volume texts or not → how old a message may be whose state is looked at again."""
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


@dataclass(slots=True)
class _Seen:
    """What the last list of a direction held."""

    until: datetime | None = None
    known: dict[str, str] = field(default_factory=dict)  # id → what was known of it
    is_open: bool = False  # it held a text that may yet prove to be ours


class RingCentralWatch:
    """Watches one route."""

    def __init__(  # noqa: PLR0913 - everything it works with
        self,
        route: Route,
        asker: Asking,
        *,
        listener: Callable[[], RingCentralListener | None],
        address: str,
        take_in: Callable[[Happening], Awaitable[bool]],
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
        self._take_in = take_in
        self._clock = clock
        self._seen_to = datetime.min.replace(tzinfo=UTC)  # the webhook
        self._seen = {"Inbound": _Seen(), "Outbound": _Seen()}
        self._wanted = asyncio.Event()
        self._trouble: Trouble | None = None

    @property
    def trouble(self) -> Trouble | None:
        """What is wrong just now, if anything is."""
        return self._trouble

    def wake(self) -> None:
        """Look soon: something changed."""
        self._wanted.set()

    async def run(self) -> None:
        """Watch until cancelled."""
        longest_s = _GATHER_S  # what an earlier process had begun is being taken back
        try:
            while True:
                pause_s = min(await self.look(), longest_s)
                longest_s = _EVERY_S
                try:
                    async with asyncio.timeout(pause_s):
                        await self._wanted.wait()
                        await asyncio.sleep(_GATHER_S)
                except TimeoutError:
                    pass
                self._wanted.clear()
        finally:
            await self.close()

    async def close(self) -> None:
        """Let go of what is held open."""
        await self._asker.close()

    async def look(self) -> float:
        """See to the webhook and read the list; return after how many seconds to look again."""
        steps = (self._subscribe, self._hear, self._follow)
        whys = [why for step in steps if (why := await _tried(step))]
        self._note(masked("; ".join(dict.fromkeys(whys))))
        is_quiet = (
            self._place and not whys and not any(seen.is_open for seen in self._seen.values())
        )
        return _EVERY_S if is_quiet else _OFTEN_S

    def _note(self, why: str) -> None:
        before, name = self._trouble, self._route.name
        if not why:
            self._trouble = None
            if before is not None:
                logger().info("provider-heard-again", route=name)
            return
        since = before.since if before else self._clock()
        self._trouble = Trouble(route=name, since=since, why=why)
        if before is None or before.why != why:
            logger().error("provider-not-heard", route=name, why=why)

    async def _subscribe(self) -> None:
        """Have one webhook, with our token, that lasts; make it before others are ended."""
        now, listener = self._clock(), self._listener()
        if not self._place or not listener or now < self._seen_to + timedelta(seconds=_EVERY_S):
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

    async def _hear(self) -> None:
        """Do what people texted of late, the oldest first."""
        await self._catch_up("Inbound", _HEARS_BACK)

    async def _follow(self) -> None:
        """Note what became of our texts of late."""
        await self._catch_up("Outbound", _LOOKS_BACK[self._route.high_volume])

    async def _catch_up(self, direction: str, back: timedelta) -> None:
        """Do what the messages of late tell, the oldest first; each state of each once."""
        now, seen = self._clock(), self._seen[direction]
        since = now - _FIRST_LOOK if seen.until is None else seen.until - back
        known: dict[str, str] = {}
        seen.is_open = False
        async for message in messages_since(self._route, self._asker, direction, since, now):
            id_, state = words(message.get("id")), json.dumps(
                [message.get(n) for n in ("messageStatus", "deliveryErrorCode", "errorCode")]
            )  # fmt: skip
            told = None if seen.known.get(id_) == state else happening(message)
            if told is None or await self._take_in(told):
                known[id_] = seen.known[id_] = state
            else:
                seen.is_open = True
        seen.known, seen.until = known, now

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


async def _tried(step: Callable[[], Awaitable[None]]) -> str:
    """Return why a step could not be done; "" where it was."""
    try:
        with guarded():
            await step()
    except DeliveryFailure as failure:
        return failure.reply
    except ConfigError:  # a file's name is nobody's business who reads this
        return "a secret of the route cannot be read"
    except StoreUnavailable as error:
        return f"what was told cannot be written: {error}"
    except Mistake as error:
        return str(error)
    return ""


def _path(subscription: Mapping[str, Any]) -> str:
    return f"{_SUBSCRIPTIONS}/{quote(words(subscription.get('id')), safe='')}"


def _filters_of(subscription: Mapping[str, Any]) -> set[str]:
    """Return its filters as they were asked for: RingCentral writes out whose they are."""
    found = subscription.get("eventFilters")
    named = found if isinstance(found, list) else []
    return {_SOMEBODY.sub(r"\1~", words(each)) for each in named}
