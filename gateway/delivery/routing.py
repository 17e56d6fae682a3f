"""Which route carries a message: the first that matches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filters.decision import Effect, Finding
from filters.message import Category
from suppression.channel import Channel

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gateway.config.models import Route

ROUTELESS: Final = Finding(
    code="CONFIG_INVALID",
    cites="RFC 5321 4.2.5",
    effect=Effect.DEFER,
    reason="No route carries this message.",
)
"""What is said of a message that none matches."""


def route_for(  # noqa: PLR0913 - the facts a route can be chosen by
    routes: Sequence[Route],
    *,
    channel: Channel,
    category: str,
    stream: str,
    identity: str,
    domain: str,
) -> Route | None:
    """Return the first route that carries such a message; None when none does.

    `domain` is the recipient's as an A-label, "" for a number. An empty list matches all.
    """
    for route in routes:
        wanted = (
            (route.match.categories, category),
            (route.match.streams, stream),
            (route.match.sender, identity),
            (tuple(d.lower() for d in route.match.recipient_domains), domain.lower()),
        )
        if route.channel == channel and all(not of or it in of for of, it in wanted):
            return route
    return None


def answering_route(
    routes: Sequence[Route], purposes: Iterable[str], identity: str
) -> Route | None:
    """Return the route of an answer to a text: else one by which texts of its identity leave."""
    found = (
        route_for(
            routes, channel=Channel.SMS, category=category, stream="", identity=identity, domain=""
        )
        for category in (Category.SYSTEM, *purposes)
    )
    return next(filter(None, found), None)
