"""Places for those who may be busy at once, as many as the next hop takes just now."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Slots:
    """Lets in as many as `limit` says, one at least; the others wait in their order."""

    def __init__(self, limit: Callable[[], int]) -> None:
        """Begin with nobody busy; `limit` is asked whenever somebody comes or goes."""
        self._limit = limit
        self._busy = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    @property
    def is_free(self) -> bool:
        """Whether nobody would have to wait."""
        return self._has_place and all(turn.done() for turn in self._waiting)

    async def acquire(self) -> None:
        """Return with a place; whoever has one releases it."""
        if self.is_free:
            self._busy += 1
            return
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():  # it was let in, and goes
                self.release()
            raise

    def release(self) -> None:
        """Give a place back; whoever waited longest takes it, if it is still there."""
        self._busy -= 1
        while self._waiting and self._has_place:
            turn = self._waiting.popleft()
            if not turn.done():
                self._busy += 1
                turn.set_result(None)

    @property
    def _has_place(self) -> bool:
        return self._busy < max(self._limit(), 1)
