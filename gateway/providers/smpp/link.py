"""Keeps one link to an SMSC bound: connects, binds, and begins again after growing pauses.

**Failures:** `TemporaryFailure` for who wants a link that is down; it says why it is.
"""

from __future__ import annotations

import asyncio
import os
import random
import socket
import ssl
import time
from typing import TYPE_CHECKING, Final

from gateway.delivery.smtp_reply import clean
from gateway.errors import ConfigError, GatewayError, TemporaryFailure
from gateway.log import logger
from gateway.providers.guard import guarded
from gateway.providers.http_carrier import authorities_of, password_of
from gateway.providers.smpp.session import Session, Terms
from gateway.providers.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from gateway.config.models import Delivery, Route
    from gateway.providers.smpp.hearer import Hearer

_FIRST_PAUSE_S: Final = 1.0
_LONGEST_PAUSE_S: Final = 60.0
_STEADY_S: Final = 30.0  # a link that held for so long is begun again at once
_IDLE_S: Final = 30.0


class Link:
    """The link of one route."""

    def __init__(self, route: Route, delivery: Delivery, *, clock: Callable[[], datetime]) -> None:
        """Connect to nothing yet.

        Raises:
            ConfigError: `ca_file` cannot be used.
        """
        self._route = route
        self._connect_s = delivery.connect_timeout.total_seconds()
        self._answer_s = delivery.answer_timeout.total_seconds()
        self._tls = _tls(route)
        self._session: Session | None = None
        self._why_down = "the link to the SMSC is not up yet"
        self._clock = clock
        self._down_since = clock()
        self._tried = asyncio.Event()  # since the last connection: whether one came about
        self._is_closing = False

    @property
    def trouble(self) -> Trouble | None:
        """Why nothing comes in over it just now; none where it is up."""
        if self._session is not None and not self._session.is_over:
            return None
        since = self._down_since if self._session is None else self._clock()
        return Trouble(route=self._route.name, since=since, why=self._why_down)

    async def session(self) -> Session:
        """Return the bound connection, waiting for one that is being made.

        Raises:
            TemporaryFailure: there is none.
        """
        try:
            async with asyncio.timeout(self._connect_s + self._answer_s):
                await self._tried.wait()
        except TimeoutError:
            pass  # nobody tries: we are being shut down
        if self._session is None or self._session.is_over:
            raise TemporaryFailure(self._why_down, status="4.4.1")
        return self._session

    async def run(self, hearer: Hearer) -> None:
        """Keep it bound until `close`."""
        pause_s = _FIRST_PAUSE_S
        while not self._is_closing:
            began = time.monotonic()
            try:
                with guarded(OSError):
                    why = await self._serve(hearer)
            except (OSError, GatewayError) as error:
                why = _reason(error)
            self._note_down(why)
            if time.monotonic() - began > _STEADY_S:
                pause_s = _FIRST_PAUSE_S
            if not self._is_closing:
                await asyncio.sleep(pause_s * random.uniform(0.8, 1.2))  # noqa: S311 - no secret
            pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)

    async def close(self) -> None:
        """Unbind, and bind no more."""
        self._is_closing = True
        self._tried.set()
        if self._session is not None:
            await self._session.close()

    async def _serve(self, hearer: Hearer) -> str:
        """Bind once, and return why the link ended."""
        self._tried.clear()
        try:
            session = await self._bound()
            self._session = session
        finally:
            self._tried.set()
        logger().info("smpp-bound", route=self._route.name)
        hearer.bound()
        try:
            return await session.run(hearer)
        finally:
            self._session = None
            self._down_since = self._clock()

    async def _bound(self) -> Session:
        terms = self._terms()
        async with asyncio.timeout(self._connect_s):
            reader, writer = await asyncio.open_connection(
                self._route.host, self._route.port, ssl=self._tls
            )
        session = Session(reader, writer, terms)
        try:
            await session.bind()
        except BaseException:
            writer.transport.abort()
            raise
        return session

    def _terms(self) -> Terms:
        route = self._route
        try:
            secret = password_of(route)
        except ConfigError as error:
            message = "the route's password cannot be read"
            raise TemporaryFailure(message, status="4.7.0") from error
        return Terms(
            system_id=route.username,
            password=secret,
            system_type=route.system_type,
            alphabet=route.alphabet,
            answer_s=self._answer_s,
            idle_s=_IDLE_S,
        )

    def _note_down(self, why: str) -> None:
        if why != self._why_down and not self._is_closing:
            logger().warning("smpp-down", route=self._route.name, why=why)
        self._why_down = why


def _reason(error: Exception) -> str:
    if isinstance(error, GatewayError):
        return str(error)
    return f"the SMSC cannot be reached: {_why(error)}"


def _why(error: Exception) -> str:
    """Say what kept us from connecting; where to is nobody's business who reads the queue."""
    match error:
        case ssl.SSLCertVerificationError():
            return clean(error.verify_message.partition(",")[0])
        case ssl.SSLError():
            return "TLS with it fails"
        case socket.gaierror():
            return "its name is not found"
        case OSError() if error.errno:
            return os.strerror(error.errno)
        case _:
            return type(error).__name__


def _tls(route: Route) -> ssl.SSLContext | None:
    if route.tls == "none":
        return None
    return authorities_of(route) or ssl.create_default_context()
