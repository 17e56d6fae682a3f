"""Host names to addresses that a callback may connect to, looked up at the moment it does.

**Failures:** a name that leads anywhere else, to one such address among others, raises `OSError`.
"""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Final

from aiohttp.abc import AbstractResolver, ResolveResult

from gateway.callbacks.look_ups import LookUps
from gateway.callbacks.places import is_reachable

if TYPE_CHECKING:
    from gateway.callbacks.places import Networks

_REFUSED: Final = "the name leads to an address that is not called back"


class GuardedResolver(AbstractResolver):
    """Gives out the addresses that are checked, which are then the ones connected to."""

    def __init__(self, networks: Networks, *, in_the_clear: bool) -> None:
        """Let through what these networks and the public internet are; http: these alone."""
        self._networks = networks
        self._in_the_clear = in_the_clear
        self._look_ups = LookUps()

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = 0,  # type: ignore[assignment]
    ) -> list[ResolveResult]:
        """Return the addresses of a host.

        Raises:
            OSError: it has none, or one that may not be called.
        """
        found = []
        for of_family, _, protocol, _, address in await self._look_ups.of(host, family):
            number = str(address[0])
            if not is_reachable(number, self._networks, in_the_clear=self._in_the_clear):
                raise OSError(_REFUSED)
            found.append(
                ResolveResult(
                    hostname=host, host=number, port=port, family=of_family, proto=protocol,
                    flags=socket.AI_NUMERICHOST,
                )
            )  # fmt: skip
        return found

    async def close(self) -> None:
        """Wait for no name server."""
        self._look_ups.close()
