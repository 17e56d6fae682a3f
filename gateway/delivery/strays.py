"""What waits for a route that was renamed or removed, and is routed again.

**Failures:** every verb of the spool may raise `StoreUnavailable`; what waits is looked at again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from filters.message import Category
from gateway.delivery.routing import answering_route, route_for
from gateway.log import logger
from gateway.spool.rerouting import FIRST
from suppression.channel import Channel

if TYPE_CHECKING:
    from gateway.config.models import Config
    from gateway.spool.rerouting import Choose, Place, Rerouted, WaitedFor
    from gateway.spool.rows import DeliveryRow

_NOT_LOOKED: Final = -1


class Straying(Protocol):
    """The spool, as far as routes that are gone go."""

    async def waited_for(self) -> WaitedFor:
        """Return the routes that something waits for."""
        ...

    async def route_again(
        self, route: str, choose: Choose, *, after: Place, until: int
    ) -> Rerouted:
        """Move some hundred deliveries that wait for a route to those that are chosen."""
        ...


class Strays:
    """Finds what no carrier would take, and has it go as the configuration says today.

    Postfix asks for the transport of what waits again, too, whenever it looks at its queue.
    """

    def __init__(self, spool: Straying, config: Config) -> None:
        """Route by this configuration."""
        self._spool = spool
        self._config = config
        self._known = frozenset(route.name for route in config.route)
        self._until = _NOT_LOOKED
        self._after: dict[str, Place] = {}
        self._told: set[str] = set()

    async def route_again(self) -> bool:
        """Give some of what strays a route; whether any got one, and there may be more.

        What is stored after the first look was accepted under this configuration, or under the one
        that takes over: that is none of ours.
        """
        waited_for = await self._spool.waited_for()
        if self._until == _NOT_LOOKED:
            self._until = waited_for.last_id
        has_moved = False
        for route in waited_for.routes:
            if route not in self._known:
                has_moved |= await self._route_again(route)
        return has_moved

    async def _route_again(self, route: str) -> bool:
        found = await self._spool.route_again(
            route, self._choose, after=self._after.get(route, FIRST), until=self._until
        )
        self._after[route] = found.after
        for then, count in found.by_route.items():
            logger().warning("rerouted", route=route, then=then, recipients=count)
        if found.left and route not in self._told:
            self._told.add(route)
            logger().error("no-route", route=route, queue_id=found.left)
        return bool(found.by_route)

    def _choose(self, row: DeliveryRow) -> str:
        routes = self._config.route
        if row.channel is Channel.SMS and row.category == Category.SYSTEM:
            route = answering_route(routes, self._config.sms.purposes, row.identity)
        else:
            route = route_for(
                routes, channel=row.channel, category=row.category, stream=row.stream,
                identity=row.identity, domain=row.recipient.domain,
            )  # fmt: skip
        return "" if route is None else route.name
