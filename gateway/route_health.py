"""Whether each route works: what it takes now, how its last attempt ended, whether it is heard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gateway.spool.model import State

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gateway.config.models import Route
    from gateway.delivery.outcomes import LastOutcome, Outcomes
    from gateway.providers.trouble import Troubles

_ILL = frozenset({State.DEFERRED, State.UNKNOWN, State.QUEUED})


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteHealth:
    """How one route is just now."""

    name: str
    kind: str
    channel: str
    limit: int  # sends at once it takes just now; 0 while it is left alone
    most: int  # that it takes when all is well; 0 where its kind decides
    last: LastOutcome | None
    is_heard: bool | None  # whether people's texts reach us over it; None where nobody listens
    trouble: str  # why they do not, where a provider says so

    @property
    def word(self) -> str:
        """How it is, in a word."""
        if not self.limit:
            return "down"
        if self.last is None:
            return "idle"
        return "failing" if self.last.state in _ILL else "works"


class RouteHealths:
    """Looks at the routes of one configuration."""

    def __init__(
        self,
        routes: Sequence[Route],
        limit: Callable[[str], int],
        outcomes: Outcomes,
        *,
        troubles: Callable[[], Troubles],
    ) -> None:
        """Ask these; `limit` says how much a route takes at once."""
        self._routes = routes
        self._limit = limit
        self._outcomes = outcomes
        self._troubles = troubles

    def all(self) -> tuple[RouteHealth, ...]:
        """Return how every route is, in the order of the configuration."""
        troubles = self._troubles()
        return tuple(self._of(route, troubles) for route in self._routes)

    def _of(self, route: Route, troubles: Troubles) -> RouteHealth:
        trouble = troubles.get(route.name)
        return RouteHealth(
            name=route.name,
            kind=route.kind,
            channel=route.channel,
            limit=self._limit(route.name),
            most=0 if route.kind == "outbox" else route.max_connections,
            last=self._outcomes.last(route.name),
            is_heard=trouble is None if route.name in troubles else None,
            trouble=trouble.why if trouble else "",
        )
