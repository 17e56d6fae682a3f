"""Nobody is let in beyond the limit of the moment, and no place is lost."""

from __future__ import annotations

import asyncio
import random

from gateway.delivery.slots import Slots


async def test_those_who_wait_are_let_in_in_their_order_as_places_come_free() -> None:
    slots = Slots(lambda: 1)
    await slots.acquire()
    order: list[int] = []

    async def wait(number: int) -> None:
        await slots.acquire()
        order.append(number)
        slots.release()

    async with asyncio.TaskGroup() as group:
        for number in range(3):
            group.create_task(wait(number))
        await asyncio.sleep(0)
        assert not order
        slots.release()
    assert order == [0, 1, 2]
    assert slots.is_free


async def test_a_limit_that_sinks_holds_for_those_who_come_and_that_rises_for_who_waits() -> None:
    limits = [2]
    slots = Slots(lambda: limits[0])
    await slots.acquire()
    await slots.acquire()
    limits[0] = 0  # one may always be there, to find out
    slots.release()
    assert not slots.is_free
    slots.release()
    assert slots.is_free
    await slots.acquire()
    async with asyncio.TaskGroup() as group:
        for _ in range(2):
            group.create_task(slots.acquire())
        await asyncio.sleep(0)
        limits[0] = 3
        slots.release()
    assert slots.is_free


async def test_who_goes_while_waiting_or_being_let_in_takes_no_place_along() -> None:
    dice = random.Random(1)  # noqa: S311 - the same each time
    busy = most = 0
    slots = Slots(lambda: 2)

    async def stay() -> None:
        nonlocal busy, most
        await slots.acquire()
        busy += 1
        most = max(most, busy)
        try:
            for _ in range(dice.randrange(3)):
                await asyncio.sleep(0)
        finally:
            busy -= 1
            slots.release()

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(stay()) for _ in range(300)]
        while not all(task.done() for task in tasks):
            dice.choice(tasks).cancel()
            await asyncio.sleep(0)
    assert most == 2
    await slots.acquire()
    assert slots.is_free
    await slots.acquire()
    assert not slots.is_free
