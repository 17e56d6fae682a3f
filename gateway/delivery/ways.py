"""The next hops of pass-through listeners, and which of them a message goes by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gateway.config.pass_through import carries_several
from gateway.delivery.passage import Way
from gateway.delivery.routing import route_for
from suppression.channel import Channel

if TYPE_CHECKING:
    from filters.message import Recipient
    from gateway.config.models import Config, SmtpListener


class Ways:
    """A way a route; none of them connects yet."""

    def __init__(self, config: Config) -> None:
        """Take the `smtp` routes, if any listener passes mail on.

        Raises:
            ConfigError: the authorities of a route cannot be read.
        """
        self._config = config
        self._routes = config.route
        names = [sender.name for sender in config.sender]
        self._only_identity = names[0] if len(names) == 1 else ""
        self._ways: dict[str, Way] = {}
        if any(listener.delivery == "pass-through" for listener in config.smtp):
            hostname = config.smtp[0].hostname
            self._ways = {
                route.name: Way(route, config.delivery, hostname)
                for route in config.route
                if route.kind == "smtp"
            }

    def of(self, recipient: Recipient, category: str) -> Way | None:
        """Return the way of a message that is not there yet; none where no route carries it.

        `category`: what its listener takes it for. `gateway/config/pass_through.py` sees to it that
        nothing else decides.
        """
        route = route_for(
            self._routes, channel=Channel.EMAIL, category=category, stream="",
            identity=self._only_identity, domain=recipient.domain,
        )  # fmt: skip
        return None if route is None else self._ways.get(route.name)

    def carry_several(self, listener: SmtpListener) -> bool:
        """Whether mail of a listener goes to all its recipients at once."""
        return carries_several(listener, self._config)

    def by(self, route: str) -> Way:
        """Return the way of a route, by its name."""
        return self._ways[route]

    def close(self) -> None:
        """Close what is idle."""
        for way in self._ways.values():
            way.close()
