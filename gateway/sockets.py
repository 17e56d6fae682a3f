"""The bound sockets of the listeners: bound once, handed from one configuration to the next.

**Failures:** an address that is taken, or not of this machine, raises `ListenError` naming it.
"""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from gateway.errors import GatewayError

if TYPE_CHECKING:
    from collections.abc import Collection

Place = tuple[str, int, str]
"""Which listener: its table, its number there, and what it listens on."""


class ListenError(GatewayError):
    """A listener cannot be bound."""


class Sockets:
    """Sockets that outlive the listeners on them, so that a reload turns no connection away."""

    def __init__(self) -> None:
        """Hold none yet."""
        self._bound: dict[Place, socket.socket] = {}

    def bind(self, place: Place) -> socket.socket:
        """Return a socket bound for this listener: the caller's own, to close as it likes.

        Raises:
            ListenError: the address cannot be bound.
        """
        if place not in self._bound:
            self._bound[place] = _bind(place[2])
        return self._bound[place].dup()

    def keep_only(self, places: Collection[Place]) -> None:
        """Close what no listener needs any more."""
        for place in self._bound.keys() - set(places):
            self._bound.pop(place).close()


def _bind(endpoint: str) -> socket.socket:
    host, _, port = endpoint.rpartition(":")
    bare = host.strip("[]")
    family = socket.AF_INET6 if ":" in bare else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            bound.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        bound.bind((bare, int(port)))
    except OSError as error:
        bound.close()
        why = error.strerror or str(error)
        message = f"cannot listen on {endpoint}: {why}; is another program there? `ss -ltnp` tells"
        raise ListenError(message) from error
    bound.setblocking(False)  # noqa: FBT003 - the standard library's own
    return bound
