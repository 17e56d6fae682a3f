"""Work that comes all at once leaves room for other work, and nobody waits for who went away."""

from __future__ import annotations

import asyncio
from itertools import pairwise

from gateway.turns import Turns


async def test_between_two_turns_everything_else_has_one() -> None:
    turns, loop, seen = Turns(), asyncio.get_running_loop(), list[str]()

    async def judged(number: int) -> None:
        await turns.mine()
        seen.append(f"text {number}")

    def others() -> None:
        seen.append("others")
        if len(seen) < 12:
            loop.call_soon(others)

    async with asyncio.TaskGroup() as group:
        for number in range(5):
            group.create_task(judged(number))
        loop.call_soon(others)
    texts = [at for at, each in enumerate(seen) if each != "others"]
    assert [seen[at] for at in texts] == [f"text {number}" for number in range(5)]
    assert all("others" in seen[one:two] for one, two in pairwise(texts))


async def test_who_comes_alone_does_not_wait() -> None:
    turns = Turns()
    for _ in range(3):
        waiting = turns.mine()
        try:
            waiting.send(None)
        except StopIteration:
            pass
        else:
            raise AssertionError
        await asyncio.sleep(0)


async def test_who_goes_away_keeps_nobody_waiting() -> None:
    turns, came = Turns(), list[int]()

    async def judged(number: int) -> None:
        await turns.mine()
        came.append(number)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(judged(number)) for number in range(4)]
        await asyncio.sleep(0)
        tasks[1].cancel()
    assert came == [0, 2, 3]
