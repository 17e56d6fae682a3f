"""Whether the next hops can be reached and are who they say: connect, EHLO, TLS, and nothing sent.

**Failures:** none; whoever cannot be reached is an answer.
"""

from __future__ import annotations

import asyncio
import ssl
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from gateway.delivery.envelope import Deadlines
from gateway.delivery.smtp_connect import ConnectFailed, SmtpConnector
from gateway.doctor.answer import Answer, fault, fine
from gateway.errors import ConfigError
from gateway.providers import ringcentral, twilio

if TYPE_CHECKING:
    from gateway.config.models import Config, Route

_WITHIN_S: Final = 10.0
_HOME: Final = {"twilio": twilio.API, "ringcentral": ringcentral.API}
"""Where a provider is that no `url` is named for."""
_PATIENCE: Final = Deadlines(connect_s=_WITHIN_S, command_s=_WITHIN_S, data_s=_WITHIN_S)


async def check_next_hops(config: Config) -> list[Answer]:
    """Look at every route, all at once."""
    hostname = config.smtp[0].hostname if config.smtp else "localhost"
    return list(await asyncio.gather(*(check_next_hop(route, hostname) for route in config.route)))


async def check_next_hop(route: Route, hostname: str) -> Answer:
    """Look at one."""
    where = f"route {route.name}"
    if route.kind == "outbox":
        return fine("next-hop", where, "is a folder on this machine")
    try:
        async with asyncio.timeout(2 * _WITHIN_S):
            if route.kind == "smtp":
                return await _smtp(route, hostname)
            return await _provider(route)
    except (ConnectFailed, ConfigError, OSError, TimeoutError) as error:
        why = str(error) or f"no answer within {2 * _WITHIN_S:g} seconds"
        mend = "compare host, port, tls and ca_file with what its provider says, and the firewall"
        return fault("next-hop", where, f"{_place(route)} {why}", mend)


async def _smtp(route: Route, hostname: str) -> Answer:
    """Greet it, without a login and without a message."""
    connect = SmtpConnector(route.model_copy(update={"auth": "none"}), _PATIENCE, hostname)
    connection = await connect()
    connection.close()
    said = {"none": "in the clear, on this machine", "starttls": "with STARTTLS"}
    how = said.get(route.tls, "with TLS")
    return fine("next-hop", f"route {route.name}", f"{_place(route)} answers {how}")


async def _provider(route: Route) -> Answer:
    """Connect, and see its certificate; what it is asked costs money."""
    host, port, is_tls = _target(route)
    context = ssl.create_default_context(cafile=route.ca_file) if is_tls else None
    _, writer = await asyncio.open_connection(
        host, port, ssl=context, server_hostname=host if is_tls else None
    )
    writer.transport.abort()
    return fine("next-hop", f"route {route.name}", f"{_place(route)} is there")


def _target(route: Route) -> tuple[str, int, bool]:
    if route.kind == "smpp":
        return route.host, route.port, route.tls != "none"
    url = urlsplit(route.url or _HOME.get(route.kind, ""))
    is_tls = url.scheme == "https"
    return url.hostname or "", url.port or (443 if is_tls else 80), is_tls


def _place(route: Route) -> str:
    if route.kind == "smtp":
        return f"{route.host}:{route.port}"
    host, port, _ = _target(route)
    return f"{host}:{port}"
