"""The room that is left on the disk: mail stops while there is still enough for opt-outs.

**Failures:** a disk that cannot be asked has no room.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Final

from filters.decision import Effect, Finding

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FULL: Final = Finding(
    code="QUEUE_FULL",
    cites="RFC 5321 4.2.5",
    effect=Effect.DEFER,
    reason="The disk has no room for messages left.",
)
"""What is said of a message that there is no room for."""

_RESERVE_BYTES: Final = 256 << 20
_RESERVE_SHARE: Final = 10
_FRESH_S: Final = 1.0


def reserve(disk_bytes: int) -> int:
    """Return what no message may take: a tenth of the disk, of a large one 256 MiB.

    It is for the list, the ledger and the ends of what is accepted.
    """
    return min(disk_bytes // _RESERVE_SHARE, _RESERVE_BYTES)


class Disk:
    """The disk of the data directory."""

    def __init__(
        self,
        data_dir: Path,
        *,
        reserve: Callable[[int], int] = reserve,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Keep free of messages what `reserve` says of the size of the disk, in bytes."""
        self.data_dir = data_dir
        self._reserve = reserve
        self._monotonic = monotonic
        self._room_bytes = 0
        self._asked_at = -_FRESH_S

    def has_room(self, size_bytes: int = 0) -> bool:
        """Whether a message of this size leaves the reserve untouched, as of a second ago."""
        now = self._monotonic()
        if now - self._asked_at >= _FRESH_S:
            self._room_bytes = self._ask()
            self._asked_at = now
        # content, plan and indexes, in the file and in its log
        return self._room_bytes >= 4 * size_bytes

    def _ask(self) -> int:
        """Return how much messages may take; less than nothing where the reserve is touched."""
        try:
            found = os.statvfs(self.data_dir)
        except OSError:
            return -1
        return found.f_bavail * found.f_frsize - self._reserve(found.f_blocks * found.f_frsize)


def free_bytes(folder: Path) -> int:
    """Return what is free where a folder is; -1 where that cannot be told."""
    try:
        found = os.statvfs(folder)
    except OSError:
        return -1
    return found.f_bavail * found.f_frsize


def reserve_bytes(folder: Path) -> int:
    """Return what no message may take where a folder is; 0 where that cannot be told."""
    try:
        found = os.statvfs(folder)
    except OSError:
        return 0
    return reserve(found.f_blocks * found.f_frsize)
