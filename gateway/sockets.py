"""The bound sockets of the listeners: bound once, handed from one configuration to the next.

**Failures:** an address that is taken, or not of this machine, raises `ListenError` naming it.
"""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Final

from gateway.errors import GatewayError

if TYPE_CHECKING:
    from collections.abc import Collection

BACKLOG: Final = 128  # small: asyncio logs one traceback a waiting client when descriptors run out
Place = tuple[str, int, str]
"""Which listener: its table, its number there, and what it listens on."""


class ListenError(GatewayError):
    """A listener cannot be bound."""


class Sockets:
    """Sockets that outlive the listeners on them, so that a reload turns no connection away.

    What is held here goes on to queue connections: it is given up before its last listener ends.
    """

    def __init__(self) -> None:
        """Hold none yet."""
        self._bound: dict[Place | str, socket.socket] = {}

    def bind(self, places: Collection[Place]) -> None:
        """Bind what is not bound yet; nobody listens on it so far.

        Raises:
            ListenError: an address cannot be bound, or two listeners are to have the same.
        """
        wanted: set[Place | str] = set()
        for place in places:
            what = _what(place)
            if what in wanted:
                raise ListenError(f"cannot listen on {place[2]} twice: give each listener its own")
            wanted.add(what)
            if what not in self._bound:
                self._bound[what] = self._bind(place[2])

    def _bind(self, endpoint: str) -> socket.socket:
        try:
            return bind(endpoint)
        except ListenError as error:
            port = endpoint.rpartition(":")[2]
            ours = [each for each in self._bound if str(each).endswith(f":{port}")]
            if not ours:
                raise
            message = f"cannot listen on {endpoint} while this gateway listens on {ours[0]}"
            raise ListenError(f"{message}: that changes with a restart only") from error

    def lend(self, place: Place) -> socket.socket:
        """Return what is bound for this listener: the caller's own, to close as it likes."""
        return self._bound[_what(place)].dup()

    def keep_only(self, places: Collection[Place]) -> None:
        """Close what no listener needs any more."""
        for what in self._bound.keys() - {_what(place) for place in places}:
            self._bound.pop(what).close()


def _what(place: Place) -> Place | str:
    """Return what is bound for a listener: its address, wherever its table stands by now.

    Where the system chooses the port, every listener has a socket of its own.
    """
    return place if place[2].endswith(":0") else place[2]


def bind(endpoint: str) -> socket.socket:
    """Return a socket bound to `host:port`; an IPv6 address stands in brackets.

    Raises:
        ListenError: the address is taken, or not of this machine.
    """
    host, _, port = endpoint.rpartition(":")
    bare = host.strip("[]")
    family = socket.AF_INET6 if ":" in bare else socket.AF_INET
    # the protocol by name: the event loop sets TCP_NODELAY on connections that say it
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
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
