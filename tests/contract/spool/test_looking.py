"""What is kept of a message for a while, and what is owed to whom."""

from __future__ import annotations

from dataclasses import replace

import pytest

from filters.plan import NO_PLAN, Plan, Splice
from gateway.spool.model import Kept, State
from tests.contract.spool.damaging import damage
from tests.contract.spool.make import (
    NOON,
    PERSONAL,
    Desk,
    delivery,
    email,
    objection,
    outcome,
    receipt,
    text,
)

STOP = Plan(splices=(Splice(start=4, end=4, template=(b" Reply STOP.",)),), fixes=("F_SMS_STOP",))


async def test_a_message_is_kept_with_what_is_added_to_it(desk: Desk) -> None:
    message, bill = email(raw=b"mine"), receipt()
    refused = email(delivery(state=State.REFUSED, findings=(objection(),)))
    await desk.spool.accept(bill, more=[message, refused])
    assert await desk.spool.kept(message.queue_id) == Kept(raw=b"mine", plan=PERSONAL)
    assert await desk.spool.kept(bill.queue_id) == Kept(raw=bill.raw, plan=NO_PLAN)
    assert await desk.spool.content(message.queue_id) == b"mine"
    for gone in (refused.queue_id, "0" * 13, "no queue id"):
        assert await desk.spool.kept(gone) is None
        assert await desk.spool.content(gone) is None
        assert gone == refused.queue_id or await desk.spool.message(gone) is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE contents SET plan = 'no plan'",
        "UPDATE contents SET plan = '{}'",
        "UPDATE contents SET plan = substr(plan, 1, 20)",
    ],
)
async def test_what_is_damaged_is_not_kept_any_more(desk: Desk, statement: str) -> None:
    message = email()
    await desk.spool.accept(message)
    damage(desk, statement)
    assert await desk.spool.kept(message.queue_id) is None


async def test_texts_are_read_as_they_leave(desk: Desk) -> None:
    plain, longer, other = text(raw=b"One."), text(raw="Zwö.".encode(), plan=STOP), text()
    await desk.spool.accept(plain, more=[longer, other])
    asked = [plain.queue_id, longer.queue_id, "no queue id"]
    assert await desk.spool.texts(asked) == {
        plain.queue_id: "One.", longer.queue_id: "Zwö Reply STOP..",
    }  # fmt: skip


async def test_failures_that_nobody_was_told_are_owed_the_oldest_first(desk: Desk) -> None:
    messages = [receipt() for _ in range(3)]
    await desk.spool.accept(messages[0], more=messages[1:])
    first, *_, last = await desk.claim()
    failed = outcome(last, State.FAILED, "550 no") + outcome(first, State.FAILED, "550 no")
    await desk.spool.settle(failed)
    owed = await desk.spool.reports_owed()
    assert [(each.queue_id, each.owes_report) for each in owed] == [
        (messages[0].queue_id, True), (messages[2].queue_id, True),
    ]  # fmt: skip
    assert await desk.spool.reports_owed(limit=1) == owed[:1]


async def test_a_message_shows_its_deliveries_in_their_order(desk: Desk) -> None:
    people = [f"p{n}@example.net" for n in range(3)]
    message = email(*map(delivery, people))
    await desk.spool.accept(message, more=[email()])
    view = await desk.spool.message(message.queue_id)
    assert view is not None
    assert [each.address for each in view.deliveries] == people
    assert (view.subject, view.metadata, view.size_bytes) == ("Hello", "", len(message.raw))
    assert [(each.route, each.attempts, each.next_at) for each in view.deliveries] == [
        ("out", 0, NOON)
    ] * 3
    assert [each.queue_id for each in await desk.spool.messages_to(
        message.deliveries[1].recipient.key, limit=9
    )] == [message.queue_id]  # fmt: skip
    await desk.claim()
    sent = await desk.spool.message(message.queue_id)
    assert sent is not None
    assert {(each.attempts, each.next_at) for each in sent.deliveries} == {(1, None)}
    assert replace(sent, deliveries=view.deliveries) == view
