"""The providers that are listened to instead of calling us, each by its route.

**Failures:** none that end it; see `signal_receiver.py`.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Final

import aiohttp

from gateway.providers.http_carrier import authorities_of, password_of
from gateway.providers.pending import Pending
from gateway.providers.signal_receiver import SignalReceiver, pending_file
from gateway.providers.signal_sources import EventsSource, RestSource

if TYPE_CHECKING:
    import ssl

    from gateway.config.models import Config, Route
    from gateway.providers.signal_receiver import Taking
    from gateway.providers.signal_sources import Source


_HEADERS: Final = {"User-Agent": "optwarden"}


class Receivers:
    """Everybody who is listened to under one configuration."""

    def __init__(self, config: Config, taking: Taking) -> None:
        """Connect to nothing yet.

        Raises:
            ConfigError: a password or certificate authority cannot be used.
        """
        self._data_dir = config.data_dir
        self._ways = [
            (route, _headers(route), authorities_of(route))
            for route in config.route
            if route.kind == "signal"
        ]
        self._taking = taking

    async def run(self) -> None:
        """Listen until it is cancelled."""
        async with AsyncExitStack() as stack, asyncio.TaskGroup() as group:
            for route, headers, tls in self._ways:
                session = await stack.enter_async_context(_session(headers, tls))
                group.create_task(self._receiver(route, session).run())

    def _receiver(self, route: Route, session: aiohttp.ClientSession) -> SignalReceiver:
        source: Source = EventsSource(session, route.url)
        if route.protocol == "rest":
            source = RestSource(session, route.url, route.number)
        pending = Pending(pending_file(self._data_dir, route.name))
        return SignalReceiver(route, source, self._taking, pending)


def _headers(route: Route) -> dict[str, str]:
    if not route.username:
        return _HEADERS
    login = aiohttp.encode_basic_auth(route.username, password_of(route), encoding="utf-8")
    return {**_HEADERS, "Authorization": login}


def _session(headers: dict[str, str], tls: ssl.SSLContext | None) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(ssl=tls or True),
        cookie_jar=aiohttp.DummyCookieJar(),
        headers=headers,
        trust_env=False,
    )
