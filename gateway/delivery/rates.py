"""How many texts a route sends in a minute, and each number on it: the others wait for their turn.

What waits stays in the queue, uses up no attempt, and is claimed anew when its turn comes: whoever
opted out meanwhile gets nothing. Turns are kept in memory alone: after a restart those that wait
are given new ones.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from filters.message import Category
from gateway.delivery.carrier import settle_all
from gateway.spool.model import State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from gateway.config.models import Route
    from gateway.spool.model import Claimed, Settlement

NUMBER_PER_MINUTE: Final = {"ringcentral": 40}
"""By the kind of route. RingCentral takes 50 from a number (its SMS content policies)."""

_AT_ONCE: Final = 10  # a tenth of what goes in a minute may go at once
_LATE_S: Final = 5.0  # a turn that is missed by more is over: what was missed does not pile up
_FORGOTTEN: Final = 10_000  # turns, before those that nobody came for are looked for


class _Bucket:
    """Tokens that come at a steady pace, with room for a few."""

    def __init__(self, per_minute: int) -> None:
        """Start full."""
        self._every_s = 60 / per_minute
        self._ahead_s = (max(1, per_minute // _AT_ONCE) - 1) * self._every_s
        self._full_until_s = 0.0  # the time when it would be full, were nothing taken any more

    def ready_at(self, now_s: float) -> float:
        """Return when the next token is there."""
        return max(now_s, self._full_until_s - self._ahead_s)

    def take(self, at_s: float) -> None:
        """Take the token that is there then."""
        self._full_until_s = max(self._full_until_s, at_s) + self._every_s


class Rates:
    """Gives texts their turns."""

    def __init__(self, routes: Iterable[Route], clock: Callable[[], datetime]) -> None:
        """Start with everybody's first turn."""
        self._clock = clock
        self._routes = {each.name: each for each in routes if each.per_minute or _of_number(each)}
        self._buckets: dict[tuple[str, str], _Bucket] = {}
        self._turns: dict[int, float] = {}  # by delivery

    def kept_waiting(self, claimed: Claimed) -> tuple[Settlement, ...]:
        """Return how a claim ends whose turn has not come; nothing where it may leave now."""
        route = self._routes.get(claimed.route)
        if route is None:
            return ()
        now_s = self._clock().timestamp()
        delivery = claimed.delivery_ids[0]
        at_s = self._turns.pop(delivery, 0.0)
        if at_s < now_s - _LATE_S:
            at_s = self._next_turn(route, claimed, now_s)
        if at_s <= now_s:
            return ()
        if len(self._turns) > _FORGOTTEN:
            self._forget(now_s)
        expires_s = claimed.expires_at.timestamp()
        if at_s < expires_s:
            self._turns[delivery] = at_s
        else:  # it has none yet; something ahead of it may be taken back
            at_s = (now_s + expires_s) / 2
        until = datetime.fromtimestamp(at_s, UTC) + timedelta(microseconds=1)
        return settle_all(claimed, State.QUEUED, "waits for its turn", next_at=until)

    def _next_turn(self, route: Route, claimed: Claimed, now_s: float) -> float:
        """Return when a text may leave, and keep that turn for it if it is of use then."""
        named = "" if claimed.diverted_from else claimed.reverse_path
        number = named or route.number
        limits = (("", route.per_minute), (f"+{number}", _of_number(route)))
        buckets = [
            self._buckets.setdefault((route.name, name), _Bucket(per_minute))
            for name, per_minute in limits
            if per_minute
        ]
        if claimed.category == Category.SYSTEM:  # 47 CFR 64.1200(a)(12): within five minutes
            at_s = now_s
        else:
            at_s = max(bucket.ready_at(now_s) for bucket in buckets)
        if at_s < claimed.expires_at.timestamp():
            for bucket in buckets:
                bucket.take(at_s)
        return at_s

    def _forget(self, now_s: float) -> None:
        """Drop the turns of texts that were taken back, or ended otherwise."""
        self._turns = {each: at_s for each, at_s in self._turns.items() if at_s >= now_s - _LATE_S}


def _of_number(route: Route) -> int:
    if route.number_per_minute is None:
        return NUMBER_PER_MINUTE.get(route.kind, 0)
    return route.number_per_minute
