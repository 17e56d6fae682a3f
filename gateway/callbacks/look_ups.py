"""Host names to addresses by the system's resolver, so that a silent name server holds up nobody.

**Failures:** a name that has no address, or whose name server is silent, raises `OSError`; so does
one that there is no room to ask for.
"""

from __future__ import annotations

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from suppression.suffixes import owned_domain

if TYPE_CHECKING:
    from collections.abc import Sequence

_THREADS: Final = 32
_OF_ONE_OWNER: Final = 4  # all names of a domain have the same name servers
_PATIENCE_S: Final = 5.0  # the system's resolver goes on for 30 seconds and more

Address = tuple[Any, ...]
"""What `socket.getaddrinfo` returns of each."""


@dataclass(frozen=True, slots=True)
class _LookUp:
    """One that is under way, whose domain it is about, and until when it is waited for."""

    answer: asyncio.Future[Sequence[Address]]
    owner: str
    until_s: float


class LookUps:
    """Asks once for a name at a time, however many wait for it, and in threads of its own.

    A thread is busy until the system's resolver gives up. Whoever waits is told before, and asks
    anew only when it has; the names of one owner have an eighth of the threads at most.
    """

    def __init__(self, *, patience_s: float = _PATIENCE_S) -> None:
        """Give each answer this long."""
        self._patience_s = patience_s
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="callbacks")
        self._under_way: dict[tuple[str, int], _LookUp] = {}

    async def of(self, host: str, family: int) -> Sequence[Address]:
        """Return the addresses of a host.

        Raises:
            OSError: it has none, or its name server does not say so in time.
        """
        name = host.lower().rstrip(".")
        owner = await asyncio.to_thread(owned_domain, name)  # reads a list, the first time
        asked = self._under_way.get((name, family)) or self._begin(name, family, owner)
        async with asyncio.timeout_at(asked.until_s):
            return await asyncio.shield(asked.answer)

    def close(self, *, wait: bool = False) -> None:
        """Ask no more; `wait` until the last name server has answered."""
        self._threads.shutdown(wait=wait)

    def _begin(self, name: str, family: int, owner: str) -> _LookUp:
        of_owner = sum(each.owner == owner for each in self._under_way.values())
        if of_owner >= _OF_ONE_OWNER or len(self._under_way) >= _THREADS:
            message = "too many names are being looked up"
            raise OSError(message)
        loop = asyncio.get_running_loop()
        ask = partial(
            socket.getaddrinfo, name, 0, family=family, type=socket.SOCK_STREAM,
            flags=socket.AI_ADDRCONFIG,
        )  # fmt: skip
        begun = _LookUp(
            loop.run_in_executor(self._threads, ask), owner, loop.time() + self._patience_s
        )
        self._under_way[name, family] = begun
        begun.answer.add_done_callback(lambda answer: self._ended((name, family), answer))
        return begun

    def _ended(self, of: tuple[str, int], answer: asyncio.Future[Sequence[Address]]) -> None:
        del self._under_way[of]
        if not answer.cancelled():
            answer.exception()  # nobody may be left to take it
