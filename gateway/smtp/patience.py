"""How long a client is waited for: one timer that looks now and then whether its time is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable


class Patience:
    """A deadline that moves with every command, and a timer that is set anew only now and then."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, look_s: float, over: Callable[[], None]
    ) -> None:
        """Begin with no deadline. `over` is called when one has passed."""
        self.deadline = 0.0  # by the clock of the loop
        self._loop = loop
        self._look_s = look_s
        self._over = over
        self._timer: asyncio.TimerHandle | None = None

    @property
    def left_s(self) -> float:
        """How much time the client still has."""
        return self.deadline - self._loop.time()

    def give(self, seconds: float) -> None:
        """Give the client so many seconds from now."""
        self.deadline = self._loop.time() + seconds
        if self._timer is None:
            self._watch()
        elif self.deadline < self._timer.when():
            self._timer.cancel()
            self._watch()

    def end(self) -> None:
        """Look no more."""
        if self._timer is not None:
            self._timer.cancel()

    def _watch(self) -> None:
        soon = self._loop.time() + self._look_s
        self._timer = self._loop.call_at(min(self.deadline, soon), self._look)

    def _look(self) -> None:
        if self._loop.time() < self.deadline:
            self._watch()
        else:
            self._timer = None
            self._over()
