"""How many texts a route sends in a minute, and each number on it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from filters.message import Category

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gateway.config.models import Route
    from gateway.spool.model import Claimed, Settlement

NUMBER_PER_MINUTE: Final = {"ringcentral": 40}
"""By the kind of route. RingCentral takes 50 from a number (its SMS content policies)."""

_AT_ONCE: Final = 10  # a tenth of what goes in a minute may go at once


class Bucket:
    """Tokens that come at a steady pace, with room for a few."""

    def __init__(self, per_minute: int) -> None:
        """Start full."""
        self._every_s = 60 / per_minute
        self._ahead_s = (max(1, per_minute // _AT_ONCE) - 1) * self._every_s
        self._full_until_s = 0.0  # the time when it would be full, were nothing taken any more

    def ready_at(self, now_s: float, others: int = 0) -> float:
        """Return when the next token is there that is left by others."""
        full_s = max(now_s, self._full_until_s)
        return max(now_s, full_s - self._ahead_s + others * self._every_s)

    def tokens(self, now_s: float) -> int:
        """Return how many are there now."""
        spare_s = now_s + self._ahead_s - max(now_s, self._full_until_s)
        return max(0, math.floor(spare_s / self._every_s + 1e-6) + 1) if spare_s >= 0 else 0

    def take(self, now_s: float) -> None:
        """Take one, also ahead of its time."""
        self._full_until_s = max(self._full_until_s, now_s) + self._every_s

    def put_back(self) -> None:
        """Undo one `take`."""
        self._full_until_s -= self._every_s


class TextRate:
    """Tokens of one route: of its numbers, and its own, for which they wait together."""

    look_s = 600.0

    def __init__(self, route: Route) -> None:
        """Start with everybody's first turn."""
        self._route = route
        self._buckets: dict[str, Bucket] = {}

    @staticmethod
    def of(route: Route) -> TextRate | None:
        """Return what limits a route; none where nothing does."""
        return TextRate(route) if route.per_minute or _of_number(route) else None

    @property
    def is_shared(self) -> bool:
        """Whether the numbers wait for tokens of the route, too."""
        return self._route.per_minute > 0

    def line_of(self, claimed: Claimed) -> str:
        """Return the number that a text leaves from; another route sends from its own."""
        return ("" if claimed.diverted_from else claimed.reverse_path) or self._route.number

    def limits_of(self, line: str) -> Sequence[Bucket]:
        """Return where its tokens come from."""
        limits = (("", self._route.per_minute), (f"+{line}", _of_number(self._route)))
        return [
            self._buckets.setdefault(whose, Bucket(per_minute))
            for whose, per_minute in limits
            if per_minute
        ]

    @staticmethod
    def waits_for_nobody(claimed: Claimed) -> bool:
        """Whether a text leaves at once, whoever waits."""
        # 47 CFR 64.1200(a)(12): a confirmation comes within five minutes
        return claimed.category == Category.SYSTEM

    def ended(self, claimed: Claimed, settlements: Sequence[Settlement], *, has_left: bool) -> None:
        """Take back the token of a text that did not leave."""
        del settlements
        if not has_left:
            for bucket in self.limits_of(self.line_of(claimed)):
                bucket.put_back()


def _of_number(route: Route) -> int:
    if route.number_per_minute is None:
        return NUMBER_PER_MINUTE.get(route.kind, 0)
    return route.number_per_minute
