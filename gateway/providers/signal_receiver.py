"""Hears what people write on Signal, and that our texts arrived there.

Signal gives a message out once, so what it says is on disk before the next is asked for, and off it
when the list has it. What is heard again is known by its author and its time.

**Failures:** a signal-cli that is away is connected to again, ever less often. A list that cannot
be written is tried until it can be, and nothing more is heard meanwhile.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from gateway.errors import StoreUnavailable
from gateway.log import logger
from gateway.providers.hook import ReceivedText
from gateway.providers.signal_events import Arrived, Unreadable, heard
from gateway.providers.signal_sources import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gateway.config.models import Route
    from gateway.providers.pending import Pending
    from gateway.providers.signal_sources import Source

_FIRST_PAUSE_S: Final = 1.0
_LONGEST_PAUSE_S: Final = 60.0
_AGAIN_S: Final = 1.0
_EARLY_S: Final = (1.0, 5.0, 30.0)  # when an arrival is looked up again that came before our answer
_MOST_EARLY: Final = 1000


class Taking(Protocol):
    """What is done with what is heard; both verbs may raise `StoreUnavailable`."""

    async def take_received(self, route: str, received: ReceivedText) -> None:
        """Take a text; it is in force when this returns."""
        ...

    async def note_arrived(self, route: str, arrived: Arrived) -> bool:
        """Note that texts of ours arrived; whether there are such texts."""
        ...


@dataclass(frozen=True, slots=True)
class _Early:
    """An arrival of a text that we do not know yet."""

    due: float
    arrived: Arrived
    tries: int


class SignalReceiver:
    """Listens for the account of one route until it is cancelled."""

    def __init__(
        self,
        route: Route,
        source: Source,
        taking: Taking,
        pending: Pending,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Connect to nothing yet."""
        self._route = route.name
        self._account = route.number
        self._source = source
        self._taking = taking
        self._pending = pending
        self._monotonic = monotonic
        self._early: deque[_Early] = deque(maxlen=_MOST_EARLY)
        self._pause_s = _FIRST_PAUSE_S
        self._is_heard = True

    async def run(self) -> None:
        """Listen; first do what was not done when the program last ended."""
        if waiting := await self._on_disk(self._pending.read):
            await self._do(waiting)
        async with asyncio.TaskGroup() as group:
            group.create_task(self._look_again())
            while True:
                try:
                    await self._source.read(self._do, self._alive)
                except SourceError as error:
                    self._away(str(error))
                await asyncio.sleep(self._pause_s)
                self._pause_s = min(2 * self._pause_s, _LONGEST_PAUSE_S)

    def _alive(self) -> None:
        self._pause_s = _FIRST_PAUSE_S
        if not self._is_heard:
            logger().info("signal-heard-again", route=self._route)
        self._is_heard = True

    def _away(self, why: str) -> None:
        if self._is_heard:
            logger().warning("signal-not-heard", route=self._route, error=why)
        self._is_heard = False

    async def _do(self, raw: str) -> None:
        """Do what an event says, all of it, before anything else is heard."""
        events = heard(raw, self._account)
        texts = [event for event in events if isinstance(event, ReceivedText)]
        if texts:
            await self._on_disk(lambda: self._pending.write(raw))
        for text in texts:
            await self._take(text)
        if texts:
            await self._on_disk(self._pending.clear)
        for event in events:
            if isinstance(event, Arrived):
                await self._note(event, 0)
            elif isinstance(event, Unreadable):
                logger().warning("signal-unreadable", route=self._route, why=event.why)

    async def _on_disk(self, verb: Callable[[], str | None]) -> str | None:
        """Do something with the file; where that fails, the list may take texts all the same."""
        try:
            return await asyncio.to_thread(verb)
        except OSError as error:
            logger().error("signal-not-kept", route=self._route, error=str(error))
            return None

    async def _take(self, text: ReceivedText) -> None:
        told = False
        while True:
            try:
                await self._taking.take_received(self._route, text)
            except StoreUnavailable as error:
                if not told:
                    logger().error("signal-not-taken", route=self._route, error=str(error))
                told = True
                await asyncio.sleep(_AGAIN_S)
            except Exception as error:  # noqa: BLE001 - it would end us again at every start
                name, reference = type(error).__name__, text.reference
                logger().error("signal-broken", route=self._route, reference=reference, error=name)
                return
            else:
                return

    async def _note(self, arrived: Arrived, tries: int) -> None:
        try:
            is_known = await self._taking.note_arrived(self._route, arrived)
        except StoreUnavailable:
            is_known = False
        if not is_known and tries < len(_EARLY_S):
            due = self._monotonic() + _EARLY_S[tries]
            self._early.append(_Early(due, arrived, tries + 1))

    async def _look_again(self) -> None:
        """Look up arrivals again that came before our own request was answered and settled."""
        while True:
            await asyncio.sleep(_AGAIN_S)
            now = self._monotonic()
            due = [each for each in self._early if each.due <= now]
            self._early = deque((e for e in self._early if e.due > now), maxlen=_MOST_EARLY)
            for each in due:
                await self._note(each.arrived, each.tries)


def pending_file(data_dir: Path, route: str) -> Path:
    """Return where what was received of a route waits until it is done."""
    return data_dir / "received" / f"{route}.json"
