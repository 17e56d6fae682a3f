"""Hears what people write on Signal, and that our texts arrived there.

Signal gives a message out once, so what it says is put into the inbox before anything else is done
with it, and nobody who asked for some is cut off before it is there.

**Failures:** a signal-cli that is away is connected to again, ever less often.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from gateway.errors import GatewayError
from gateway.log import logger
from gateway.providers.guard import guarded
from gateway.providers.received import Piece
from gateway.providers.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from gateway.config.models import Route
    from gateway.providers.inbox import Inbox
    from gateway.providers.signal_sources import Source

_FIRST_PAUSE_S: Final = 1.0
_LONGEST_PAUSE_S: Final = 60.0
_GRACE_S: Final = 30.0  # for an answer that we asked for, which Signal will not give again


class SignalReceiver:
    """Listens for the account of one route."""

    def __init__(
        self, route: Route, source: Source, inbox: Inbox, *, clock: Callable[[], datetime]
    ) -> None:
        """Connect to nothing yet."""
        self._route = route.name
        self._account = route.number
        self._source = source
        self._inbox = inbox
        self._pause_s = _FIRST_PAUSE_S
        self._clock = clock
        self._trouble: Trouble | None = None

    @property
    def trouble(self) -> Trouble | None:
        """Why the other end was not there when it was last looked for, if it was not."""
        return self._trouble

    async def run(self, stop: asyncio.Event) -> None:
        """Listen until `stop`; what was asked for by then is waited for, and kept."""
        async with asyncio.TaskGroup() as group:
            listening = group.create_task(self._listen())
            await stop.wait()
            try:
                async with asyncio.timeout(_GRACE_S), self._source.taking:
                    listening.cancel()
            except TimeoutError:
                logger().error("signal-cut-off", route=self._route)
                listening.cancel()

    async def _listen(self) -> None:
        while True:
            try:
                with guarded():
                    await self._source.read(self._got, self._alive)
            except GatewayError as error:
                self._away(str(error))
            await asyncio.sleep(self._pause_s)
            self._pause_s = min(2 * self._pause_s, _LONGEST_PAUSE_S)

    async def _got(self, heard: Sequence[str], *, settle: bool = False) -> None:
        pieces = [Piece(route=self._route, account=self._account, raw=each) for each in heard]
        await self._inbox.put(pieces)
        if settle:
            await self._inbox.settled()

    def _alive(self) -> None:
        self._pause_s = _FIRST_PAUSE_S
        if self._trouble is not None:
            logger().info("signal-heard-again", route=self._route)
        self._trouble = None

    def _away(self, why: str) -> None:
        before = self._trouble
        if before is None:
            logger().warning("signal-not-heard", route=self._route, error=why)
        since = before.since if before else self._clock()
        self._trouble = Trouble(route=self._route, since=since, why=why)
