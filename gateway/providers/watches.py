"""Who watches which route: a provider that tells us only while we ask it to."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from gateway.delivery.carriers import callback
from gateway.providers.http_carrier import make_asker
from gateway.providers.ringcentral_lists import MOST_BYTES
from gateway.providers.ringcentral_login import LoggedIn
from gateway.providers.ringcentral_watch import RingCentralWatch

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from gateway.config.models import Config
    from gateway.providers.hooks import Hooks


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
