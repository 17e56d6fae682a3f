"""How the last attempt of each route ended, for people who look whether it works."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - dataclass fields are read at run time
from typing import TYPE_CHECKING

from gateway.spool.model import State

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gateway.spool.model import Settlement


@dataclass(frozen=True, slots=True, kw_only=True)
class LastOutcome:
    """How the last attempt of a route ended, and when one worked."""

    at: datetime
    state: State
    reply: str
    delivered_at: datetime | None


class Outcomes:
    """Remembers the last outcome of every route since the start."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        """Know of none."""
        self._clock = clock
        self._last: dict[str, LastOutcome] = {}

    def note(self, route: str, settlements: Sequence[Settlement]) -> None:
        """Note how an attempt ended; of several recipients, the first speaks for the route."""
        now, ended = self._clock(), settlements[0]
        before = self._last.get(route)
        delivered_at = before.delivered_at if before else None
        if any(each.state is State.DELIVERED for each in settlements):
            delivered_at = now
        self._last[route] = LastOutcome(
            at=now, state=ended.state, reply=ended.reply, delivered_at=delivered_at
        )

    def last(self, route: str) -> LastOutcome | None:
        """Return how the last attempt of a route ended; none where there was none."""
        return self._last.get(route)
