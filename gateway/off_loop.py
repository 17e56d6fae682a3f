"""Work on large messages is done beside the event loop, so that nobody else waits for it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")

_LARGE_BYTES: Final = 256 << 10  # below it, the way to a thread costs more than the work


async def off_loop(size_bytes: int, work: Callable[[], Result]) -> Result:
    """Return what `work` returns: done here for a small message, in a thread for a large one."""
    if size_bytes <= _LARGE_BYTES:
        return work()
    return await asyncio.to_thread(work)
