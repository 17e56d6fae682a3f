"""Several writes at once, which share commits."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterable

_Result = TypeVar("_Result")


async def together(works: Iterable[Coroutine[Any, Any, _Result]]) -> list[_Result]:
    """Run everything at once; return the results in order.

    Raises the first failure as it is; what was not done by then is cancelled.
    """
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(work) for work in works]
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from failures
    return [task.result() for task in tasks]
