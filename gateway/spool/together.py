"""Many callers' items done in one turn, where every turn is dear.

**Failures:** what the work raises goes to the caller whose turn it was; the others have theirs.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

Item = TypeVar("Item")
Result = TypeVar("Result")

_MOST: Final = 100  # items of one turn


@dataclass(slots=True, eq=False)
class _Waiting(Generic[Item, Result]):
    item: Item
    results: tuple[Result, ...] = ()  # none or one


class Together(Generic[Item, Result]):
    """Does for everybody who waits what one of them gets the turn for."""

    def __init__(self, work: Callable[[Sequence[Item]], Awaitable[Sequence[Result]]]) -> None:
        """Have `work` return a result an item, in their order."""
        self._work = work
        self._turn = asyncio.Lock()
        self._waiting: list[_Waiting[Item, Result]] = []

    async def __call__(self, item: Item) -> Result:
        """Return the result of an item."""
        mine: _Waiting[Item, Result] = _Waiting(item)
        self._waiting.append(mine)
        try:
            async with self._turn:
                if not mine.results:
                    await self._do(self._waiting[:_MOST])
        finally:
            if mine in self._waiting:
                self._waiting.remove(mine)
        return mine.results[0]

    async def _do(self, batch: Sequence[_Waiting[Item, Result]]) -> None:
        results = await self._work([each.item for each in batch])
        for each, result in zip(batch, results, strict=True):
            each.results = (result,)
        self._waiting = [each for each in self._waiting if not each.results]
