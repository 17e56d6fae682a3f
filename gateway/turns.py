"""Lets work that takes a millisecond begin one after the other, with the loop free in between.

A hundred texts that come at once, each judged without a pause, would keep everybody else waiting
for a third of a second: connections, health checks, opt-outs. A round of the loop has its price, so
several begin in one as long as it stays short.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_ROUND_S: Final = 0.004  # what a provider answered waits no longer for its place to be filled
_MOST: Final = 16  # that begin in a round


class Turns:
    """Who comes first begins first; so many begin in a round as it has time for."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        """Let the first begin at once; one begins in every round, however long that takes."""
        self._clock = clock
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._is_counting = False  # rounds, because somebody began
        self._at_once = 1
        self._left = 1  # that may begin in this round
        self._began_at = 0.0  # the round did

    async def mine(self) -> None:
        """Return when it is the caller's turn: what it does until it awaits something is alone."""
        loop = asyncio.get_running_loop()
        if not self._is_counting:
            self._is_counting = True
            self._began_at = self._clock()
            loop.call_soon(self._next_round, loop)
        if self._left and not self._waiting:
            self._left -= 1
            return
        turn = loop.create_future()
        self._waiting.append(turn)
        await turn

    def _next_round(self, loop: asyncio.AbstractEventLoop) -> None:
        now = self._clock()
        is_short = now - self._began_at < _ROUND_S
        is_used = not self._left
        if is_used or not is_short:
            more = self._at_once + 1 if is_short else self._at_once // 2
            self._at_once = max(1, min(more, _MOST))
        self._began_at, self._left = now, self._at_once
        was_somebody = is_used
        while self._left and self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():  # who waited for it may have gone away
                turn.set_result(None)
                self._left -= 1
                was_somebody = True
        if was_somebody:
            loop.call_soon(self._next_round, loop)
        else:
            self._is_counting = False
