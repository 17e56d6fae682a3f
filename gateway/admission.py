"""How much all clients together may take, by SMTP and by HTTP: connections, descriptors, memory."""

from __future__ import annotations

import resource
import sys
from collections import Counter
from typing import Final, Literal, TypeAlias

Kind: TypeAlias = Literal["smtp", "http"]

_BUFFERED_BYTES: Final = 192 << 20
_FOR_OTHERS: Final = 1024  # file descriptors, where there are more than twice as many


class Room:
    """Memory for messages on their way in, by SMTP and by HTTP, of all listeners together."""

    def __init__(self, size_bytes: int = _BUFFERED_BYTES) -> None:
        """Start with all of it free."""
        self._free = size_bytes

    def take(self, size_bytes: int) -> bool:
        """Take some, if there is as much."""
        if size_bytes > self._free:
            return False
        self._free -= size_bytes
        return True

    def give_back(self, size_bytes: int) -> None:
        """Give back what was taken."""
        self._free += size_bytes


class Descriptors:
    """File descriptors for connections of all listeners: half of few, three quarters of many.

    A quarter of them stays out of the reach of either kind: no crowd of mail servers shuts out who
    unsubscribes, and no crowd of browsers shuts out mail.
    """

    def __init__(self) -> None:
        """Leave the others to files and next hops."""
        limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        others = max(limit // 4, min(limit // 2, _FOR_OTHERS))
        self.total = sys.maxsize if limit == resource.RLIM_INFINITY else max(1, limit - others)
        self.of_a_kind = self.total - self.total // 4
        self._taken: Counter[Kind] = Counter()

    def take(self, kind: Kind) -> bool:
        """Take one, if there is one for this kind of connection."""
        if self._taken.total() >= self.total or self._taken[kind] >= self.of_a_kind:
            return False
        self._taken[kind] += 1
        return True

    def give_back(self, kind: Kind) -> None:
        """Give one back."""
        self._taken[kind] -= 1


class Gate:
    """Counts connections of a listener, in all and by address."""

    def __init__(
        self, kind: Kind, *, total: int, per_address: int, descriptors: Descriptors
    ) -> None:
        """Never admit so many that the process runs out of file descriptors."""
        self._kind = kind
        self._descriptors = descriptors
        self._total = min(total, descriptors.of_a_kind)
        self._per_address = per_address
        self._open: Counter[str] = Counter()
        self._taken = 0  # in all: asked for at every command, however many addresses there are

    @property
    def fullness(self) -> float:
        """How much of it is taken, 1 being all."""
        return self._taken / self._total

    def admit(self, address: str, *, speaks_for_others: bool = False) -> bool:
        """Count a connection in, if there is place for it; of a proxy there may be many."""
        if self._taken >= self._total or not self._descriptors.take(self._kind):
            return False
        if self._open[address] >= self._per_address and not speaks_for_others:
            self._descriptors.give_back(self._kind)
            return False
        self._open[address] += 1
        self._taken += 1
        return True

    def count_as(self, before: str, address: str) -> bool:
        """Count a connection by another address, if that may have one more."""
        if self._open[address] >= self._per_address:
            return False
        self._forget(before)
        self._open[address] += 1
        return True

    def leave(self, address: str) -> None:
        """Count a connection out."""
        self._forget(address)
        self._taken -= 1
        self._descriptors.give_back(self._kind)

    def _forget(self, address: str) -> None:
        self._open[address] -= 1
        if not self._open[address]:
            del self._open[address]
