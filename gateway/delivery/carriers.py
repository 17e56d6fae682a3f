"""From routes to what carries their messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol
from urllib.parse import urlsplit

from gateway.config.addresses import is_loopback
from gateway.delivery.bounces import Bounces
from gateway.delivery.bounces import Listing as Bouncing
from gateway.delivery.outbox import OutboxCarrier
from gateway.delivery.smtp_carrier import SmtpCarrier
from gateway.providers.hook_secrets import hook_secrets
from gateway.providers.http_carrier import HttpCarrier, make_asker
from gateway.providers.kannel import Kannel
from gateway.providers.proofs import Listing as Proving
from gateway.providers.proofs import Proofs
from gateway.providers.ringcentral import RingCentral
from gateway.providers.ringcentral_login import LoggedIn
from gateway.providers.signal import signal
from gateway.providers.smpp.carrier import SmppCarrier
from gateway.providers.twilio import Twilio
from gateway.providers.webhook import Webhook

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from gateway.config.models import Config, Route
    from gateway.delivery.carrier import Carrier
    from gateway.providers.asking import Asking
    from gateway.providers.provider import Provider


class Listing(Bouncing, Proving, Protocol):
    """The list, as far as next hops and providers add to it."""


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

    def asking(route: Route, provider: Provider, asker: Asking | None = None) -> Carrier:
        return HttpCarrier(
            route, provider,
            delivery=config.delivery, callback=callback(config, route),
            proofs=proofs, clock=clock, asker=asker,
        )  # fmt: skip

    def carrier(route: Route) -> Carrier:
        match route.kind:
            case "outbox":
                return OutboxCarrier(config.data_dir / "outbox" / route.name)
            case "smtp":
                return SmtpCarrier(route, config.delivery, hostname, Bounces(listing, clock))
            case "smpp":
                return SmppCarrier(route, delivery=config.delivery, proofs=proofs, clock=clock)
            case "ringcentral":
                logged_in = LoggedIn(make_asker(route, config.delivery, clock), route)
                return asking(route, RingCentral(route), logged_in)
            case _:
                return asking(route, _ASKED[route.kind](route))

    return {route.name: carrier(route) for route in config.route}


def _kannel(route: Route) -> Provider:
    return Kannel(route, next(iter(hook_secrets(route)), ""))


def _webhook(route: Route) -> Provider:
    hook_secrets(route)  # a secret that can sign nothing is a mistake at the start
    return Webhook(route)


_ASKED: Final[Mapping[str, Callable[[Route], Provider]]] = {
    "twilio": Twilio,
    "kannel": _kannel,
    "webhook": _webhook,
    "signal": signal,
}
"""Kinds of routes whose provider is asked over HTTP."""


def callback(config: Config, route: Route, what: str = "status") -> str:
    """Return the URL where the provider says what became of texts; "" where it cannot reach it.

    `what`: the last part of the URL; "events" is where it says everything.
    """
    if not hook_secrets(route) or all("hooks" not in each.serves for each in config.http):
        return ""
    ours, theirs = urlsplit(config.public.url), urlsplit(route.url)
    if is_loopback(ours.hostname or "") and not is_loopback(theirs.hostname or ""):
        return ""
    return f"{config.public.url.rstrip('/')}/hooks/{route.name}/{what}"
