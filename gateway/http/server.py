"""One HTTP listener: its socket, its TLS, its limits, its start and its stop.

**Failures:** an address in use or a certificate that cannot be read raises at `start`; a request
that breaks us is answered 503, and logged by the type of what happened and where.
"""

from __future__ import annotations

import asyncio
import ssl
from typing import TYPE_CHECKING, Any, Final, cast

from aiohttp import hdrs, http_parser, web
from aiohttp.http_exceptions import LineTooLong

from gateway.admission import Gate
from gateway.errors import ConfigError, Problem
from gateway.http.application import application, response_to
from gateway.http.failures import place
from gateway.http.origin import counted_to
from gateway.http.problems import Refusal, bad_request
from gateway.log import logger
from gateway.metrics import counts
from gateway.sockets import BACKLOG, bind

if TYPE_CHECKING:
    import socket
    from collections.abc import Sequence

    from aiohttp.web_request import BaseRequest

    from gateway.config.models import HttpListener
    from gateway.http.origin import Network
    from gateway.http.services import Services

_LINE_BYTES: Final = 8 << 10  # RFC 9112 3: 8000 or more; not what fields have, to tell them apart
_HOOK_LINE_BYTES: Final = 64 << 10  # Kannel writes a whole text into it, six bytes a character
_LIMITS: Final[dict[str, Any]] = {
    "max_field_size": 8190,
    "max_headers": 100,
    "keepalive_timeout": 30.0,  # also how long a head may take
    "lingering_time": 2.0,
    "auto_decompress": False,  # a body is what it is: no decompression bombs
    "access_log": None,  # paths hold tokens
}
_URI_TOO_LONG: Final = 414
_SERVER_ERROR: Final = 500
_UNAVAILABLE: Final = 503
_FULL: Final = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 30\r\nContent-Length: 0\r\n"
    b"Connection: close\r\n\r\n"
)


class HttpListenerServer:
    """Serves one `[[http]]` table."""

    def __init__(self, listener: HttpListener, services: Services) -> None:
        """Name what is listened on and what the routes call.

        Raises:
            ConfigError: aiohttp's C parser is missing; the other one lets smuggled requests in.
        """
        if http_parser.HttpRequestParser is http_parser.HttpRequestParserPy:
            text = (
                "aiohttp has no C parser here; install its wheel, or a compiler, and again aiohttp"
            )
            raise ConfigError((Problem("", 0, "http", text),))
        self._listener = listener
        self._descriptors = services.commons.descriptors
        self._runner = web.AppRunner(application(listener, services), access_log=None)
        self._server: asyncio.Server | None = None

    async def start(self, bound: socket.socket | None = None) -> tuple[str, int]:
        """Listen, and return the address and port that were bound.

        `bound` is a socket to listen on instead of binding one: what a reload hands on.

        Raises:
            ListenError: the address cannot be bound.
            OSError: the certificate cannot be read.
        """
        await self._runner.setup()
        manager = self._runner.server
        loop = asyncio.get_running_loop()
        trusted = self._listener.trusted_proxies
        line_bytes = _HOOK_LINE_BYTES if "hooks" in self._listener.serves else _LINE_BYTES
        limits = {**_LIMITS, "max_line_size": line_bytes}
        gate = Gate(
            "http",
            total=self._listener.max_connections,
            per_address=self._listener.max_connections_per_address,
            descriptors=self._descriptors,
        )
        try:
            self._server = await loop.create_server(
                lambda: _Connection(gate, trusted, manager, loop=loop, **limits),
                sock=bound or bind(self._listener.listen),
                ssl=_tls(self._listener),
                backlog=BACKLOG,
            )
        except BaseException:
            await self._runner.cleanup()
            raise
        host, port = self._server.sockets[0].getsockname()[:2]
        return host, port

    @property
    def connections(self) -> int:
        """How many are open."""
        manager = self._runner.server
        return 0 if manager is None else len(manager.connections)

    async def stop(self, grace_s: float) -> None:
        """Stop serving; what is drained already has nothing left to end."""
        await self.drain(grace_s)

    async def drain(self, grace_s: float) -> None:
        """Take no more requests, and give those under way `grace_s` seconds to end."""
        if self._server is None:
            return
        self._server.close()
        if (manager := self._runner.server) is not None:
            manager.pre_shutdown()
            await manager.shutdown(grace_s)
        await self._server.wait_closed()
        await self._runner.cleanup()
        self._server = None


class _Connection(web.RequestHandler):
    """A connection whose errors are answered like all others: as problems, without our insides."""

    __slots__ = ("_from", "_gate", "_trusted")

    def __init__(
        self,
        gate: Gate,
        trusted: Sequence[Network],
        *args: Any,  # noqa: ANN401 - aiohttp's own
        **options: Any,  # noqa: ANN401
    ) -> None:
        """Take a connection if the gate lets it in."""
        super().__init__(*args, **options)
        self._gate = gate
        self._trusted = trusted
        self._from = ""  # whom it is counted to; nobody until it is let in

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to serve, or say that there are too many (RFC 9110 15.6.4)."""
        who = counted_to(transport.get_extra_info("peername"), self._trusted)
        if self._gate.admit(who):
            self._from = who
            super().connection_made(transport)
            return
        full = cast("asyncio.Transport", transport)
        full.write(_FULL)
        full.close()
        counts.answered(_UNAVAILABLE)

    def connection_lost(self, exc: BaseException | None) -> None:
        """Let the next one in."""
        if self._from:
            self._gate.leave(self._from)
            self._from = ""
            super().connection_lost(exc)

    def handle_error(
        self,
        request: BaseRequest,
        status: int = _SERVER_ERROR,
        exc: BaseException | None = None,
        message: str | None = None,  # noqa: ARG002 - it quotes the input
    ) -> web.StreamResponse:
        """Answer what could not be parsed with 400, and our own mistakes with 503."""
        if request.writer.output_size > 0:
            raise ConnectionError("the answer was under way already")
        if isinstance(exc, LineTooLong) and exc.args[1] == self.max_line_size:
            refusal = self._too_long(request)
        elif status < _SERVER_ERROR:
            refusal = bad_request("this is not HTTP as RFC 9112 says")
        else:
            logger().error("http-broken", method=request.method, error=place(exc))
            refusal = Refusal("INTERNAL_ERROR")
        told = response_to(request, refusal)
        answer = _Anonymous(status=told.status, body=told.body, headers=told.headers)
        answer.force_close()
        counts.answered(answer.status)
        return answer

    def _too_long(self, request: BaseRequest) -> Refusal:
        """Say of a request line that it is too long, here as well: nobody will say it again."""
        limit = self.max_line_size
        logger().warning("http-line-too-long", peer=request.remote or "", limit_bytes=limit)
        text = f"the request line has more than {limit} bytes"
        return Refusal("HTTP_BAD_REQUEST", text, status=_URI_TOO_LONG)  # RFC 9112 3


class _Anonymous(web.Response):
    """An answer without a Server field; the application's signal does this for all others."""

    async def _prepare_headers(self) -> None:
        await super()._prepare_headers()
        self.headers.pop(hdrs.SERVER, None)


def _tls(listener: HttpListener) -> ssl.SSLContext | None:
    if listener.tls == "none" or listener.certificate_file is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(listener.certificate_file, listener.key_file)
    except OSError as error:
        why = f"cannot be used with its key ({type(error).__name__})"
        problem = Problem(str(listener.certificate_file), 0, "http.certificate_file", why)
        raise ConfigError((problem,)) from error
    return context
