"""The providers that are listened to instead of calling us, each by its route.

**Failures:** none that end it; see `inbox.py`, `signal_doer.py` and `signal_receiver.py`.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Final

import aiohttp

from gateway.log import logger
from gateway.providers.http_carrier import authorities_of, password_of
from gateway.providers.inbox import Inbox
from gateway.providers.received import Received
from gateway.providers.signal_doer import SignalDoer
from gateway.providers.signal_receiver import SignalReceiver
from gateway.providers.signal_sources import EventsSource, RestSource, SourceError

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from gateway.config.models import Config, Route
    from gateway.providers.signal_doer import Taking
    from gateway.providers.signal_sources import Source
    from gateway.providers.trouble import Troubles

_HEADERS: Final = {"User-Agent": "optwarden"}
_GRACE_S: Final = 30.0  # for what no disk could keep


class Receivers:
    """Everybody who is listened to under one configuration."""

    def __init__(self, config: Config, taking: Taking, *, clock: Callable[[], datetime]) -> None:
        """Connect to nothing yet.

        Raises:
            ConfigError: a password or certificate authority cannot be used.
        """
        self._ways = [
            (route, authorities_of(route)) for route in config.route if route.kind == "signal"
        ]
        for route, _ in self._ways:
            password_of(route)
        self._inbox = Inbox(Received(received_folder(config.data_dir)))
        self._doer = SignalDoer(self._inbox, taking)
        self._stop = asyncio.Event()
        self._clock = clock
        self._receivers: dict[str, SignalReceiver] = {}

    def troubles(self) -> Troubles:
        """Return why what people write is not heard, by route; of no route before `run`."""
        return {route: receiver.trouble for route, receiver in self._receivers.items()}

    async def caught_up(self) -> None:
        """Wait until what was left undone when the program last ended is done, or for `stop`."""
        await self._inbox.caught_up.wait()

    def stop(self) -> None:
        """Let `run` end once what was asked for is here and kept."""
        self._stop.set()
        self._inbox.caught_up.set()

    async def run(self) -> None:
        """Listen until `stop`."""
        async with AsyncExitStack() as stack, asyncio.TaskGroup() as group:
            beside = [group.create_task(work) for work in (self._inbox.run(), self._doer.run())]
            try:
                async with asyncio.TaskGroup() as listening:
                    for route, tls in self._ways:
                        session = await stack.enter_async_context(_session(route, tls))
                        receiver = SignalReceiver(
                            route, _source(route, session), self._inbox, clock=self._clock
                        )
                        self._receivers[route.name] = receiver
                        listening.create_task(receiver.run(self._stop))
                    await self._stop.wait()
                await self._settled()
            finally:
                for task in beside:
                    task.cancel()

    async def _settled(self) -> None:
        try:
            async with asyncio.timeout(_GRACE_S):
                await self._inbox.settled()
        except TimeoutError:
            logger().error("signal-cut-off", route="")


def received_folder(data_dir: Path) -> Path:
    """Return where what was received waits until it is done."""
    return data_dir / "received"


def _source(route: Route, session: aiohttp.ClientSession) -> Source:
    if route.protocol == "rest":
        return RestSource(session, route.url, route.number)
    return EventsSource(session, route.url)


def _session(route: Route, tls: ssl.SSLContext | None) -> aiohttp.ClientSession:
    async def ask(
        request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
    ) -> aiohttp.ClientResponse:
        """Log in with the password as it is now, and where we meant to alone."""
        if route.username:
            login = aiohttp.encode_basic_auth(route.username, password_of(route), encoding="utf-8")
            request.headers["Authorization"] = login
        answer = await handler(request)
        if answer.status // 100 == 3:  # noqa: PLR2004 - RFC 9110 15.4
            answer.close()
            raise SourceError(f"it answered {answer.status}, and is somewhere else")
        return answer

    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(ssl=tls or True),
        cookie_jar=aiohttp.DummyCookieJar(),
        headers=_HEADERS,
        middlewares=(ask,),
        trust_env=False,
    )
