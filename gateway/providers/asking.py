"""Asks a provider over HTTP, once: what it answered, and whether the request may have arrived.

**Failures:** `TemporaryFailure` where no connection came about, `UnknownOutcome` where one did:
then the provider may have done what it was asked, and nobody asks again unasked.
"""

from __future__ import annotations

import os
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Final, Protocol
from urllib.parse import urlencode

import aiohttp
from yarl import URL

from gateway.delivery.smtp_reply import clean
from gateway.errors import TemporaryFailure, UnknownOutcome
from gateway.providers.provider import Answer

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable
    from datetime import datetime

    from gateway.errors import DeliveryFailure
    from gateway.providers.provider import Order

MAX_ANSWER_BYTES: Final = 1 << 16
LONGEST_PAUSE_S: Final = 3600.0
_FORM: Final = "application/x-www-form-urlencoded"
_JSON: Final = "application/json"
_HEADERS: Final = {
    "User-Agent": "optwarden",
    "Accept-Encoding": "identity",  # with it no answer is larger than it looks
}


class Asking(Protocol):
    """Whatever asks a provider."""

    async def ask(self, order: Order) -> Answer:
        """Return the answer, whatever its status.

        Raises:
            TemporaryFailure: the request did not leave.
            UnknownOutcome: it may have arrived.
        """
        ...

    async def close(self) -> None:
        """Let go of what is held open."""
        ...


class _Mark:
    """Whether a connection came about."""

    connected = False


class Asker:
    """Asks one provider. Each request has a connection of its own, and one only.

    One that is kept open may have been closed by the other end just now: whether a request on it
    arrived could not be told. A GET whose connection ends without an answer aiohttp sends again
    by itself (RFC 9110 9.2.2 calls it idempotent, a text is not): its second connection is refused.
    """

    def __init__(
        self,
        *,
        connect_s: float,
        answer_s: float,
        tls: ssl.SSLContext | None,
        clock: Callable[[], datetime],
        most_bytes: int = MAX_ANSWER_BYTES,
    ) -> None:
        """Connect to nothing yet; without `tls` the system's authorities are trusted.

        `most_bytes`: how much of an answer is read.
        """
        self._most_bytes = most_bytes
        self._timeout = aiohttp.ClientTimeout(
            total=connect_s + answer_s, sock_connect=connect_s, sock_read=answer_s
        )
        self._tls = tls
        self._clock = clock
        self._session: aiohttp.ClientSession | None = None

    async def ask(self, order: Order) -> Answer:
        """Return the answer, whatever its status; a redirection is an answer, too.

        Raises:
            TemporaryFailure: the request did not leave.
            UnknownOutcome: it may have arrived.
        """
        mark = _Mark()
        try:
            async with self._request(order, mark) as response:
                body, is_whole = await _body(response, self._most_bytes)
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise _failure(error, mark) from error
        return Answer(
            status=response.status,
            body=body,
            retry_after_s=self._pause_s(response.headers.get("Retry-After", "")),
            is_whole=is_whole,
        )

    async def close(self) -> None:
        """Let go of what is held open."""
        if self._session is not None:
            await self._session.close()

    def _request(self, order: Order, mark: _Mark) -> aiohttp.client._RequestContextManager:
        if self._session is None:
            self._session = self._open()
        query = f"?{urlencode(order.query)}" if order.query else ""
        body = order.json or urlencode(order.form).encode()
        headers = dict(order.headers)
        if body:
            headers["Content-Type"] = _JSON if order.json else _FORM
        if order.login:
            headers["Authorization"] = aiohttp.encode_basic_auth(*order.login, encoding="utf-8")
        return self._session.request(
            order.method,
            URL(order.url + query, encoded=True),
            data=body or None,
            headers=headers,
            allow_redirects=False,  # nobody hands our login on
            trace_request_ctx=mark,
        )

    def _open(self) -> aiohttp.ClientSession:
        tracing = aiohttp.TraceConfig()
        tracing.on_connection_create_start.append(_connecting)
        tracing.on_connection_create_end.append(_connected)
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(force_close=True, limit=0, ssl=self._tls or True),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            timeout=self._timeout,
            headers=_HEADERS,
            trace_configs=[tracing],
        )

    def _pause_s(self, retry_after: str) -> float:
        """Read a Retry-After, seconds or a date (RFC 9110 10.2.3); 0 where it says nothing."""
        if retry_after.isascii() and retry_after.isdigit():
            return min(float(retry_after[:9]), LONGEST_PAUSE_S)
        try:
            until = parsedate_to_datetime(retry_after)
            pause_s = (until - self._clock()).total_seconds()
        except (ValueError, TypeError, OverflowError):
            return 0.0
        return min(max(pause_s, 0.0), LONGEST_PAUSE_S)


async def _connecting(_session: aiohttp.ClientSession, context: Any, _params: object) -> None:  # noqa: ANN401 - aiohttp's
    if context.trace_request_ctx.connected:
        raise aiohttp.ClientConnectionError("nothing is asked twice")


async def _connected(_session: aiohttp.ClientSession, context: Any, _params: object) -> None:  # noqa: ANN401 - aiohttp's
    context.trace_request_ctx.connected = True


async def _body(response: aiohttp.ClientResponse, most: int) -> tuple[bytes, bool]:
    """Return the beginning of an answer's body, and whether that is all of it."""
    body = bytearray()
    try:
        async for chunk in response.content.iter_any():
            body += chunk
            if len(body) > most:
                return bytes(body[:most]), False
    except (aiohttp.ClientError, OSError, TimeoutError):
        return bytes(body), False  # its status has told the most of it
    return bytes(body), True


def _failure(error: Exception, mark: _Mark) -> DeliveryFailure:
    if mark.connected:
        return UnknownOutcome(
            "the provider did not answer: it may have taken the text", status="4.4.2"
        )
    return TemporaryFailure(
        f"the provider cannot be reached: {why_unreachable(error)}", status="4.4.1"
    )


def why_unreachable(error: Exception) -> str:
    """Say what kept us from connecting; where to is nobody's business who reads the queue."""
    match error:
        case aiohttp.ClientConnectorCertificateError():
            return clean(str(error.certificate_error).partition(",")[0])
        case aiohttp.ClientConnectorSSLError():
            return "TLS with it fails"
        case aiohttp.ClientConnectorDNSError():
            return "its name is not found"
        case aiohttp.ClientConnectorError() if error.os_error.errno:
            return os.strerror(error.os_error.errno)
        case _:
            return type(error).__name__
