"""A route takes no texts: which of those that wait for it go another way, and as what."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from gateway.spool.model import State
from tests.contract.spool.make import NOON, delivery, outcome, receipt, text

if TYPE_CHECKING:
    from gateway.spool.model import DeliveryView, NewMessage
    from tests.contract.spool.make import Desk

OTHER = {"other": 9}


async def seen(desk: Desk, message: NewMessage) -> DeliveryView:
    view = await desk.spool.message(message.queue_id)
    assert view is not None
    (only,) = view.deliveries
    return only


async def deferred(desk: Desk, status: str, *, minutes: float = 5) -> NewMessage:
    message = text()
    await desk.spool.accept(message)
    (claimed,) = await desk.claim()
    later = desk.clock.now + timedelta(minutes=minutes)
    await desk.spool.settle(
        outcome(claimed, State.DEFERRED, "no answer", status=status, next_at=later)
    )
    return message


async def test_what_was_never_tried_and_is_due_waits_for_the_other_route(desk: Desk) -> None:
    message = text()
    await desk.spool.accept(message)
    assert await desk.spool.divert("texts", "other") == 1
    view = await seen(desk, message)
    assert (view.state, view.route, view.attempts, view.next_at) == (
        State.QUEUED, "other", 0, NOON,
    )  # fmt: skip
    assert (view.last_reply, view.report, view.next_hop_id) == ("", "", "")
    (_, line) = await desk.spool.trace(queue_id=message.queue_id)
    assert {**line.facts, "person": ""} == {
        "person": "", "channel": "sms", "category": "appointment", "route": "texts",
        "attempt": 0, "then": "other",
    }  # fmt: skip
    (claimed,) = await desk.claim(room=OTHER)
    assert (claimed.attempt, claimed.diverted_from) == (1, "texts")
    await desk.spool.settle(outcome(claimed, State.DEFERRED, "no answer either"))
    (claimed,) = await desk.claim(room=OTHER)
    assert (claimed.attempt, claimed.route, claimed.diverted_from) == (2, "other", "texts")


@pytest.mark.parametrize("status", ["4.3.2", "4.4.1"])
async def test_what_no_attempt_of_was_taken_goes_at_once_and_keeps_what_was_said(
    desk: Desk, status: str
) -> None:
    message = await deferred(desk, status)
    assert await desk.spool.divert("texts", "other") == 1
    view = await seen(desk, message)
    assert (view.state, view.attempts, view.next_at) == (State.DEFERRED, 1, NOON)
    assert view.last_reply == "no answer"
    line = (await desk.spool.trace(queue_id=message.queue_id))[-1]
    assert (line.facts["attempt"], line.facts["status"]) == (1, status)
    (again,) = await desk.claim(room=OTHER)
    assert again.attempt == 2


async def test_what_a_provider_put_off_does_not_wait_for_it_where_there_is_another_route(
    desk: Desk,
) -> None:
    message = text()
    await desk.spool.accept(message)
    (claimed,) = await desk.claim()
    in_an_hour = desk.clock.now + timedelta(hours=1)
    await desk.spool.settle(
        outcome(claimed, State.QUEUED, "429 too much", status="4.3.2", next_at=in_an_hour)
    )
    view = await seen(desk, message)
    assert (view.state, view.attempts, view.next_at, view.last_reply) == (
        State.QUEUED, 0, in_an_hour, "429 too much",
    )  # fmt: skip
    assert await desk.spool.divert("texts", "other") == 1
    (again,) = await desk.claim(room=OTHER)
    assert (again.route, again.attempt) == ("other", 1)
    await desk.spool.settle(outcome(again, State.QUEUED, "waits for its turn"))
    assert (await seen(desk, message)).last_reply == "429 too much"


async def test_what_the_route_may_still_send_itself_stays(desk: Desk) -> None:
    heard = await deferred(desk, "4.2.1", minutes=0)
    later = text(not_before=NOON + timedelta(seconds=1))
    held, elsewhere, letter = text(), text(deliveries=(delivery("+12025550144"),)), receipt()
    for message in (later, held, elsewhere, letter):
        await desk.spool.accept(message)
    await desk.spool.hold([held.queue_id], by="ann", because="a look")
    assert await desk.spool.divert("texts", "other") == 0
    assert await desk.spool.divert("out", "other") == 1  # of both there, the text
    assert [(await seen(desk, each)).route for each in (later, held, elsewhere, heard, letter)] == [
        "texts", "texts", "other", "texts", "out",
    ]  # fmt: skip


async def test_nothing_goes_another_way_twice(desk: Desk) -> None:
    message = text()
    await desk.spool.accept(message)
    await desk.spool.divert("texts", "other")
    assert await desk.spool.divert("other", "third") == 0
    assert (await seen(desk, message)).route == "other"


async def test_an_attempt_that_was_not_taken_counts_when_it_goes_another_way(desk: Desk) -> None:
    message = text()
    await desk.spool.accept(message)
    (claimed,) = await desk.claim()
    settled = await desk.spool.settle(
        outcome(claimed, State.DEFERRED, "it is down", status="4.4.1", then="other")
    )
    assert (settled.ended, settled.ignored) == ((), ())
    view = await seen(desk, message)
    assert (view.state, view.route, view.attempts, view.last_reply) == (
        State.DEFERRED, "other", 1, "it is down",
    )  # fmt: skip
    line = (await desk.spool.trace(queue_id=message.queue_id))[-1]
    assert (line.kind, line.facts["attempt"], line.facts["status"], line.detail["reply"]) == (
        "diverted", 1, "4.4.1", "it is down",
    )  # fmt: skip
    (again,) = await desk.claim(room=OTHER)
    assert again.attempt == 2


async def test_what_is_given_back_untried_to_another_route_was_never_tried(desk: Desk) -> None:
    message = await deferred(desk, "4.4.1", minutes=0)
    (claimed,) = await desk.claim()
    await desk.spool.settle(outcome(claimed, State.DEFERRED, "", then="other"))
    view = await seen(desk, message)
    assert (view.state, view.attempts, view.last_reply) == (State.DEFERRED, 1, "no answer")
    line = (await desk.spool.trace(queue_id=message.queue_id))[-1]
    assert (line.facts["attempt"], line.facts["status"]) == (1, "4.4.1")
