"""Lets work that takes a millisecond begin one after the other, with the loop free in between.

A hundred texts that come at once, each judged without a pause, would keep everybody else waiting
for a tenth of a second: connections, health checks, opt-outs.
"""

from __future__ import annotations

import asyncio
from collections import deque


class Turns:
    """One begins in each round of the event loop; who comes first begins first."""

    def __init__(self) -> None:
        """Let the first begin at once."""
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._is_taken = False  # of this round

    async def mine(self) -> None:
        """Return when it is the caller's turn; what it does until it awaits something is alone."""
        loop = asyncio.get_running_loop()
        if not self._is_taken:
            self._is_taken = True
            loop.call_soon(self._next, loop)
            return
        turn = loop.create_future()
        self._waiting.append(turn)
        await turn

    def _next(self, loop: asyncio.AbstractEventLoop) -> None:
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():  # who waited for it may have gone away
                turn.set_result(None)
                loop.call_soon(self._next, loop)
                return
        self._is_taken = False
