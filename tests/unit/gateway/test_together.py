from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from gateway.spool.together import Together

if TYPE_CHECKING:
    from collections.abc import Sequence


async def test_who_waits_shares_the_next_turn() -> None:
    turns: list[list[int]] = []
    gate = asyncio.Event()

    async def doubled(items: Sequence[int]) -> list[int]:
        turns.append(list(items))
        await gate.wait()
        return [2 * item for item in items]

    double = Together(doubled)
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(double(number)) for number in range(4)]
        await asyncio.sleep(0)
        gate.set()
    assert [task.result() for task in tasks] == [0, 2, 4, 6]
    assert turns == [[0], [1, 2, 3]]


async def test_what_goes_wrong_is_told_to_one_and_the_others_have_their_turn() -> None:
    failures = [ValueError("first"), ValueError("second")]

    async def work(items: Sequence[str]) -> list[str]:
        await asyncio.sleep(0)
        if failures:
            raise failures.pop(0)
        return [item.upper() for item in items]

    shout = Together(work)
    results = await asyncio.gather(*map(shout, "abcd"), return_exceptions=True)
    assert [str(each) for each in results] == ["first", "second", "C", "D"]


async def test_who_is_cancelled_leaves_nobody_waiting() -> None:
    gate = asyncio.Event()
    done: list[str] = []

    async def work(items: Sequence[str]) -> list[str]:
        await gate.wait()
        done.extend(items)
        return list(items)

    same = Together(work)
    async with asyncio.TaskGroup() as group:
        first = group.create_task(same("a"))
        await asyncio.sleep(0)
        second, third = group.create_task(same("b")), group.create_task(same("c"))
        await asyncio.sleep(0)
        first.cancel()
        second.cancel()
        gate.set()
    assert third.result() == "c"
    assert done == ["c"]
    with pytest.raises(asyncio.CancelledError):
        second.result()


async def test_one_turn_takes_a_hundred_and_the_next_goes_on() -> None:
    turns: list[int] = []

    async def work(items: Sequence[int]) -> list[int]:
        turns.append(len(items))
        await asyncio.sleep(0)
        return list(items)

    same = Together(work)
    assert await asyncio.gather(*map(same, range(250))) == list(range(250))
    assert max(turns) == 100
    assert sum(turns) == 250
