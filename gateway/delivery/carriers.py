"""From routes to what carries their messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gateway.delivery.outbox import OutboxCarrier
from gateway.delivery.smtp_carrier import SmtpCarrier

if TYPE_CHECKING:
    from gateway.config.models import Config, Route
    from gateway.delivery.carrier import Carrier


def make_carriers(config: Config) -> dict[str, Carrier]:
    """Return a carrier a route, by its name; none of them connects yet.

    Raises:
        ConfigError: a route's authorities or secrets cannot be read.
    """
    hostname = config.smtp[0].hostname if config.smtp else "localhost"
    return {route.name: _carrier(route, config, hostname) for route in config.route}


def _carrier(route: Route, config: Config, hostname: str) -> Carrier:
    match route.kind:
        case "outbox":
            return OutboxCarrier(config.data_dir / "outbox" / route.name)
        case "smtp":
            return SmtpCarrier(route, config.delivery, hostname)
