"""Keeps RingCentral telling us, and asks it for what it did not.

Every ten minutes the webhook is looked at, and the messages of late are listed: what an event did
not bring, the list does. Without a webhook the list is all there is, and is read every minute. What
is longer than a minute's requests is read in several, each from where the one before left off.

**Failures:** none raised. What fails is trouble that readiness shows, and is tried again.
"""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from gateway.errors import ConfigError, DeliveryFailure, Mistake, StoreUnavailable, TemporaryFailure
from gateway.log import logger
from gateway.providers.guard import guarded
from gateway.providers.numbers import masked
from gateway.providers.ringcentral import words
from gateway.providers.ringcentral_events import happening
from gateway.providers.ringcentral_lists import MessageLists, Reading
from gateway.providers.ringcentral_pace import Pace
from gateway.providers.ringcentral_seen import Seen
from gateway.providers.ringcentral_webhook import RingCentralWebhook
from gateway.providers.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from gateway.config.models import Route
    from gateway.providers.asking import Asking
    from gateway.providers.ringcentral_events import Happening, RingCentralListener

_EVERY_S: Final = 600.0
_OFTEN_S: Final = 60.0  # without a webhook, after a failure, and until a list is read to its end
_GATHER_S: Final = 10.0  # changes within this time are one look
_A_GATHERING: Final = 4  # requests for lists that may be made in this time: 24 a minute
_HEARS_BACK: Final = timedelta(hours=1)
_LOOKS_BACK: Final = {False: timedelta(hours=24), True: timedelta(hours=1)}
"""High-volume texts or not → how old a message may be whose state is looked at again."""
_CHANGES_BACK: Final = timedelta(hours=1)
"""How old a message may be whose state is looked at as soon as one changed."""
_WEBHOOK: Final = "webhook"
_IN: Final = "Inbound"
_OUT: Final = "Outbound"


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
        self._webhook = RingCentralWebhook(
            route, asker, listener=listener, address=address, clock=clock
        )
        self._pace = Pace(clock)
        self._lists = MessageLists(route, asker, self._pace)
        self._take_in = take_in
        self._clock = clock
        self._seen = {_IN: Seen(_IN), _OUT: Seen(_OUT)}
        self._whys: dict[str, str] = {}  # what is wrong with each step
        self._wanted = asyncio.Event()
        self._apart_s = _GATHER_S  # how long changes are gathered
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
        loop = asyncio.get_running_loop()
        try:
            await self.look()
            due = loop.time() + _GATHER_S  # what an earlier process had begun is being taken back
            while True:
                if await self._is_changed_before(due):
                    due = min(due, loop.time() + await self.look_at_changes())
                else:
                    due = loop.time() + await self.look()
        finally:
            await self.close()

    async def _is_changed_before(self, due: float) -> bool:
        """Wait until something changed, and a while for more; not so where all is due before."""
        try:
            async with asyncio.timeout_at(due):
                await self._wanted.wait()
                await asyncio.sleep(self._apart_s)
        except TimeoutError:
            return False
        finally:
            self._wanted.clear()
        return True

    async def close(self) -> None:
        """Let go of what is held open."""
        await self._asker.close()

    async def look(self) -> float:
        """See to the webhook and read the lists; return after how many seconds to look again."""
        self._whys[_WEBHOOK] = await _tried(self._webhook.keep)
        for direction, step in ((_IN, self._hear), (_OUT, self._follow)):
            await self._try_list(direction, step)
        return self._noted()

    async def look_at_changes(self) -> float:
        """Note what became of our latest texts; return after how many seconds to look at all.

        How far the next look is from this goes by what this has cost.
        """
        before = self._pace.count
        await self._try_list(_OUT, self._follow_latest)
        self._apart_s = _GATHER_S * max(1.0, (self._pace.count - before) / _A_GATHERING)
        return self._noted()

    async def _try_list(self, direction: str, step: Callable[[], Awaitable[None]]) -> None:
        """Read a list, unless RingCentral asks to wait: then what is wrong with it stays."""
        if not self._pace.rests_s:
            self._whys[direction] = await _tried(step)

    def _noted(self) -> float:
        """Show what is wrong; return after how many seconds to look again."""
        whys = list(filter(None, self._whys.values()))
        self._note(masked("; ".join(dict.fromkeys(whys))))
        is_settled = all(seen.is_settled for seen in self._seen.values())
        if self._webhook.is_wanted and is_settled and not whys:
            return _EVERY_S
        return max(_OFTEN_S, self._pace.rests_s)

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

    async def _hear(self) -> None:
        """Do what people texted of late, the oldest first."""
        await self._catch_up(_IN, _HEARS_BACK)

    async def _follow(self) -> None:
        """Note what became of our texts of late."""
        await self._catch_up(_OUT, _LOOKS_BACK[self._route.high_volume])

    async def _follow_latest(self) -> None:
        """Note what became of our latest texts, which is what changes most; all are due later."""
        now, seen = self._clock(), self._seen[_OUT]
        if seen.is_read:
            since = now - _CHANGES_BACK
            await self._read(Reading(direction=_OUT, since=since, until=now), seen)
        else:
            await self._follow()

    async def _catch_up(self, direction: str, back: timedelta) -> None:
        """Do what the messages of late tell, from where the last look had to leave off."""
        now, seen = self._clock(), self._seen[direction]
        reading = seen.goes_on(back, now)
        try:
            await self._read(reading, seen)
        finally:
            seen.reached(back, now)
        if seen.is_behind(now):
            raise TemporaryFailure("it has more texts than can be read in time")

    async def _read(self, reading: Reading, seen: Seen) -> None:
        """Do what messages tell, the oldest first; each state of each once."""
        async for texts in self._lists.slices(reading):
            for message in texts:
                id_, state = words(message.get("id")), json.dumps(
                    [message.get(n) for n in ("messageStatus", "deliveryErrorCode", "errorCode")]
                )  # fmt: skip
                told = None if seen.knows(id_, state) else happening(message)
                seen.note(id_, state, is_done=told is None or await self._take_in(told))


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
