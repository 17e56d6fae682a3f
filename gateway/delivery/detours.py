"""Which routes take no texts for long, and which others take theirs meanwhile."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gateway.spool.model import NOT_TAKEN, State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from gateway.config.models import Route
    from gateway.delivery.carrier import Carrier
    from gateway.spool.model import Claimed, Settlement

_TAKEN: Final = frozenset({State.DELIVERED, State.FAILED})  # the provider was there, and answered


class Detours:
    """Watches how attempts end, route by route.

    A text goes another way once, and only if the first provider certainly does not have it: one of
    unknown outcome goes nowhere. One such text may be an odd answer, and says nothing of its route
    yet; the next in a row does. New texts try the first route again as soon as it may be tried.
    """

    def __init__(
        self,
        routes: Iterable[Route],
        carriers: Mapping[str, Carrier],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Believe of every route that it works."""
        self._routes = {each.name: each for each in routes if each.then}
        self._carriers = carriers
        self._monotonic = monotonic
        self._failing_since: dict[str, float] = {}
        self._unclear: set[str] = set()  # whose last attempts were of unknown outcome

    def note(self, claimed: Claimed, settlements: Iterable[Settlement]) -> tuple[Settlement, ...]:
        """Return how attempts end for good: what another route is to send says which."""
        return tuple(self._noted(claimed, each) for each in settlements)

    def open(self) -> Iterator[tuple[str, str]]:
        """Yield each route that can send nothing now, for long, and the one in its place."""
        for name in self._routes:
            if self._carriers[name].limit == 0 and (then := self._instead_of(name)):
                yield name, then

    def _noted(self, claimed: Claimed, settlement: Settlement) -> Settlement:
        if settlement.state in _TAKEN and not settlement.finding:
            self._failing_since.pop(claimed.route, None)
            self._unclear.discard(claimed.route)
            return settlement
        is_untaken = settlement.status in NOT_TAKEN
        is_unclear = settlement.state is State.UNKNOWN
        if is_untaken or (is_unclear and claimed.route in self._unclear):
            self._failing_since.setdefault(claimed.route, self._monotonic())
        if is_unclear:
            self._unclear.add(claimed.route)
        if not is_untaken or claimed.diverted_from:
            return settlement
        return replace(settlement, then=self._instead_of(claimed.route))

    def _instead_of(self, name: str) -> str:
        """Return the route that takes the texts of one that fails for long; "" for none."""
        route = self._routes.get(name)
        if route is None or not self._fails_for(name, route.then_after.total_seconds()):
            return ""
        if self._carriers[route.then].limit == 0:
            return ""
        return route.then

    def _fails_for(self, name: str, seconds: float) -> bool:
        since = self._failing_since.get(name)
        return since is not None and self._monotonic() - since >= seconds
