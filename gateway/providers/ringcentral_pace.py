"""How often RingCentral's lists are asked for: as a minute allows, never while we are to wait."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_MINUTE: Final = timedelta(minutes=1)
_A_MINUTE: Final[Mapping[str, int]] = {"Inbound": 32, "Outbound": 24}
"""Of the 40 requests that RingCentral allows: what people text comes first, and others ask, too."""


class Pace:
    """The requests of one route's lists; a clock that is set back keeps nobody waiting."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        """Nothing was asked for yet."""
        self._clock = clock
        self._asked: list[datetime] = []
        self._rests_from = datetime.min.replace(tzinfo=UTC)
        self._rests = timedelta(0)
        self.count = 0  # of all requests ever

    @property
    def rests_s(self) -> float:
        """For how many seconds RingCentral asks not to be asked; 0 where it does not."""
        passed = self._clock() - self._rests_from
        return (self._rests - passed).total_seconds() if timedelta(0) <= passed < self._rests else 0

    def left(self, direction: str) -> int:
        """Return how many requests for the list of this direction may leave now."""
        now = self._clock()
        self._asked = [at for at in self._asked if at <= now < at + _MINUTE]
        return 0 if self.rests_s else max(0, _A_MINUTE[direction] - len(self._asked))

    def asked(self) -> None:
        """Note that a request leaves."""
        self._asked.append(self._clock())
        self.count += 1

    def refused(self, pause_s: float) -> None:
        """Note that RingCentral asks to wait; a minute where it does not say how long."""
        self._rests_from = self._clock()
        self._rests = timedelta(seconds=pause_s) if pause_s else _MINUTE
