"""Work that comes all at once leaves room for other work, and nobody waits for who went away."""

from __future__ import annotations

import asyncio

from gateway.turns import Turns


class Work:
    """Much that takes its time, and what else happens in the loop meanwhile."""

    def __init__(self, each_s: float) -> None:
        self.now = 0.0
        self.each_s = each_s
        self.turns = Turns(lambda: self.now)
        self.begun: list[int] = []
        self.in_a_round = [0]

    async def one(self, number: int) -> None:
        await self.turns.mine()
        self.now += self.each_s
        self.begun.append(number)
        self.in_a_round[-1] += 1

    def others(self) -> None:
        """Have a turn in every round of the loop."""
        if len(self.begun) < 100:
            self.in_a_round.append(0)
            asyncio.get_running_loop().call_soon(self.others)

    async def all_at_once(self) -> list[int]:
        """Begin a hundred; return how many began in each round."""
        asyncio.get_running_loop().call_soon(self.others)
        async with asyncio.TaskGroup() as group:
            for number in range(100):
                group.create_task(self.one(number))
        assert self.begun == list(range(100))
        return [count for count in self.in_a_round if count]


async def test_between_what_takes_long_everything_else_has_its_turn() -> None:
    assert await Work(0.02).all_at_once() == [1] * 100


async def test_a_round_stays_short() -> None:
    work = Work(0.003)
    assert max(await work.all_at_once()) * work.each_s < 0.008


async def test_what_takes_no_time_is_done_in_few_rounds() -> None:
    assert len(await Work(0.0001).all_at_once()) < 20


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
