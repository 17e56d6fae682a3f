"""Host names to addresses that a callback may connect to, looked up at the moment it does.

**Failures:** a name that leads anywhere else, to one such address among others, raises `OSError`.
"""

from __future__ import annotations

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Final

from aiohttp.abc import AbstractResolver, ResolveResult

from gateway.callbacks.places import is_reachable

if TYPE_CHECKING:
    from gateway.callbacks.places import Networks

_REFUSED: Final = "the name leads to an address that is not called back"
_THREADS: Final = 4


class GuardedResolver(AbstractResolver):
    """Gives out the addresses that are checked, which are then the ones connected to.

    Names are looked up in threads of its own: an application's name server that does not answer
    holds up no other name.
    """

    def __init__(self, networks: Networks, *, in_the_clear: bool) -> None:
        """Let through what these networks and the public internet are; http: these alone."""
        self._networks = networks
        self._in_the_clear = in_the_clear
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="callbacks")

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
        look_up = partial(
            socket.getaddrinfo, host, port, family=family, type=socket.SOCK_STREAM,
            flags=socket.AI_ADDRCONFIG,
        )  # fmt: skip
        answers = await asyncio.get_running_loop().run_in_executor(self._threads, look_up)
        found = []
        for of_family, _, protocol, _, address in answers:
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
        self._threads.shutdown(wait=False, cancel_futures=True)
