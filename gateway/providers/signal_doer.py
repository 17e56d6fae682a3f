"""Does what was heard on Signal: one thing after another, each off the disk when it is done.

What is done twice, because a crash came between, is known by its author and its time.

**Failures:** a list that cannot be written is tried until it can be. What breaks us, or cannot be
read, is set aside for a person and stops nothing else.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Protocol

from gateway.errors import GatewayError, StoreUnavailable
from gateway.log import logger
from gateway.providers.guard import guarded
from gateway.providers.hook import ReceivedText
from gateway.providers.signal_events import Arrived, events_of, heard

if TYPE_CHECKING:
    from collections.abc import Callable

    from gateway.providers.inbox import Inbox
    from gateway.providers.received import Piece

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
    route: str
    arrived: Arrived
    tries: int


class SignalDoer:
    """Empties the inbox until it is cancelled."""

    def __init__(
        self, inbox: Inbox, taking: Taking, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        """Begin with nothing."""
        self._inbox = inbox
        self._taking = taking
        self._monotonic = monotonic
        self._early: deque[_Early] = deque(maxlen=_MOST_EARLY)

    async def run(self) -> None:
        """Do what is heard."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._look_again())
            while True:
                batch = await self._inbox.next()
                pieces = await self._inbox.pieces(batch)
                for piece in pieces:
                    for raw in events_of(piece.raw):
                        await self._do(piece, raw)
                await self._inbox.done(batch, is_read=bool(pieces))

    async def _do(self, piece: Piece, raw: str) -> None:
        """Do what one event says; keep it for a person where that cannot be done."""
        reference = ""
        try:
            with guarded():
                for event in heard(raw, piece.account):
                    if isinstance(event, ReceivedText):
                        reference = event.reference
                        await self._take(piece.route, event)
                    elif isinstance(event, Arrived):
                        await self._note(piece.route, event, 0)
                    else:
                        kept = await self._inbox.set_aside(replace(piece, raw=raw))
                        logger().warning(
                            "signal-unreadable", route=piece.route, why=event.why,
                            reference=_unnamed(event.reference), kept=kept,
                        )  # fmt: skip
        except GatewayError as error:  # it would end us again at every start
            kept = await self._inbox.set_aside(replace(piece, raw=raw))
            _log_broken(piece.route, error, reference=_unnamed(reference), kept=kept)

    async def _take(self, route: str, text: ReceivedText) -> None:
        told = False
        while True:
            try:
                await self._taking.take_received(route, text)
            except StoreUnavailable as error:
                if not told:
                    logger().error("signal-not-taken", route=route, error=str(error))
                told = True
                await asyncio.sleep(_AGAIN_S)
            else:
                return

    async def _note(self, route: str, arrived: Arrived, tries: int) -> None:
        try:
            with guarded():
                is_ours = await self._taking.note_arrived(route, arrived)
            if is_ours or tries >= len(_EARLY_S):
                return
        except StoreUnavailable:
            due = self._monotonic() + _AGAIN_S
            self._early.append(_Early(due, route, arrived, tries))
            return
        except GatewayError as error:  # a report is not worth the texts behind it
            _log_broken(route, error, reference=",".join(arrived.sent_at), kept="")
            return
        due = self._monotonic() + _EARLY_S[tries]
        self._early.append(_Early(due, route, arrived, tries + 1))

    async def _look_again(self) -> None:
        """Look up arrivals again that came before our own request was answered and settled."""
        while True:
            await asyncio.sleep(_AGAIN_S)
            now = self._monotonic()
            due = [each for each in self._early if each.due <= now]
            self._early = deque((e for e in self._early if e.due > now), maxlen=_MOST_EARLY)
            for each in due:
                await self._note(each.route, each.arrived, each.tries)


def _unnamed(reference: str) -> str:
    """Return who wrote and when, or when alone where we know who by a number only."""
    return reference.rpartition("/")[2] if reference.startswith("+") else reference


def _log_broken(route: str, error: GatewayError, *, reference: str, kept: str) -> None:
    logger().error("signal-broken", route=route, reference=reference, error=str(error), kept=kept)
