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

RESERVE_BYTES: Final = 64 << 20
"""What no message may take: it is for the list, the ledger and the ends of what is accepted."""

_FRESH_S: Final = 1.0


class Disk:
    """The disk of the data directory."""

    def __init__(
        self,
        data_dir: Path,
        *,
        reserve_bytes: int = RESERVE_BYTES,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Keep `reserve_bytes` free of messages."""
        self._data_dir = data_dir
        self._reserve_bytes = reserve_bytes
        self._monotonic = monotonic
        self._free_bytes = 0
        self._asked_at = -_FRESH_S

    def has_room(self, size_bytes: int = 0) -> bool:
        """Whether a message of this size leaves the reserve untouched, as of a second ago."""
        now = self._monotonic()
        if now - self._asked_at >= _FRESH_S:
            self._free_bytes = free_bytes(self._data_dir)
            self._asked_at = now
        # content, plan and indexes, in the file and in its log
        return self._free_bytes - 4 * size_bytes >= self._reserve_bytes


def free_bytes(folder: Path) -> int:
    """Return what is free where a folder is; -1 where that cannot be told."""
    try:
        found = os.statvfs(folder)
    except OSError:
        return -1
    return found.f_bavail * found.f_frsize
