"""What waits for its turn lies in the spool like everything else: nothing is lost, nobody is sent
what they stopped meanwhile."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from gateway.config.models import Route
from gateway.delivery.outbox import OutboxCarrier
from gateway.spool.model import NewMessage, SpoolQuery, State
from tests.contract.delivery.make import eventually
from tests.contract.delivery.scheduling import running, scheduler
from tests.contract.spool.make import Desk, delivery, opt_out, text

if TYPE_CHECKING:
    from gateway.delivery.scheduler import Scheduler

SLOW = Route(name="texts", channel="sms", kind="outbox", per_minute=10)
FREE = Route(name="free", channel="sms", kind="outbox")
SENDING = SpoolQuery(states=frozenset({State.SENDING}))
PEOPLE = tuple(f"+1916966828{last}" for last in range(5))


def scheduled(desk: Desk) -> Scheduler:
    carriers = {each.name: OutboxCarrier(desk.folder / each.name) for each in (SLOW, FREE)}
    return scheduler(desk.spool, carriers, routes=(SLOW, FREE), clock=desk.clock)


def left(desk: Desk, route: str = "texts") -> int:
    return len(list((desk.folder / route).glob("*.json")))


async def accepted(desk: Desk, *people: str, **changes: Any) -> list[NewMessage]:  # noqa: ANN401 - any field
    messages = [text(each, at=desk.clock.now, **changes) for each in people]
    for message in messages:
        await desk.spool.accept(message)
    return messages


async def at_rest(desk: Desk, runs: Scheduler) -> None:
    """Wait until nothing is due any more, nor in hand: what has not left by then does not."""

    async def is_at_rest() -> bool:
        due = await desk.spool.next_due()
        sending = await desk.spool.messages(SENDING)
        return not (runs._in_hand or sending) and (due is None or due > desk.clock.now)

    async with asyncio.timeout(10):
        while not await is_at_rest():  # noqa: ASYNC110 - a file sets no event
            await asyncio.sleep(0.005)


async def test_what_waits_is_queued_untried_and_leaves_in_its_turn(desk: Desk) -> None:
    messages = await accepted(desk, *PEOPLE)
    async with running(scheduled(desk)) as runs:
        for count in range(1, 6):
            await eventually(lambda count=count: left(desk) == count)  # type: ignore[misc]
            await at_rest(desk, runs)
            assert left(desk) == count
            if count == 1:
                for message in messages[1:]:
                    assert await desk.state(message) is State.QUEUED
                    assert await desk.kinds(message) == ["accepted"]
            desk.clock.advance(seconds=6.1)
            runs.wake()
    for message in messages:
        view = await desk.spool.message(message.queue_id)
        assert view is not None
        assert view.deliveries[0].attempts == 1
        assert await desk.kinds(message) == ["accepted", "delivered"]


async def test_what_is_cancelled_keeps_nobody_waiting(desk: Desk) -> None:
    people = tuple(f"+191696{last}" for last in range(68200, 68300))
    messages = await accepted(desk, *people)
    async with running(scheduled(desk)) as runs:
        await eventually(lambda: left(desk) == 1)
        await at_rest(desk, runs)
        await accepted(desk, PEOPLE[0])
        await at_rest(desk, runs)
        ids = [message.queue_id for message in messages[1:]]
        await desk.spool.cancel(ids, by="clerk", because="a mistake")
        desk.clock.advance(seconds=6.1)  # not the ten minutes that a hundred would take
        runs.wake()
        await eventually(lambda: left(desk) == 2)


async def test_another_route_waits_for_nothing(desk: Desk) -> None:
    await accepted(desk, *PEOPLE)
    for each in PEOPLE:
        message = text(each, at=desk.clock.now, deliveries=(delivery(each, route="free"),))
        await desk.spool.accept(message)
    async with running(scheduled(desk)):
        await eventually(lambda: left(desk, "free") == len(PEOPLE))
    assert left(desk) == 1


async def test_whoever_stops_while_a_text_waits_for_its_turn_gets_nothing(desk: Desk) -> None:
    _, stopped = await accepted(desk, *PEOPLE[:2])
    async with running(scheduled(desk)) as runs:
        await eventually(lambda: left(desk) == 1)
        await at_rest(desk, runs)
        await desk.add(opt_out(PEOPLE[1], at=desk.clock.now))
        desk.clock.advance(seconds=10)
        runs.wake()
        async with asyncio.timeout(10):
            while await desk.state(stopped) is not State.SUPPRESSED:  # noqa: ASYNC110 - a file sets no event
                await asyncio.sleep(0.02)
    assert left(desk) == 1


async def test_turns_are_given_anew_after_a_restart_and_no_text_is_lost(desk: Desk) -> None:
    messages = await accepted(desk, *PEOPLE)
    async with running(scheduled(desk)) as runs:
        await eventually(lambda: left(desk) == 1)
        await at_rest(desk, runs)
    desk.clock.advance(seconds=40)
    async with running(scheduled(desk)) as runs:
        for count in range(2, 6):
            await eventually(lambda count=count: left(desk) == count)  # type: ignore[misc]
            await at_rest(desk, runs)
            assert left(desk) == count
            desk.clock.advance(seconds=6.1)
            runs.wake()
    assert {await desk.state(message) for message in messages} == {State.DELIVERED}
