"""Who may leave by a route now, of those who share what there is little of: the others wait.

Texts wait for the next minute, email for a connection that its domain may have. What waits stays in
the queue, uses up no attempt, and is claimed anew when its turn comes: whoever opted out meanwhile
gets nothing. Nothing is booked ahead: a turn is given when there is a token. Who waits is kept in
memory alone: after a restart those that wait line up again, by their age.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Protocol

from gateway.delivery.carrier import settle_all
from gateway.delivery.domain_share import DomainShare
from gateway.delivery.line import Line, Waiting
from gateway.delivery.text_rate import TextRate
from gateway.spool.model import State

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from gateway.config.models import Route
    from gateway.spool.model import Claimed, Settlement

_LATE_S: Final = 5.0  # whoever does not come to their turn within it loses the token
_LOOKS_A_SECOND: Final = 50  # and less often where more than this would be claimed for nothing
_LOOKED_AT: Final = 64  # of a line at once: some may be gone


class Limit(Protocol):
    """What a turn takes a token of."""

    def ready_at(self, now_s: float, others: int = 0) -> float:
        """Return when the next token is there that is left by others."""
        ...

    def tokens(self, now_s: float) -> int:
        """Return how many are there now."""
        ...

    def take(self, now_s: float) -> None:
        """Take one, also ahead of its time."""
        ...

    def put_back(self) -> None:
        """Undo one `take`."""
        ...


class Rule(Protocol):
    """What those that leave by one route wait for."""

    @property
    def is_shared(self) -> bool:
        """Whether all lines wait for the same tokens, too."""
        ...

    @property
    def look_s(self) -> float:
        """How often what waits is claimed at least, were it never called."""
        ...

    def line_of(self, claimed: Claimed) -> str:
        """Return the line that a claim waits in."""
        ...

    def limits_of(self, line: str) -> Sequence[Limit]:
        """Return where its tokens come from."""
        ...

    def waits_for_nobody(self, claimed: Claimed) -> bool:
        """Whether a claim leaves at once, whoever waits."""
        ...

    def ended(self, claimed: Claimed, settlements: Sequence[Settlement], *, has_left: bool) -> None:
        """Take back what a claim that had its turn needs no more."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Tokens are there: for the first so many of a line who still wait."""

    route: str
    line: str
    count: int
    delivery_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Held:
    until_s: float
    route: str
    line: str
    one: Waiting


