"""How many connections of a route one domain of recipients may have, and which domain rests.

A domain whose recipients are refused for now, for policy or for too much mail, is left alone as a
next hop is that is down; the others go on.
"""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING

from gateway.delivery.circuit_breaker import CircuitBreaker
from gateway.spool.model import State

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gateway.config.models import Route
    from gateway.spool.model import Claimed, Settlement


class _Slots:
    """The connections that one domain may have at once."""

    def __init__(self, limit: int, monotonic: Callable[[], float]) -> None:
        """Begin with all of them free."""
        self._limit = limit
        self._busy = 0
        self.breaker = CircuitBreaker(monotonic)

    @property
    def is_as_new(self) -> bool:
        """Whether there is nothing to remember."""
        return self._busy == 0 and self.breaker.has_worked

    def ready_at(self, now_s: float, others: int = 0) -> float:
        """Return when there is one left by others, as far as that is known."""
        if self.breaker.is_open and not others:
            return now_s + self.breaker.rests_s
        return now_s if self.tokens(now_s) > others else math.inf

    def tokens(self, now_s: float) -> int:
        """Return how many are free now."""
        del now_s
        if self.breaker.is_open:
            return 0
        return max(0, (1 if self.breaker.is_half_open else self._limit) - self._busy)

    def take(self, now_s: float) -> None:
        """Take one."""
        del now_s
        self._busy += 1

    def put_back(self) -> None:
        """Free one."""
        self._busy -= 1


class DomainShare:
    """The domains of one route, each for itself."""

    is_shared = False
    look_s = 30.0  # the line is lost with the process: what waited in it is not to wait for long

    def __init__(self, route: Route, monotonic: Callable[[], float]) -> None:
        """Begin with all of them free, and none that rests."""
        self._monotonic = monotonic
        self._limit = route.max_connections_per_domain or sys.maxsize
        self._slots: dict[str, _Slots] = {}

    @staticmethod
    def of(route: Route, monotonic: Callable[[], float]) -> DomainShare | None:
        """Return the shares of a route; none where nobody waits for a connection."""
        return DomainShare(route, monotonic) if route.kind == "smtp" else None

    @staticmethod
    def line_of(claimed: Claimed) -> str:
        """Return the domain of a transaction: of several, the first recipient's."""
        return claimed.recipients[0].domain

    def limits_of(self, line: str) -> Sequence[_Slots]:
        """Return the connections of a domain."""
        return [self._of(line)]

    def waits_for_nobody(self, claimed: Claimed) -> bool:
        """Whether a message leaves at once: where its domain rests and not all that it is for."""
        if not self._rests(self.line_of(claimed)):
            return False
        return not all(self._rests(each.domain) for each in claimed.recipients)

    def ended(self, claimed: Claimed, settlements: Sequence[Settlement], *, has_left: bool) -> None:
        """Free the connection, and note what was said of the domains."""
        del has_left
        self._of(self.line_of(claimed)).put_back()
        about: dict[str, list[Settlement]] = {}
        # nothing was said where we broke on the attempt
        for recipient, settlement in zip(claimed.recipients, settlements, strict=False):
            about.setdefault(recipient.domain, []).append(settlement)
        for domain, said in about.items():
            slots = self._of(domain)
            if any(each.state is State.DELIVERED for each in said):
                slots.breaker.worked()
            elif any(each.rests_domain for each in said):
                slots.breaker.failed()
            if slots.is_as_new:
                del self._slots[domain]

    def _rests(self, domain: str) -> bool:
        return domain in self._slots and self._slots[domain].breaker.is_open

    def _of(self, domain: str) -> _Slots:
        slots = self._slots.get(domain)
        if slots is None:
            slots = self._slots[domain] = _Slots(self._limit, self._monotonic)
        return slots
