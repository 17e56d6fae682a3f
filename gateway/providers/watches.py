"""Who watches which route: a provider that tells us only while asked, one that is to be told."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from gateway.delivery.carriers import callback
from gateway.providers.http_carrier import make_asker
from gateway.providers.propagation import Propagation
from gateway.providers.pushing import RingCentralPusher, TwilioPusher
from gateway.providers.ringcentral_lists import MOST_BYTES
from gateway.providers.ringcentral_login import LoggedIn
from gateway.providers.ringcentral_watch import RingCentralWatch

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from gateway.config.models import Config
    from gateway.providers.asking import Asking
    from gateway.providers.hooks import Hooks
    from gateway.providers.propagation import Waits
    from gateway.providers.pushing import Pusher


def make_propagations(
    config: Config, waits: Waits, clock: Callable[[], datetime]
) -> tuple[Propagation, ...]:
    """Return who tells the providers of opt-outs that are to be told; nothing is asked yet.

    Raises:
        ConfigError: a route's authorities cannot be read.
    """
    found = []
    for route in config.route:
        if not route.push_opt_outs:
            continue
        asker: Asking = make_asker(route, config.delivery, clock)
        pusher: Pusher = TwilioPusher(route)
        if route.kind == "ringcentral":
            asker, pusher = LoggedIn(asker, route), RingCentralPusher(route)
        found.append(Propagation(route, pusher, asker, waits=waits, clock=clock))
    return tuple(found)


def make_watches(
    config: Config, hooks: Hooks, clock: Callable[[], datetime]
) -> tuple[RingCentralWatch, ...]:
    """Return a watch for each route that needs one; none of them asks anything yet.

    Raises:
        ConfigError: a route's authorities cannot be read.
    """
    watches = []
    for route in config.route:
        if route.kind != "ringcentral":
            continue
        asker = make_asker(route, config.delivery, clock, most_bytes=MOST_BYTES)
        watch = RingCentralWatch(
            route,
            LoggedIn(asker, route),
            listener=partial(hooks.listener, route.name),
            address=callback(config, route, "events"),
            take_in=partial(hooks.take_in, route.name),
            clock=clock,
        )
        hooks.watched(route.name, watch)
        watches.append(watch)
    return tuple(watches)
