"""A listening SMTP socket and its sessions.

**Failures:** from `start`, a certificate that cannot be used raises `ConfigError`, an address that
is taken `OSError`. Once it runs, nothing a client does ends it.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from typing import TYPE_CHECKING, Final

from gateway.commons import Commons
from gateway.errors import ConfigError, Problem
from gateway.smtp.commands import Commands
from gateway.smtp.limits import Pace
from gateway.smtp.session import SmtpSession
from gateway.smtp.terms import Terms
from gateway.sockets import BACKLOG, ListenError, bind

if TYPE_CHECKING:
    import socket
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from gateway.config.models import SmtpListener
    from gateway.disk import Disk
    from gateway.queue_id import QueueIds
    from gateway.smtp.auth import Credentials
    from gateway.smtp.passing import Onward
    from gateway.smtp.postbox import Postbox
    from gateway.submission import Acceptance, EmailSubmission
    from gateway.submitters import Submitters

_LAST_WORDS_S: Final = 2.0  # for replies to what was interrupted


class SmtpListenerServer:
    """One `[[smtp]]` of the configuration, at work between `start` and `stop`."""

    def __init__(  # noqa: PLR0913 - what the edge is wired to, each by name
        self,
        listener: SmtpListener,
        *,
        submit: Callable[[EmailSubmission], Awaitable[Acceptance]],
        submitters: Submitters,
        credentials: Credentials,
        postbox: Postbox,
        disk: Disk,
        queue_ids: QueueIds,
        clock: Callable[[], datetime],
        pace: Pace = Pace(),  # noqa: B008 - frozen
        onward: Onward | None = None,
        commons: Commons | None = None,
    ) -> None:
        """Keep what sessions need; nothing is opened yet.

        `onward`: messages are passed on by it instead of being submitted.
        """
        self._onward = onward
        self._listener = listener
        self._submit = submit
        self._submitters = submitters
        self._credentials = credentials
        self._postbox = postbox
        self._disk = disk
        self._queue_ids = queue_ids
        self._clock = clock
        self._pace = pace
        self._commons = commons or Commons()
        self._stack = contextlib.AsyncExitStack()
        self._server: asyncio.Server | None = None
        self._terms: Terms | None = None

    async def start(self, bound: socket.socket | None = None) -> tuple[str, int]:
        """Listen; return the host and port that are bound.

        `bound` is a socket to listen on instead of binding one: what a reload hands on.

        Raises:
            ConfigError: certificate or key cannot be used.
            ListenError: the address cannot be bound.
        """
        tls = None if self._listener.tls == "none" else _tls_context(self._listener)
        self._terms = terms = Terms(
            listener=self._listener,
            submit=self._submit,
            submitters=self._submitters,
            credentials=self._credentials,
            postbox=self._postbox,
            disk=self._disk,
            queue_ids=self._queue_ids,
            clock=self._clock,
            pace=self._pace,
            onward=self._onward,
            tls=tls,
            commons=self._commons,
            tasks=await self._stack.enter_async_context(asyncio.TaskGroup()),
        )
        try:
            self._server = await asyncio.get_running_loop().create_server(
                lambda: SmtpSession(terms, Commands),
                sock=bound or bind(self._listener.listen),
                backlog=BACKLOG,
            )
        except (ListenError, OSError):
            await self._stack.aclose()
            raise
        host, port = self._server.sockets[0].getsockname()[:2]
        return str(host), int(port)

    @property
    def connections(self) -> int:
        """How many are open."""
        return 0 if self._terms is None else len(self._terms.sessions)

    async def drain(self, grace_s: float) -> None:
        """Stop accepting, let messages on their way in finish for so long, then cut.

        What is being processed is processed to its end even then: a commit is not cut in two. A
        next hop that is still waited for is left, and the clients are told to come again.
        """
        if self._server is None or self._terms is None:
            return
        self._server.close()
        self._server = None
        self._terms.close()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(grace_s):
                await self._terms.is_empty.wait()
        for session in tuple(self._terms.sessions):
            session.interrupt()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LAST_WORDS_S):
                await self._terms.is_empty.wait()
        for session in tuple(self._terms.sessions):
            session.abort()

    async def stop(self, grace_s: float) -> None:
        """Drain, and end what is processed; from the task of `start`."""
        await self.drain(grace_s)
        await self._stack.aclose()


def _tls_context(listener: SmtpListener) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2  # RFC 8996, RFC 8997
    certificate, key = listener.certificate_file, listener.key_file
    try:
        if certificate is None:
            raise FileNotFoundError
        context.load_cert_chain(certificate, key)
    except (OSError, ssl.SSLError) as error:
        why = f"cannot be used with its key ({type(error).__name__})"
        problem = Problem(str(certificate or ""), 0, "smtp.certificate_file", why)
        raise ConfigError((problem,)) from error
    return context
