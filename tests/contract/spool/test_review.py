"""People hold, release, retry, cancel and reject; time ends what nobody decided about."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

import pytest

from gateway.spool.model import State
from suppression.keys import RecipientKey
from tests.contract.spool.make import (
    NOON,
    Desk,
    delivery,
    email,
    opt_out,
    outcome,
    receipt,
    text,
)

WHY: Final[dict[str, Any]] = {"by": "ann", "because": "checked the price"}


async def test_what_is_held_does_not_leave_until_it_is_released(desk: Desk) -> None:
    message = email(delivery(state=State.HELD))
    await desk.spool.accept(message)
    assert await desk.claim() == ()
    assert await desk.spool.release([message.queue_id], **WHY) == {message.queue_id}
    assert len(await desk.claim()) == 1
    assert await desk.kinds(message) == ["held", "released"]


async def test_a_queued_message_can_be_held(desk: Desk) -> None:
    message = email()
    await desk.spool.accept(message)
    assert await desk.spool.hold([message.queue_id], **WHY) == {message.queue_id}
    assert await desk.claim() == ()
    assert await desk.state(message) is State.HELD


async def test_a_release_does_not_pass_by_the_list(desk: Desk) -> None:
    message = email(delivery(state=State.HELD))
    await desk.spool.accept(message)
    await desk.add(opt_out())
    await desk.spool.release([message.queue_id], **WHY)
    assert await desk.claim() == ()
    assert await desk.state(message) is State.SUPPRESSED


async def test_a_retry_does_not_wait_for_the_next_attempt(desk: Desk) -> None:
    message = email()
    await desk.spool.accept(message)
    (claimed,) = await desk.claim()
    await desk.spool.settle(
        outcome(claimed, State.DEFERRED, "451", next_at=NOON + timedelta(hours=2))
    )
    assert await desk.spool.retry([message.queue_id], **WHY) == {message.queue_id}
    assert len(await desk.claim()) == 1


async def test_a_retry_does_not_wake_anybody_before_the_morning(desk: Desk) -> None:
    morning = NOON + timedelta(hours=20)
    message = text(not_before=morning, expires_at=morning + timedelta(hours=1))
    await desk.spool.accept(message)
    await desk.spool.retry([message.queue_id], **WHY)
    assert await desk.claim() == ()
    assert await desk.spool.next_due() == morning


async def test_what_is_cancelled_never_leaves_and_its_sender_is_told_why(desk: Desk) -> None:
    message = email()
    await desk.spool.accept(message)
    assert await desk.spool.cancel([message.queue_id], **WHY) == {message.queue_id}
    assert await desk.claim() == ()
    assert await desk.state(message) is State.CANCELLED
    (owed,) = await desk.spool.reports_owed()
    assert (owed.reply, owed.status) == (
        "taken back by an operator: checked the price", "5.7.1",
    )  # fmt: skip


@pytest.mark.parametrize("verb", ["hold", "release", "retry", "cancel"])
async def test_what_is_being_sent_or_done_with_cannot_be_moved(desk: Desk, verb: str) -> None:
    message = email()
    await desk.spool.accept(message)
    (claimed,) = await desk.claim()
    move = getattr(desk.spool, verb)
    assert await move([message.queue_id], **WHY) == frozenset()
    await desk.spool.settle(outcome(claimed, State.DELIVERED))
    assert await move([message.queue_id], **WHY) == frozenset()
    assert await desk.state(message) is State.DELIVERED


async def test_a_text_that_may_have_left_is_tried_once_more_and_an_email_passed_on_is_gone(
    desk: Desk,
) -> None:
    passed, unsure = receipt(), text()
    for message in (passed, unsure):
        await desk.spool.accept(message)
    for claimed in await desk.claim():
        await desk.spool.settle(outcome(claimed, State.UNKNOWN))
    both = [passed.queue_id, unsure.queue_id]
    for verb in ("hold", "release", "cancel"):
        assert await getattr(desk.spool, verb)(both, **WHY) == frozenset()
    assert await desk.spool.retry(both, **WHY) == {unsure.queue_id}
    assert [each.queue_id for each in await desk.claim()] == [unsure.queue_id]


@pytest.mark.parametrize("is_erased", [False, True])
async def test_a_text_of_unknown_outcome_whose_words_are_gone_is_not_tried_and_no_damage(
    desk: Desk, *, is_erased: bool
) -> None:
    message = text(expires_at=NOON + timedelta(days=7))
    await desk.spool.accept(message)
    (claimed,) = await desk.claim()
    await desk.spool.settle(outcome(claimed, State.UNKNOWN))
    if is_erased:
        await desk.spool.forget_person(RecipientKey("+19169668284"), **WHY)
    else:
        kept = timedelta(hours=72)
        desk.clock.advance(hours=72)
        assert await desk.spool.retire(desk.clock(), email_body=kept, sms_text=kept) == 1
    assert await desk.spool.retry([message.queue_id], **WHY) == frozenset()
    assert await desk.claim() == ()
    assert await desk.state(message) is State.UNKNOWN


async def test_the_record_says_who_did_it_and_why(desk: Desk) -> None:
    message = email()
    await desk.spool.accept(message)
    await desk.spool.cancel([message.queue_id], **WHY)
    line = (await desk.spool.trace(queue_id=message.queue_id))[-1]
    assert line.kind == "cancelled"
    assert (line.detail["actor"], line.detail["because"]) == ("ann", "checked the price")


async def test_what_is_done_to_a_message_is_recorded_of_each_recipient_in_their_order(
    desk: Desk,
) -> None:
    people = ["ann@example.net", "bob@example.net", "cyd@example.net"]
    message = email(*(delivery(each, state=State.HELD) for each in people))
    await desk.spool.accept(message)
    ended = await desk.spool.reject(message.queue_id, **WHY)
    assert [each.recipient.address for each in ended] == people
    lines = (await desk.spool.trace(queue_id=message.queue_id))[3:]
    assert [(line.kind, line.detail["address"]) for line in lines] == [
        ("rejected", each) for each in people
    ]


@pytest.mark.parametrize("verb", ["hold", "retry"])
async def test_the_answer_to_the_last_attempt_is_kept_and_the_attempt_counted(
    desk: Desk, verb: str
) -> None:
    message = email()
    await desk.spool.accept(message)
    (claimed,) = await desk.claim()
    later = NOON + timedelta(hours=2)
    await desk.spool.settle(
        outcome(claimed, State.DEFERRED, "451 busy", status="4.3.2", next_at=later)
    )
    await getattr(desk.spool, verb)([message.queue_id], **WHY)
    view = await desk.spool.message(message.queue_id)
    assert view is not None
    assert (view.deliveries[0].last_reply, view.deliveries[0].attempts) == ("451 busy", 1)
    desk.clock.advance(days=2)
    (ended,) = await desk.spool.expire()
    assert ended.reply == "451 busy"


async def test_only_as_much_expires_at_once_as_is_asked_for(desk: Desk) -> None:
    messages = [email(), email(delivery(state=State.HELD)), email()]
    for message in messages:
        await desk.spool.accept(message)
    desk.clock.now = NOON + timedelta(days=2, seconds=-1)
    assert await desk.spool.expire() == ()
    desk.clock.advance(seconds=1)
    ended = [each.queue_id for _ in range(3) for each in await desk.spool.expire(limit=2)]
    assert len(ended) == len(messages)
    assert set(ended) == {message.queue_id for message in messages}


@pytest.mark.parametrize(
    ("state", "verb", "kind"),
    [
        (State.QUEUED, "hold", "held"),
        (State.QUEUED, "retry", "retried"),
        (State.HELD, "release", "released"),
        (State.HELD, "cancel", "cancelled"),
    ],
)
async def test_each_deed_has_its_line_in_the_record(
    desk: Desk, state: State, verb: str, kind: str
) -> None:
    message = email(delivery(state=state))
    await desk.spool.accept(message)
    assert await getattr(desk.spool, verb)([message.queue_id], **WHY) == {message.queue_id}
    first, second = await desk.spool.trace(queue_id=message.queue_id)
    assert (first.kind, second.kind) == ("held" if state is State.HELD else "accepted", kind)
    assert second.detail["actor"] == "ann"


async def test_a_rejected_message_fails_with_its_report_in_the_same_commit(desk: Desk) -> None:
    message = email(delivery(state=State.HELD), delivery("ann@example.net"))
    await desk.spool.accept(message)
    report = receipt(delivery("shop@example.com"), reverse_path="", category="system")
    (ended,) = await desk.spool.reject(message.queue_id, **WHY, report=report)
    assert (ended.recipient.address, ended.state) == ("bob@example.net", State.FAILED)
    assert ended.reply == "rejected in review: checked the price"
    assert await desk.state(report) is State.QUEUED
    assert await desk.spool.reports_owed() == ()


async def test_a_rejection_without_a_report_owes_one(desk: Desk) -> None:
    message = email(delivery(state=State.HELD))
    await desk.spool.accept(message)
    await desk.spool.reject(message.queue_id, **WHY)
    assert [each.queue_id for each in await desk.spool.reports_owed()] == [message.queue_id]


async def test_what_is_not_held_cannot_be_rejected(desk: Desk) -> None:
    message, report = email(), receipt(reverse_path="", category="system")
    await desk.spool.accept(message)
    assert await desk.spool.reject(message.queue_id, **WHY, report=report) == ()
    assert await desk.spool.message(report.queue_id) is None


async def test_a_held_message_expires_and_its_sender_is_told(desk: Desk) -> None:
    message = email(delivery(state=State.HELD), expires_at=NOON + timedelta(days=7))
    await desk.spool.accept(message)
    assert await desk.spool.expire() == ()
    desk.clock.advance(days=7)
    (ended,) = await desk.spool.expire()
    assert (ended.queue_id, ended.state) == (message.queue_id, State.EXPIRED)
    assert await desk.spool.reports_owed() == (ended,)


async def test_what_waits_for_a_route_without_room_expires_too(desk: Desk) -> None:
    message = email(delivery(route="removed"))
    await desk.spool.accept(message)
    desk.clock.advance(days=2)
    assert [each.state for each in await desk.spool.expire()] == [State.EXPIRED]


async def test_what_is_being_sent_does_not_expire_meanwhile(desk: Desk) -> None:
    message = email(expires_at=NOON + timedelta(seconds=5))
    await desk.spool.accept(message)
    (claimed,) = await desk.claim()
    desk.clock.advance(seconds=10)
    assert await desk.spool.expire() == ()
    await desk.spool.settle(outcome(claimed, State.DELIVERED))
    assert await desk.state(message) is State.DELIVERED