class Rates:
    """Gives everybody their turns."""

    def __init__(
        self,
        routes: Iterable[Route],
        clock: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Start with everybody's first turn.

        Turns go by `monotonic`, which nobody sets; how long something may wait goes by `clock`.
        """
        self._clock = clock
        self._monotonic = monotonic
        rules = {each.name: TextRate.of(each) or DomainShare.of(each, monotonic) for each in routes}
        self._rules: dict[str, Rule] = {name: rule for name, rule in rules.items() if rule}
        self._lines: dict[str, dict[str, Line]] = {name: {} for name in self._rules}
        self._held: dict[int, _Held] = {}  # tokens of those who were called

    def kept_waiting(self, claimed: Claimed) -> tuple[Settlement, ...]:
        """Return how a claim ends whose turn has not come; nothing where it may leave now.

        When it has, or does not after all, that is to be told: `ended`.
        """
        rule = self._rules.get(claimed.route)
        if rule is None:
            return ()
        now_s, delivery_id = self._monotonic(), claimed.delivery_ids[0]
        held = self._held.get(delivery_id)
        if held is not None and held.route == claimed.route:
            del self._held[delivery_id]
            return ()
        name = rule.line_of(claimed)
        line = self._lines[claimed.route].get(name) or Line()
        limits = rule.limits_of(name)
        if rule.waits_for_nobody(claimed) or (
            not self._ahead(claimed.route, line) and all(each.tokens(now_s) for each in limits)
        ):
            line.leave([delivery_id])
            for limit in limits:
                limit.take(now_s)
            return ()
        self._lines[claimed.route][name] = line
        line.join(_waiting(claimed))
        others = max(self._ahead(claimed.route, line), 1) - 1
        wait_s = max(limit.ready_at(now_s, others) for limit in limits) - now_s
        wait_s = min(wait_s, max(rule.look_s, len(line) / _LOOKS_A_SECOND))
        until = self._clock() + timedelta(seconds=wait_s, microseconds=1)
        return settle_all(claimed, State.QUEUED, "waits for its turn", next_at=until)

    def ended(self, claimed: Claimed, settlements: Sequence[Settlement], *, has_left: bool) -> bool:
        """Note how a claim ended that had its turn; whether somebody waits for what it had."""
        rule = self._rules.get(claimed.route)
        if rule is None:
            return False
        rule.ended(claimed, settlements, has_left=has_left)
        lines, name = self._lines[claimed.route], rule.line_of(claimed)
        if name in lines and not lines[name]:
            del lines[name]
        return name in lines

    def next_turn(self, room: Mapping[str, int]) -> Turn | None:
        """Return whose turn it is on a route that may begin so many more; none before the next."""
        now_s = self._monotonic()
        self._lapse(now_s)
        for name, number, line in self._standing(room):
            rule = self._rules[name]
            tokens = min(each.tokens(now_s) for each in rule.limits_of(number))
            is_shared = rule.is_shared and len(self._lines[name]) > 1
            count = min(tokens, room[name], 1 if is_shared else tokens)
            if count and (front := line.front(max(count, _LOOKED_AT), self._wall_s())):
                return Turn(route=name, line=number, count=count, delivery_ids=front)
        return None

    def called(self, turn: Turn, called: Collection[int], gone: Iterable[int]) -> None:
        """Keep a token for each who was called, and forget who is gone."""
        line = self._lines[turn.route][turn.line]
        line.leave(gone)
        now_s = self._monotonic()
        for each in line.called(called):
            self._held[each.delivery_id] = _Held(now_s + _LATE_S, turn.route, turn.line, each)
            for limit in self._rules[turn.route].limits_of(turn.line):
                limit.take(now_s)

    def wait_s(self, room: Mapping[str, int]) -> float:
        """Return how long it is to the next turn on these routes; forever where nobody waits."""
        now_s = self._monotonic()
        times = [
            max(limit.ready_at(now_s) for limit in self._rules[name].limits_of(number)) - now_s
            for name, number, _ in self._standing(room)
        ]
        return min(times, default=math.inf)

    def _standing(self, room: Mapping[str, int]) -> Iterator[tuple[str, str, Line]]:
        """Yield the lines of routes with room, first that of who waits on one the longest."""
        now_s = self._wall_s()
        for name, lines in self._lines.items():
            if room.get(name, 0) > 0:
                standing = [each for each in lines.items() if each[1]]
                standing.sort(key=lambda each: each[1].oldest(now_s))
                for number, line in standing:
                    yield name, number, line

    def _wall_s(self) -> float:
        return self._clock().timestamp()

    def _ahead(self, route: str, line: Line) -> int:
        """Return how many wait for the same tokens, at most."""
        if not self._rules[route].is_shared:
            return len(line)
        return sum(len(each) for each in self._lines[route].values())

    def _lapse(self, now_s: float) -> None:
        """Take back the tokens of those who were called and did not come.

        Each is in line again until it is called once more: it may be gone, or only late.
        """
        late = [each for each in self._held.values() if each.until_s < now_s]
        for each in late:
            del self._held[each.one.delivery_id]
            for limit in self._rules[each.route].limits_of(each.line):
                limit.put_back()
            self._lines[each.route].setdefault(each.line, Line()).join(each.one)


def _waiting(claimed: Claimed) -> Waiting:
    return Waiting(
        delivery_id=claimed.delivery_ids[0],
        accepted_s=claimed.accepted_at.timestamp(),
        expires_s=claimed.expires_at.timestamp(),
    )
