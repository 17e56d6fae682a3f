"""Whose turn it is on a route: who still waits is due, who waits no more is said to be gone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from gateway.spool.calling import Called
from gateway.spool.model import State
from tests.contract.spool.make import CLERK, delivery, outcome, receipt, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gateway.spool.model import NewMessage
    from tests.contract.spool.make import Desk


async def ids(desk: Desk, message: NewMessage) -> Sequence[int]:
    view = await desk.spool.message(message.queue_id)
    assert view is not None
    return [each.delivery_id for each in view.deliveries]


async def waits_for_a_turn(desk: Desk, message: NewMessage) -> Sequence[int]:
    """Take a message that was accepted now, and give it back until somebody calls it."""
    await desk.spool.accept(message)
    (claimed,) = await desk.claim()
    later = desk.clock() + timedelta(hours=1)
    await desk.spool.settle(outcome(claimed, State.QUEUED, "", next_at=later))
    assert await desk.claim() == ()
    return await ids(desk, message)


async def test_who_still_waits_is_called_and_who_waits_no_more_is_gone(desk: Desk) -> None:
    (sent,) = await waits_for_a_turn(desk, first := text())
    (held,) = await waits_for_a_turn(desk, second := text())
    (waiting,) = await waits_for_a_turn(desk, text())
    await desk.spool.hold([second.queue_id], by=CLERK.name, because="a question")
    await desk.spool.retry([first.queue_id], by=CLERK.name, because="it is urgent")
    (claimed,) = await desk.claim()
    asked = [sent, held, waiting]
    assert await desk.spool.call("texts", asked, count=3) == Called(called=(waiting,), gone=(held,))
    await desk.spool.settle(outcome(claimed, State.DELIVERED))
    assert await desk.spool.call("texts", asked, count=3) == Called(
        called=(waiting,), gone=(sent, held)
    )
    assert [each.delivery_ids for each in await desk.claim()] == [(waiting,)]


async def test_who_waits_alone_is_due_when_called(desk: Desk) -> None:
    (waiting,) = await waits_for_a_turn(desk, text())
    assert (await desk.spool.call("texts", [waiting], count=1)).called == (waiting,)
    assert await desk.spool.next_due() == desk.clock()
    assert [each.delivery_ids for each in await desk.claim()] == [(waiting,)]


async def test_no_more_are_called_than_were_asked_for_and_the_oldest_are_due_first(
    desk: Desk,
) -> None:
    waiting: list[int] = []
    for _ in range(3):
        waiting += await waits_for_a_turn(desk, text())
        desk.clock.advance(seconds=1)
    called = await desk.spool.call("texts", [waiting[2], waiting[0], waiting[1]], count=2)
    assert called == Called(called=(waiting[2], waiting[0]), gone=())
    assert [each.delivery_ids[0] for each in await desk.claim()] == [waiting[0], waiting[2]]


async def test_nobody_is_called_on_a_route_that_is_not_theirs(desk: Desk) -> None:
    waiting = await waits_for_a_turn(desk, text())
    assert await desk.spool.call("out", waiting, count=1) == Called(called=(), gone=(*waiting,))
    assert await desk.claim() == ()


async def test_whoever_was_given_back_together_leaves_together(desk: Desk) -> None:
    both = receipt(delivery("a@slow.test"), delivery("b@slow.test"))
    first, second = await waits_for_a_turn(desk, both)
    (other,) = await waits_for_a_turn(desk, receipt(delivery("a@slow.test")))
    assert (await desk.spool.call("out", [first], count=1)).called == (first,)
    assert [each.delivery_ids for each in await desk.claim()] == [(first, second)]
    assert (await desk.spool.call("out", [other], count=1)).called == (other,)
