"""Measures whether the event loop comes round in time, and tells the service manager that it does.

**Failures:** none; a loop that stands still tells nobody, and the service manager ends it.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from gateway.metrics.counts import LOOP_LAG

if TYPE_CHECKING:
    from collections.abc import Callable

_EVERY_S: Final = 0.05


async def watch_loop(alive: Callable[[], None], every_s: float = _EVERY_S) -> None:
    """Measure until cancelled; `alive` is called each time round."""
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + every_s
        await asyncio.sleep(every_s)
        LOOP_LAG.observe(max(0.0, loop.time() - due))
        alive()
