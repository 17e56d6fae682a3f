"""What nobody answered for: how it ends or goes on, how often it was tried, what is recorded."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from gateway.spool.ending import Ended
from gateway.spool.model import State
from gateway.spool.receipts import Receipt, Report
from gateway.wishes import Wish, Wishes
from suppression.channel import Channel
from suppression.entry import Reason
from tests.contract.spool.make import (
    NOON,
    delivery,
    email,
    objection,
    opt_out,
    outcome,
    receipt,
    recipient,
    text,
)

if TYPE_CHECKING:
    from gateway.spool.model import DeliveryView, NewMessage, TraceLine
    from tests.contract.spool.make import Desk

BUSY = "451 4.3.2 busy"
WISHES = Wishes(
    returns="HDRS", envelope_id="QQ314159",
    by_address={"bob@example.net": Wish(notify="SUCCESS,FAILURE", original="rfc822;bob")},
)  # fmt: skip


async def last(desk: Desk, message: NewMessage) -> TraceLine:
    return (await desk.spool.trace(queue_id=message.queue_id))[-1]


async def seen(desk: Desk, message: NewMessage) -> DeliveryView:
    view = await desk.spool.message(message.queue_id)
    assert view is not None
    (only,) = view.deliveries
    return only


async def tried_twice(desk: Desk, message: NewMessage) -> None:
    """Defer a message once, and let the lease of its second attempt run out."""
    await desk.spool.accept(message)
    (claimed,) = await desk.claim()
    await desk.spool.settle(outcome(claimed, State.DEFERRED, BUSY, status="4.3.2"))
    assert len(await desk.claim()) == 1
    desk.clock.advance(minutes=2)


async def test_an_attempt_that_nobody_settled_counts_in_the_record(desk: Desk) -> None:
    letter, message = receipt(), text()
    for each in (letter, message):
        await desk.spool.accept(each)
    await desk.claim()
    desk.clock.advance(seconds=60)
    await desk.claim(room={})
    lapsed, unknown = await last(desk, letter), await last(desk, message)
    assert [(each.kind, each.facts["attempt"]) for each in (lapsed, unknown)] == [
        ("lapsed", 1), ("unknown", 1),
    ]  # fmt: skip
    for line in (lapsed, unknown):
        assert line.facts.keys() == {"person", "channel", "category", "route", "attempt"}
    assert lapsed.detail["address"] == "bob@example.net"
    for each, line in ((letter, lapsed), (message, unknown)):
        view = await seen(desk, each)
        assert (view.attempts, view.report, view.next_hop_id) == (1, "", "")
        assert view.last_reply == line.detail["reply"] != ""


async def test_what_lapsed_is_due_at_once(desk: Desk) -> None:
    message = receipt()
    await tried_twice(desk, message)
    await desk.claim(room={})
    view = await seen(desk, message)
    assert (view.state, view.attempts, view.next_at) == (State.QUEUED, 2, desk.clock.now)
    assert view.last_reply == BUSY


@pytest.mark.parametrize("by_claim", [False, True])
async def test_what_is_given_up_says_after_how_many_attempts(desk: Desk, *, by_claim: bool) -> None:
    message = receipt(expires_at=NOON + timedelta(minutes=3))
    await desk.spool.accept(message)
    for _ in range(2):
        await desk.claim()
        desk.clock.advance(minutes=1)
    await desk.claim(room={})
    desk.clock.advance(minutes=1)
    if by_claim:
        assert await desk.claim() == ()
    else:
        assert [each.state for each in await desk.spool.expire()] == [State.EXPIRED]
    line, view = await last(desk, message), await seen(desk, message)
    assert (line.kind, line.facts["attempt"], line.facts["status"]) == ("expired", 2, "5.4.7")
    assert (view.attempts, view.next_at) == (2, None)
    assert line.detail["reply"] == view.last_reply
    assert view.last_reply.startswith("the attempt was interrupted")


async def test_what_is_given_up_repeats_what_the_next_hop_said_last(desk: Desk) -> None:
    message = receipt(expires_at=NOON + timedelta(minutes=3))
    await desk.spool.accept(message)
    (claimed,) = await desk.claim()
    await desk.spool.settle(outcome(claimed, State.DEFERRED, BUSY, status="4.3.2"))
    desk.clock.advance(minutes=3)
    (ended,) = await desk.spool.expire()
    assert (ended.reply, ended.status) == (BUSY, "5.4.7")
    assert (await seen(desk, message)).attempts == 1


async def test_who_opted_out_between_two_attempts_is_named_with_both(desk: Desk) -> None:
    message = email()
    await tried_twice(desk, message)
    await desk.add(opt_out(reason=Reason.COMPLAINT))
    assert await desk.claim() == ()
    line, view = await last(desk, message), await seen(desk, message)
    assert {name: line.facts[name] for name in ("attempt", "codes", "reason", "status")} == {
        "attempt": 2, "codes": ["SUPPRESSED_COMPLAINT"], "reason": "complaint", "status": "5.7.1",
    }  # fmt: skip
    (finding,) = view.findings
    assert (finding["effect"], finding["evidence"]) == (
        "refuse", ["complaint of scope commercial, since 2026-11-23"],
    )  # fmt: skip
    assert (view.attempts, view.report) == (2, "")


async def test_what_nobody_survives_keeps_what_was_said_of_it_and_found_before(desk: Desk) -> None:
    message = receipt(delivery(findings=(objection("W_LARGE"),)))
    await desk.spool.accept(message)
    (claimed,) = await desk.claim()
    await desk.spool.settle(outcome(claimed, State.DEFERRED, BUSY, finding=objection("W_BUSY")))
    for _ in range(3):
        assert len(await desk.claim()) == 1
        desk.clock.advance(minutes=2)
    assert await desk.claim() == ()
    line, view = await last(desk, message), await seen(desk, message)
    assert (line.kind, line.facts["attempt"], line.facts["codes"]) == (
        "held", 4, ["INTERNAL_POISON"],
    )  # fmt: skip
    assert (view.state, view.attempts, view.next_at) == (State.HELD, 4, None)
    assert [each["code"] for each in view.findings] == ["W_LARGE", "W_BUSY", "INTERNAL_POISON"]
    assert view.findings[-1]["effect"] == "hold"


async def test_who_writes_the_report_is_told_all_there_is_to_say(desk: Desk) -> None:
    message = email(wishes=WISHES)
    await desk.spool.accept(message)
    (claimed,) = await desk.claim()
    now = desk.clock.advance(minutes=1)
    settled = await desk.spool.settle(outcome(claimed, State.FAILED, "550 no", status="5.1.1"))
    owed = Ended(
        delivery_id=claimed.delivery_ids[0], queue_id=message.queue_id, channel=Channel.EMAIL,
        submitter="shop", reverse_path="shop@example.com",
        recipient=recipient("bob@example.net"), state=State.FAILED, reply="550 no",
        status="5.1.1", route="out", accepted_at=NOON, ended_at=now, owes_report=True,
        wish=Wish(notify="SUCCESS,FAILURE", original="rfc822;bob"), returns="HDRS",
        envelope_id="QQ314159",
    )  # fmt: skip
    assert settled.ended == (owed,)
    assert await desk.spool.reports_owed() == (owed,)


async def test_who_is_told_by_the_report_that_came_with_it_is_owed_none(desk: Desk) -> None:
    await desk.spool.accept(email())
    (claimed,) = await desk.claim()
    settled = await desk.spool.settle(outcome(claimed, State.FAILED, "550 no"), [receipt()])
    assert [each.owes_report for each in settled.ended] == [False]


@pytest.mark.parametrize("later", [None, timedelta(minutes=5)])
async def test_what_is_given_back_waits_as_it_did_before(
    desk: Desk, later: timedelta | None
) -> None:
    message = receipt()
    await desk.spool.accept(message)
    (claimed,) = await desk.claim()
    await desk.spool.settle(outcome(claimed, State.DEFERRED, BUSY, status="4.3.2"))
    (claimed,) = await desk.claim()
    next_at = desk.clock.now + later if later else None
    await desk.spool.settle(outcome(claimed, State.QUEUED, "", next_at=next_at))
    view = await seen(desk, message)
    assert (view.state, view.attempts, view.last_reply) == (State.DEFERRED, 1, BUSY)
    assert view.next_at == (next_at or desk.clock.now)
    assert await desk.kinds(message) == ["accepted", "deferred"]


async def test_what_is_given_back_for_later_than_it_may_wait_comes_up_when_it_is_over(
    desk: Desk,
) -> None:
    message = receipt()
    await desk.spool.accept(message)
    (claimed,) = await desk.claim()
    later = NOON + timedelta(days=9)
    await desk.spool.settle(outcome(claimed, State.QUEUED, "", next_at=later))
    assert await desk.spool.next_due() == message.expires_at


async def test_what_overtook_the_answer_keeps_what_the_answer_said(desk: Desk) -> None:
    message = text()
    await desk.spool.accept(message)
    (claimed,) = await desk.claim()
    told = Receipt(
        queue_id=message.queue_id, route="texts", attempt=1, report=Report.FAILED, said="no such"
    )
    await desk.spool.take_receipt(told)
    await desk.spool.settle(
        outcome(claimed, State.DELIVERED, "201", sent_sha256="ab" * 32, next_hop_id="SM1")
    )
    line, view = await last(desk, message), await seen(desk, message)
    assert (line.facts["report"], line.facts["attempt"], line.facts["sent_sha256"]) == (
        "failed", 1, "ab" * 32,
    )  # fmt: skip
    assert line.detail == {"address": "+19169668284", "reply": "no such", "next_hop_id": "SM1"}
    assert (view.report, view.attempts, view.next_hop_id) == ("failed", 1, "SM1")
