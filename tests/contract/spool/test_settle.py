"""How an attempt ended is written down once, and the sender of what failed is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from gateway.delivery import settler
from gateway.errors import StoreUnavailable
from gateway.spool.model import State
from gateway.wishes import Wish, Wishes
from tests.contract.spool.damaging import damage, queued
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


async def test_a_delivered_message_is_done_with(desk: Desk) -> None:
    message = email()
    await desk.spool.accept(message)
    (claimed,) = await desk.claim()
    settled = await desk.spool.settle(
        outcome(claimed, State.DELIVERED, "250 2.0.0 ok", sent_sha256="ab" * 32, next_hop_id="Q1")
    )
    assert [(each.state, each.owes_report) for each in settled.ended] == [(State.DELIVERED, False)]
    assert settled.ignored == ()
    line = (await desk.spool.trace(queue_id=message.queue_id))[-1]
    assert (line.kind, line.facts["sent_sha256"], line.facts["attempt"]) == (
        "delivered", "ab" * 32, 1,
    )  # fmt: skip
    assert line.detail == {
        "address": "bob@example.net", "reply": "250 2.0.0 ok", "next_hop_id": "Q1",
    }  # fmt: skip
    assert await desk.spool.next_due() is None


async def test_a_deferred_delivery_is_due_again_when_its_settlement_says(desk: Desk) -> None:
    message = email()
    await desk.spool.accept(message)
    (claimed,) = await desk.claim()
    later = NOON + timedelta(minutes=5)
    settled = await desk.spool.settle(outcome(claimed, State.DEFERRED, "451 busy", next_at=later))
    assert settled.ended == ()
    assert await desk.spool.next_due() == later
    assert await desk.claim() == ()
    desk.clock.advance(minutes=5)
    (again,) = await desk.claim()
    assert again.attempt == 2


async def test_a_delivery_deferred_beyond_its_time_comes_up_when_it_is_over(desk: Desk) -> None:
    message = email(expires_at=NOON + timedelta(minutes=3))
    await desk.spool.accept(message)
    (claimed,) = await desk.claim()
    later = NOON + timedelta(hours=5)
    await desk.spool.settle(outcome(claimed, State.DEFERRED, "451 busy", next_at=later))
    assert await desk.spool.next_due() == message.expires_at


async def test_a_delivery_given_back_untried_is_as_if_it_had_never_been_taken(desk: Desk) -> None:
    message = email()
    await desk.spool.accept(message)
    for _ in range(5):
        (claimed,) = await desk.claim()
        assert claimed.attempt == 1
        await desk.spool.settle(outcome(claimed, State.QUEUED, ""))
    assert await desk.kinds(message) == ["accepted"]


@pytest.mark.parametrize("state", [State.FAILED, State.EXPIRED])
async def test_a_failure_owes_its_sender_a_report(desk: Desk, state: State) -> None:
    message = email()
    await desk.spool.accept(message)
    (claimed,) = await desk.claim()
    settled = await desk.spool.settle(outcome(claimed, state, "550 no such user", status="5.1.1"))
    (owed,) = await desk.spool.reports_owed()
    assert settled.ended == (owed,)
    assert (owed.reverse_path, owed.recipient.address) == ("shop@example.com", "bob@example.net")
    assert (owed.state, owed.reply, owed.status) == (state, "550 no such user", "5.1.1")
    report = receipt(delivery("shop@example.com"), reverse_path="", category="system")
    await desk.spool.report([report], about=[owed.delivery_id])
    assert await desk.spool.reports_owed() == ()
    assert await desk.state(report) is State.QUEUED


async def test_a_report_stored_with_the_settlement_is_not_owed_any_more(desk: Desk) -> None:
    await desk.spool.accept(email())
    (claimed,) = await desk.claim()
    report = receipt(delivery("shop@example.com"), reverse_path="", category="system")
    await desk.spool.settle(outcome(claimed, State.FAILED, "550 no"), [report])
    assert await desk.spool.reports_owed() == ()
    assert await desk.state(report) is State.QUEUED


async def test_a_settlement_and_its_report_are_stored_together_or_not_at_all(desk: Desk) -> None:
    message = email()
    await desk.spool.accept(message)
    (claimed,) = await desk.claim()
    clash = replace(receipt(), queue_id=message.queue_id)
    with pytest.raises(StoreUnavailable):
        await desk.spool.settle(outcome(claimed, State.FAILED, "550 no"), [clash])
    assert await desk.state(message) is State.SENDING
    assert await desk.kinds(message) == ["accepted"]


async def test_a_report_that_fails_is_reported_to_nobody(desk: Desk) -> None:
    await desk.spool.accept(receipt(reverse_path="", category="system"))
    (claimed,) = await desk.claim()
    await desk.spool.settle(outcome(claimed, State.FAILED, "550 no"))
    assert await desk.spool.reports_owed() == ()


async def test_a_text_that_fails_owes_no_mail(desk: Desk) -> None:
    await desk.spool.accept(text())
    (claimed,) = await desk.claim()
    await desk.spool.settle(outcome(claimed, State.FAILED, "no"))
    assert await desk.spool.reports_owed() == ()


async def test_the_sender_is_told_of_what_an_opt_out_stopped_after_acceptance(desk: Desk) -> None:
    await desk.spool.accept(email())
    await desk.add(opt_out())
    await desk.claim()
    (owed,) = await desk.spool.reports_owed()
    assert (owed.state, owed.status) == (State.SUPPRESSED, "5.7.1")


async def test_who_lost_the_lease_to_another_changes_nothing(desk: Desk) -> None:
    message = email()
    await desk.spool.accept(message)
    (first,) = await desk.claim()
    desk.clock.advance(seconds=60)
    (second,) = await desk.claim()
    late = outcome(first, State.FAILED, "550 no")
    settled = await desk.spool.settle(late)
    assert (settled.ended, settled.ignored) == ((), tuple(late))
    assert await desk.state(message) is State.SENDING
    settled = await desk.spool.settle(outcome(second, State.DELIVERED))
    assert len(settled.ended) == 1


@pytest.mark.parametrize("message", [email(), text()], ids=["email", "text"])
async def test_a_late_outcome_counts_while_nobody_else_has_taken_the_delivery(
    desk: Desk, message: object
) -> None:
    await desk.spool.accept(message)  # type: ignore[arg-type]
    (claimed,) = await desk.claim()
    await desk.spool.release_leases()
    settled = await desk.spool.settle(outcome(claimed, State.DELIVERED))
    assert settled.ignored == ()
    assert await desk.state(message) is State.DELIVERED  # type: ignore[arg-type]
    assert await desk.claim() == ()


async def test_an_outcome_without_its_attempt_counts_under_the_lease_alone(desk: Desk) -> None:
    await desk.spool.accept(email())
    (claimed,) = await desk.claim()
    nameless = [replace(each, attempt=0) for each in outcome(claimed, State.DELIVERED)]
    await desk.spool.release_leases()
    assert (await desk.spool.settle(nameless)).ignored == tuple(nameless)
    (claimed,) = await desk.claim()
    nameless = [replace(each, attempt=0) for each in outcome(claimed, State.DELIVERED)]
    assert (await desk.spool.settle(nameless)).ignored == ()


async def test_the_second_of_two_outcomes_is_ignored(desk: Desk) -> None:
    message = email()
    await desk.spool.accept(message)
    (claimed,) = await desk.claim()
    (done,), (failed,) = outcome(claimed, State.DELIVERED), outcome(claimed, State.FAILED)
    assert (await desk.spool.settle([done, failed])).ignored == (failed,)
    assert (await desk.spool.settle([failed])).ignored == (failed,)
    assert await desk.state(message) is State.DELIVERED


@pytest.mark.parametrize(
    "damaged",
    [
        "UPDATE deliveries SET state = 'sendinf' WHERE id = 2",
        (
            "UPDATE messages SET channel = 'emaim' WHERE id = (SELECT message FROM deliveries"
            " WHERE id = 2)"
        ),
        "UPDATE deliveries SET message = message + 99999 WHERE id = 2",
    ],
)
async def test_an_outcome_of_what_cannot_be_read_any_more_keeps_no_other_from_being_put_down(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, damaged: str
) -> None:
    monkeypatch.setattr(settler, "_RETRY_S", 0.0)
    first, _, third = await queued(desk)
    settling = settler.Settler(desk.spool)
    for claimed in await desk.claim():
        settling.add(outcome(claimed, State.DELIVERED))
    damage(desk, "PRAGMA ignore_check_constraints = ON", damaged)
    settling.finish()
    await settling.run()
    assert [await desk.state(each) for each in (first, third)] == [State.DELIVERED] * 2


async def test_an_outcome_of_no_delivery_is_ignored(desk: Desk) -> None:
    await desk.spool.accept(email())
    (claimed,) = await desk.claim()
    stray = replace(outcome(claimed, State.DELIVERED)[0], delivery_id=4711)
    assert (await desk.spool.settle([stray])).ignored == (stray,)


async def test_a_cancelled_lease_cannot_revive_a_message(desk: Desk) -> None:
    message = email()
    await desk.spool.accept(message)
    (claimed,) = await desk.claim()
    await desk.spool.release_leases()
    await desk.spool.cancel([message.queue_id], by="ann", because="wrong price")
    late = outcome(claimed, State.DEFERRED)
    assert (await desk.spool.settle(late)).ignored == tuple(late)
    assert await desk.state(message) is State.CANCELLED


@pytest.mark.parametrize(
    ("notify", "state", "next_hop_reports", "owed"),
    [
        ("", State.FAILED, False, True),
        ("FAILURE", State.FAILED, False, True),
        ("SUCCESS,DELAY", State.FAILED, False, False),
        ("NEVER", State.FAILED, False, False),
        ("NEVER", State.DELIVERED, False, False),
        ("SUCCESS", State.DELIVERED, False, True),
        ("SUCCESS", State.DELIVERED, True, False),
        ("FAILURE", State.DELIVERED, False, False),
    ],
)
async def test_a_sender_is_told_what_they_asked_for(
    desk: Desk, notify: str, state: State, *, next_hop_reports: bool, owed: bool
) -> None:
    """RFC 3461 4.1, 5.2.2."""
    wishes = Wishes(
        returns="HDRS", envelope_id="Q1", smtputf8=True,
        by_address={"bob@example.net": Wish(notify=notify, original="rfc822;b")},
    )  # fmt: skip
    await desk.spool.accept(email(wishes=wishes))
    (claimed,) = await desk.claim()
    assert claimed.wishes == wishes
    reply = "250 ok" if state is State.DELIVERED else "550 no"
    more = {"next_hop_reports": True} if next_hop_reports else {}
    await desk.spool.settle(outcome(claimed, state, reply, **more))
    found = await desk.spool.reports_owed()
    assert [(e.wish.original, e.envelope_id, e.returns) for e in found] == (
        [("rfc822;b", "Q1", "HDRS")] * owed
    )


async def test_a_report_is_asked_for_by_nobody_who_has_no_address(desk: Desk) -> None:
    wishes = Wishes(by_address={"bob@example.net": Wish(notify="SUCCESS")})
    await desk.spool.accept(email(wishes=wishes, reverse_path=""))
    (claimed,) = await desk.claim()
    await desk.spool.settle(outcome(claimed, State.DELIVERED, "250 ok"))
    assert await desk.spool.reports_owed() == ()


async def test_a_next_hop_that_says_nothing_of_reports_leaves_them_to_us(desk: Desk) -> None:
    wishes = Wishes(by_address={"bob@example.net": Wish(notify="SUCCESS")})
    await desk.spool.accept(email(wishes=wishes))
    (claimed,) = await desk.claim()
    await desk.spool.settle(outcome(claimed, State.DELIVERED))
    assert [each.state for each in await desk.spool.reports_owed()] == [State.DELIVERED]
