"""Work on large messages is done beside the event loop, so that nobody else waits for it.

The largest are worked on one after the other: what such work needs in memory is needed once,
however many there are. Small ones never wait for them.
"""

from __future__ import annotations

import asyncio
import contextvars
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")

ALONE_BYTES: Final = 1 << 20
_LARGE_BYTES: Final = 256 << 10  # below it, a thread costs more than to copy and to search
_ALONE: Final = ThreadPoolExecutor(max_workers=1, thread_name_prefix="large")


async def off_loop(size_bytes: int, work: Callable[[], Result]) -> Result:
    """Return what `work` returns: done here for a small message, in a thread for a large one."""
    if size_bytes <= _LARGE_BYTES:
        return work()
    if size_bytes <= ALONE_BYTES:
        return await asyncio.to_thread(work)
    loop, context = asyncio.get_running_loop(), contextvars.copy_context()
    return await loop.run_in_executor(_ALONE, partial(context.run, work))
