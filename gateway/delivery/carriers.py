"""From routes to what carries their messages."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from gateway.config.addresses import is_loopback
from gateway.delivery.outbox import OutboxCarrier
from gateway.delivery.smtp_carrier import SmtpCarrier
from gateway.providers.hook_secrets import hook_secrets
from gateway.providers.http_carrier import HttpCarrier
from gateway.providers.kannel import Kannel
from gateway.providers.proofs import Proofs
from gateway.providers.signal import signal
from gateway.providers.twilio import Twilio
from gateway.providers.webhook import Webhook

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from gateway.config.models import Config, Route
    from gateway.delivery.carrier import Carrier
    from gateway.providers.proofs import Listing
    from gateway.providers.provider import Provider


def make_carriers(
    config: Config, listing: Listing, clock: Callable[[], datetime]
) -> dict[str, Carrier]:
    """Return a carrier a route, by its name; none of them connects yet.

    `listing` is told of numbers that a provider says are to be left alone.

    Raises:
        ConfigError: a route's authorities or secrets cannot be read.
    """
    hostname = config.smtp[0].hostname if config.smtp else "localhost"
    proofs = Proofs(listing, clock)

    def asking(route: Route, provider: Provider) -> Carrier:
        return HttpCarrier(
            route, provider,
            delivery=config.delivery, callback=callback(config, route),
            proofs=proofs, clock=clock,
        )  # fmt: skip

    def carrier(route: Route) -> Carrier:
        match route.kind:
            case "outbox":
                return OutboxCarrier(config.data_dir / "outbox" / route.name)
            case "smtp":
                return SmtpCarrier(route, config.delivery, hostname)
            case "twilio":
                return asking(route, Twilio(route))
            case "kannel":
                return asking(route, Kannel(route, next(iter(hook_secrets(route)), "")))
            case "webhook":
                hook_secrets(route)  # a secret that can sign nothing is a mistake at the start
                return asking(route, Webhook(route))
            case "signal":
                return asking(route, signal(route))

    return {route.name: carrier(route) for route in config.route}


def callback(config: Config, route: Route) -> str:
    """Return the URL where the provider says what became of texts; "" where it cannot reach it."""
    if not hook_secrets(route) or all("hooks" not in each.serves for each in config.http):
        return ""
    ours, theirs = urlsplit(config.public.url), urlsplit(route.url)
    if is_loopback(ours.hostname or "") and not is_loopback(theirs.hostname or ""):
        return ""
    return f"{config.public.url.rstrip('/')}/hooks/{route.name}/status"
