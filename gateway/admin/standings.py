"""How much waits, as the pages show it: counted anew each time, or a moment ago where it is much.

Counting a million that wait takes a second. Who looks at a page waits for a small part of that,
and sees the count before, if it is of the last minute.

**Failures:** `StoreUnavailable` where the spool cannot be read.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from gateway.errors import StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from gateway.spool.waiting import Standing

_PATIENCE_S: Final = 0.05
_RECENT: Final = timedelta(minutes=1)


class Standings:
    """The last count, and the one under way."""

    def __init__(
        self, begin: Callable[[], asyncio.Future[Standing]], clock: Callable[[], datetime]
    ) -> None:
        """`begin` counts in a thread of its own."""
        self._begin = begin
        self._clock = clock
        self._counting: tuple[asyncio.Future[Standing], datetime] | None = None
        self._last: tuple[Standing, datetime] | None = None

    async def latest(self) -> tuple[Standing, datetime]:
        """Return the latest count there is, and when it was begun.

        Raises:
            StoreUnavailable: it cannot be counted.
        """
        self._take_over()
        if self._counting is None:
            self._counting = (self._begin(), self._clock())
        counting, _ = self._counting
        await asyncio.wait([counting], timeout=_PATIENCE_S if self._is_recent() else None)
        self._take_over()
        if self._last is None:  # whoever waited beside us was told why
            raise StoreUnavailable("what waits could not be counted")
        return self._last

    def _take_over(self) -> None:
        """Make what is counted the latest count."""
        if self._counting is not None and self._counting[0].done():
            (counting, began_at), self._counting = self._counting, None
            self._last = (counting.result(), began_at)

    def _is_recent(self) -> bool:
        return self._last is not None and self._clock() - self._last[1] < _RECENT
