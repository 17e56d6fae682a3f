"""Hears what waits of texts that came in parts over routes that are gone: it may be a stop.

**Failures:** none raised: what cannot be taken goes on waiting.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from gateway.errors import GatewayError, StoreUnavailable
from gateway.log import logger
from gateway.providers.guard import guarded
from gateway.providers.hook import ReceivedText
from gateway.providers.smpp.alphabets import joined
from gateway.spool.hearing import AT_ONCE

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection

    from gateway.providers.smpp.inbox import PartSpool
    from gateway.spool.hearing import Heard

_AGAIN_S: Final = 30.0


class LeftOver:
    """The parts of routes that hear their own no more."""

    def __init__(
        self,
        routes: Collection[str],
        *,
        take: Callable[[str, ReceivedText], Awaitable[None]],
        spool: PartSpool,
    ) -> None:
        """Leave alone what came over these routes."""
        self._routes = routes
        self._take = take
        self._spool = spool

    async def run(self) -> None:
        """Take all that is there, however often it has to be tried."""
        while True:
            if await self.is_taken():
                return
            await asyncio.sleep(_AGAIN_S)

    async def is_taken(self) -> bool:
        """Take some hundred of what is there; whether nothing is left then."""
        try:
            found = await self._spool.left_over(self._routes)
        except StoreUnavailable as error:
            logger().error("smpp-not-taken", route="", error=str(error))
            return False
        done = [await self._is_taken(heard) for heard in found]
        return len(done) < AT_ONCE and all(done)

    async def _is_taken(self, heard: Heard) -> bool:
        try:
            with guarded():
                await self._taken(heard)
        except GatewayError as error:
            logger().error("smpp-not-taken", route=heard.whole.route, error=str(error))
            return False
        return True

    async def _taken(self, heard: Heard) -> None:
        whole = heard.whole
        received = ReceivedText(
            sender=whole.sender, to=whole.to, words=joined(heard.parts), reference="",
            received_at=heard.at,
        )  # fmt: skip
        await self._take(whole.route, received)
        await self._spool.forget_heard(whole, heard.numbers)
