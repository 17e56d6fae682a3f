"""Opening a connection to a next hop: TCP, TLS with a checked name, EHLO, AUTH, done by aiosmtplib.

**Failures:** `ConnectFailed`, always temporary: what is wrong before MAIL is wrong with us or with
the next hop, never with the message.
"""

from __future__ import annotations

import ssl
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, cast

import aiosmtplib

from gateway.delivery.smtp_connection import SmtpConnection
from gateway.delivery.smtp_reply import Reply, clean
from gateway.errors import ConfigError, Problem, TemporaryFailure
from gateway.secret_files import read_secret

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Iterator

    from gateway.config.models import Route
    from gateway.delivery.envelope import Deadlines

_UNREACHABLE: Final = "4.4.1"
_NO_TLS: Final = "4.7.5"
_NO_AUTH: Final = "4.7.0"


class ConnectFailed(TemporaryFailure):
    """The next hop could not be reached, was not who it should be, or did not let us in."""


class NotNow(ConnectFailed):
    """The next hop is there, and said that it does not let us in now."""


class SmtpConnector:
    """Opens connections to the next hop of one route."""

    def __init__(self, route: Route, deadlines: Deadlines, hostname: str) -> None:
        """Read the certificate authorities once. `hostname` is what EHLO calls us.

        Raises:
            ConfigError: `ca_file` cannot be used.
        """
        self._route = route
        self._deadlines = deadlines
        self._hostname = hostname
        self._tls = None if route.tls == "none" else _tls_context(route)

    async def __call__(self) -> SmtpConnection:
        """Return a connection that is ready for its first transaction.

        Raises:
            ConnectFailed: there is none.
        """
        client = aiosmtplib.SMTP(
            hostname=self._route.host,
            port=self._route.port,
            local_hostname=self._hostname,
            timeout=self._deadlines.command_s,
            use_tls=self._route.tls == "implicit",
            start_tls=False,  # below, where its failure has a name
            tls_context=self._tls,
        )
        try:
            await self._open(client)
        except BaseException:
            client.close()
            raise
        if client.transport is None:
            message = "the next hop closed the connection"
            raise ConnectFailed(message, status=_UNREACHABLE)
        # from here on the transport is ours: aiosmtplib would ask MAIL, RCPT and DATA one by one
        transport = cast("asyncio.Transport", client.transport)
        return SmtpConnection(transport, dict(client.esmtp_extensions), self._deadlines)

    async def _open(self, client: aiosmtplib.SMTP) -> None:
        with _failing("cannot connect", _UNREACHABLE):
            await client.connect(timeout=self._deadlines.connect_s)
            await _greet(client)
        if self._route.tls == "starttls":
            with _failing("no TLS", _NO_TLS):
                await client.starttls()
                await client.ehlo()  # RFC 3207 4.2: what was announced before is forgotten
        if self._route.auth != "none":
            with _failing("AUTH failed", _NO_AUTH):
                await self._authenticate(client)

    async def _authenticate(self, client: aiosmtplib.SMTP) -> None:
        if self._route.auth not in client.server_auth_methods:
            message = f"the next hop does not offer AUTH {self._route.auth.upper()}"
            raise ConnectFailed(message, status=_NO_AUTH)
        secret = self._route.password.get_secret_value()
        if not secret and self._route.password_file:
            # read each time: an access token is renewed by replacing the file
            secret = read_secret(self._route.password_file)
        match self._route.auth:
            case "plain":
                await client.auth_plain(self._route.username, secret)
            case "login":
                await client.auth_login(self._route.username, secret)
            case _:
                await client.auth_xoauth2(self._route.username, secret)


async def _greet(client: aiosmtplib.SMTP) -> None:
    try:
        await client.ehlo()
    except aiosmtplib.SMTPHeloError:
        await client.helo()  # RFC 5321 3.2: a next hop without extensions


def _tls_context(route: Route) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=route.ca_file)
    except OSError as error:
        problem = Problem(str(route.ca_file), 0, f"route {route.name}", f"cannot be used: {error}")
        raise ConfigError((problem,)) from error


@contextmanager
def _failing(what: str, status: str) -> Iterator[None]:
    """Name the step that failed."""
    try:
        yield
    except aiosmtplib.SMTPResponseException as error:
        reply = Reply(error.code, clean(error.message))
        kind = ConnectFailed if reply.is_permanent else NotNow
        raise kind(f"{what}: {reply}", status=status) from error
    except (aiosmtplib.SMTPException, OSError, ConfigError) as error:
        text = clean(str(error)) or type(error).__name__
        raise ConnectFailed(f"{what}: {text}", status=status) from error
