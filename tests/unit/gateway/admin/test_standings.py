"""Who looks waits for a quick count, and sees the count before while a long one is under way."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from gateway.admin.standings import Standings
from gateway.errors import StoreUnavailable
from gateway.spool.waiting import Standing

NOON: Final = datetime(2026, 11, 23, 12, tzinfo=UTC)
EMPTY: Final = Standing(states={}, routes={})


class Counting:
    """Counts when a test says so, by a clock of its own."""

    def __init__(self) -> None:
        self.begun: list[asyncio.Future[Standing]] = []
        self.now = NOON

    def begin(self) -> asyncio.Future[Standing]:
        self.begun.append(asyncio.get_running_loop().create_future())
        return self.begun[-1]

    def clock(self) -> datetime:
        return self.now

    def done_soon(self, value: Standing | Exception) -> None:
        end = self.begun[-1].set_exception if isinstance(value, Exception) else None
        asyncio.get_running_loop().call_later(
            0.01, end or self.begun[-1].set_result, value  # type: ignore[arg-type]
        )  # fmt: skip


async def first(counting: Counting) -> Standings:
    standings = Standings(counting.begin, counting.clock)
    async with asyncio.TaskGroup() as group:
        both = [group.create_task(standings.latest()) for _ in range(2)]
        await asyncio.sleep(0)
        counting.done_soon(EMPTY)
    assert [task.result() for task in both] == [(EMPTY, NOON)] * 2
    assert len(counting.begun) == 1
    return standings


async def test_the_first_who_look_wait_for_one_count() -> None:
    await first(Counting())


async def test_a_long_count_keeps_nobody_waiting_and_is_shown_when_it_is_done() -> None:
    counting = Counting()
    standings = await first(counting)
    counting.now = later = NOON + timedelta(seconds=15)
    assert await standings.latest() == (EMPTY, NOON)
    assert await standings.latest() == (EMPTY, NOON)
    assert len(counting.begun) == 2
    new = Standing(states={}, routes={})
    counting.begun[-1].set_result(new)
    assert await standings.latest() == (new, later)


async def test_a_count_of_long_ago_is_not_shown() -> None:
    counting = Counting()
    standings = await first(counting)
    counting.now = later = NOON + timedelta(hours=1)
    asyncio.get_running_loop().call_soon(lambda: counting.done_soon(EMPTY))
    assert await standings.latest() == (EMPTY, later)


async def test_a_count_that_fails_is_said_and_made_again() -> None:
    counting = Counting()
    standings = Standings(counting.begin, counting.clock)
    asyncio.get_running_loop().call_soon(lambda: counting.done_soon(StoreUnavailable("gone")))
    with pytest.raises(StoreUnavailable):
        await standings.latest()
    asyncio.get_running_loop().call_soon(lambda: counting.done_soon(EMPTY))
    assert await standings.latest() == (EMPTY, NOON)
