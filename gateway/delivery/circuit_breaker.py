"""Leaves alone a next hop that cannot be reached, and tries it again after growing pauses."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_FAILURES: Final = 3  # in a row, before it opens
_FIRST_PAUSE_S: Final = 5.0
_LONGEST_PAUSE_S: Final = 300.0


class CircuitBreaker:
    """Counts what goes wrong in a row.

    Closed, everything passes. Open, nothing does. After the pause it is half open: one trial
    passes, which closes it or opens it for twice as long.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Start closed. `clock` counts seconds and never goes back."""
        self._clock = clock
        self._failures = 0
        self._pause_s = 0.0
        self._opens_at = 0.0

    @property
    def is_open(self) -> bool:
        """Whether nothing may pass now."""
        return self._clock() < self._opens_at

    @property
    def is_half_open(self) -> bool:
        """Whether one trial may pass now."""
        return self._failures >= _FAILURES and not self.is_open

    @property
    def has_worked(self) -> bool:
        """Whether nothing went wrong since it worked last."""
        return self._failures == 0

    @property
    def rests_s(self) -> float:
        """How long it stays open; 0 where it is not."""
        return max(0.0, self._opens_at - self._clock())

    def failed(self) -> None:
        """Note a failure; those that were under way when it opened do not count again."""
        if self.is_open:
            return
        self._failures += 1
        if self._failures >= _FAILURES:
            self._pause_s = min(max(2 * self._pause_s, _FIRST_PAUSE_S), _LONGEST_PAUSE_S)
            self._opens_at = self._clock() + self._pause_s

    def worked(self) -> None:
        """Close it."""
        self._failures = 0
        self._pause_s = 0.0
        self._opens_at = 0.0
