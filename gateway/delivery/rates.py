"""How many texts a route sends in a minute, and each number on it: the others wait for their turn.

What waits stays in the queue, uses up no attempt, and is claimed anew when its turn comes: whoever
opted out meanwhile gets nothing. Nothing is booked ahead: a turn is given when there is a token,
and a text that does not leave gives it back. Who waits is kept in memory alone: after a restart
those that wait line up again, by their age.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from filters.message import Category
from gateway.delivery.carrier import settle_all
from gateway.delivery.line import Line, Waiting
from gateway.spool.model import State

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from gateway.config.models import Route
    from gateway.spool.model import Claimed, Settlement

NUMBER_PER_MINUTE: Final = {"ringcentral": 40}
"""By the kind of route. RingCentral takes 50 from a number (its SMS content policies)."""

_AT_ONCE: Final = 10  # a tenth of what goes in a minute may go at once
_LATE_S: Final = 5.0  # whoever does not come to their turn within it loses the token
_LOOK_S: Final = 600.0  # what waits is claimed so often at least, were it never called
_LOOKS_A_SECOND: Final = 50  # and less often where more than this would be claimed for nothing
_LOOKED_AT: Final = 64  # of a line at once: some may be gone


class _Bucket:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Tokens are there: for the first so many of a line who still wait."""

    route: str
    number: str
    count: int
    delivery_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Held:
    until_s: float
    route: str
    number: str
    one: Waiting


class Rates:
    """Gives texts their turns."""

    def __init__(self, routes: Iterable[Route], clock: Callable[[], datetime]) -> None:
        """Start with everybody's first turn."""
        self._clock = clock
        self._routes = {each.name: each for each in routes if each.per_minute or _of_number(each)}
        self._buckets: dict[tuple[str, str], _Bucket] = {}
        self._lines: dict[str, dict[str, Line]] = {name: {} for name in self._routes}
        self._held: dict[int, _Held] = {}  # tokens of those who were called

    def kept_waiting(self, claimed: Claimed) -> tuple[Settlement, ...]:
        """Return how a claim ends whose turn has not come; nothing where it may leave now.

        One that then does not leave gives its token back.
        """
        route = self._routes.get(claimed.route)
        if route is None:
            return ()
        now_s, delivery_id = self._clock().timestamp(), claimed.delivery_ids[0]
        held = self._held.get(delivery_id)
        if held is not None and held.route == route.name:
            del self._held[delivery_id]
            return ()
        number = _number(route, claimed)
        line = self._lines[route.name].setdefault(number, Line())
        buckets = self._buckets_of(route.name, number)
        # 47 CFR 64.1200(a)(12): a confirmation comes within five minutes
        if claimed.category == Category.SYSTEM or (
            not self._ahead(route, line) and all(each.tokens(now_s) for each in buckets)
        ):
            line.leave([delivery_id])
            for bucket in buckets:
                bucket.take(now_s)
            return ()
        line.join(_waiting(claimed))
        others = max(self._ahead(route, line), 1) - 1
        at_s = max(bucket.ready_at(now_s, others) for bucket in buckets)
        until_s = min(at_s, now_s + max(_LOOK_S, len(line) / _LOOKS_A_SECOND))
        until = datetime.fromtimestamp(until_s, UTC) + timedelta(microseconds=1)
        return settle_all(claimed, State.QUEUED, "waits for its turn", next_at=until)

    def give_back(self, claimed: Claimed) -> None:
        """Take back the token of a text that did not leave."""
        if (route := self._routes.get(claimed.route)) is not None:
            self._put_back(route.name, _number(route, claimed))

    def next_turn(self, room: Mapping[str, int]) -> Turn | None:
        """Return whose turn it is on a route that may begin so many more; none before the next."""
        now_s = self._clock().timestamp()
        self._lapse(now_s)
        for name, number, line in self._standing(room):
            tokens = min(each.tokens(now_s) for each in self._buckets_of(name, number))
            is_shared = self._routes[name].per_minute and len(self._lines[name]) > 1
            count = min(tokens, room[name], 1 if is_shared else tokens)
            if count and (front := line.front(max(count, _LOOKED_AT), now_s)):
                return Turn(route=name, number=number, count=count, delivery_ids=front)
        return None

    def called(self, turn: Turn, called: Collection[int], gone: Iterable[int]) -> None:
        """Keep a token for each who was called, and forget who is gone."""
        line = self._lines[turn.route][turn.number]
        line.leave(gone)
        now_s = self._clock().timestamp()
        for each in line.called(called):
            self._held[each.delivery_id] = _Held(now_s + _LATE_S, turn.route, turn.number, each)
            for bucket in self._buckets_of(turn.route, turn.number):
                bucket.take(now_s)

    def wait_s(self, room: Mapping[str, int]) -> float:
        """Return how long it is to the next turn on these routes; forever where nobody waits."""
        now_s = self._clock().timestamp()
        times = [
            max(bucket.ready_at(now_s) for bucket in self._buckets_of(name, number)) - now_s
            for name, number, _ in self._standing(room)
        ]
        return min(times, default=math.inf)

    def _standing(self, room: Mapping[str, int]) -> Iterator[tuple[str, str, Line]]:
        """Yield the lines of routes with room, first that of who waits on one the longest."""
        now_s = self._clock().timestamp()
        for name, lines in self._lines.items():
            if room.get(name, 0) > 0:
                standing = [each for each in lines.items() if each[1]]
                standing.sort(key=lambda each: each[1].oldest(now_s))
                for number, line in standing:
                    yield name, number, line

    def _ahead(self, route: Route, line: Line) -> int:
        """Return how many wait for the same tokens, at most."""
        if not route.per_minute:
            return len(line)
        return sum(len(each) for each in self._lines[route.name].values())

    def _buckets_of(self, name: str, number: str) -> list[_Bucket]:
        route = self._routes[name]
        limits = (("", route.per_minute), (f"+{number}", _of_number(route)))
        return [
            self._buckets.setdefault((name, whose), _Bucket(per_minute))
            for whose, per_minute in limits
            if per_minute
        ]

    def _put_back(self, name: str, number: str) -> None:
        for bucket in self._buckets_of(name, number):
            bucket.put_back()

    def _lapse(self, now_s: float) -> None:
        """Take back the tokens of those who were called and did not come.

        Each is in line again until it is called once more: it may be gone, or only late.
        """
        late = [each for each in self._held.values() if each.until_s < now_s]
        for each in late:
            del self._held[each.one.delivery_id]
            self._put_back(each.route, each.number)
            self._lines[each.route][each.number].join(each.one)


def _waiting(claimed: Claimed) -> Waiting:
    return Waiting(
        delivery_id=claimed.delivery_ids[0],
        accepted_s=claimed.accepted_at.timestamp(),
        expires_s=claimed.expires_at.timestamp(),
    )


def _number(route: Route, claimed: Claimed) -> str:
    """Return the number that a text leaves from; another route sends from its own."""
    return ("" if claimed.diverted_from else claimed.reverse_path) or route.number


def _of_number(route: Route) -> int:
    if route.number_per_minute is None:
        return NUMBER_PER_MINUTE.get(route.kind, 0)
    return route.number_per_minute
