"""What a decision about a reply does to the messages that waited for it, on the real stores."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest

from filters.decision import Effect
from gateway.errors import StoreUnavailable
from gateway.metrics.counts import PROCESS
from gateway.reviews import Reviews
from gateway.spool.model import State
from suppression.channel import Channel
from suppression.entry import Reason
from suppression.keys import email_key, phone_key
from suppression.review import Decision, NewReview
from tests.contract.spool.make import CLERK, email, objection, outcome
from tests.contract.spool.make import delivery as delivery_to
from tests.make import message
from tests.make_gateway import CALIFORNIAN

if TYPE_CHECKING:
    from suppression.review import Review
    from tests.contract.spool.make import Desk
    from tests.contract.submitting import Submitting

ANN: Final = "ann@example.net"
PLUS: Final = "ann+tea@example.net"
NEWS: Final = message("Our autumn collection is here.\r\n", subject="News")
PENDING: Final = "SUPPRESSED_PENDING_REVOCATION"


@pytest.fixture
def reviews(desk: Desk) -> Reviews:
    return Reviews(desk.listed, desk.joint)


async def writes(desk: Desk, who: str = ANN, text: str = "Fewer of these, please?") -> Review:
    channel = Channel.EMAIL if "@" in who else Channel.SMS
    key = email_key(who) if "@" in who else phone_key(who)
    return await desk.listed.review(
        NewReview(channel=channel, key=key, text=text, matched="fewer", received_at=desk.clock.now)
    )


async def states(gate: Submitting) -> dict[str, State]:
    return {
        f"{view.queue_id} {each.address}": each.state
        for view in await gate.stored()
        for each in view.deliveries
    }


async def test_what_waited_for_a_reply_alone_leaves_once_that_asks_for_nothing(
    desk: Desk, gate: Submitting, reviews: Reviews
) -> None:
    first = await writes(desk)
    held = await gate.email(NEWS, ANN, PLUS, "bob@example.net")
    assert [ruling.effect for ruling in held.rulings] == [Effect.HOLD, Effect.HOLD, Effect.PASS]
    assert set(await gate.leaving()) == {"bob@example.net"}
    done = await reviews.dismiss(first.review_id, CLERK, "a question about the price")
    assert done is not None
    assert (done.review.decision, done.released) == (Decision.DISMISSED, (held.queue_id,))
    assert set(await gate.leaving()) == {ANN, PLUS}
    (said,) = [
        line for line in await desk.spool.trace(key=email_key(ANN)) if line.kind == "released"
    ]
    assert said.detail["because"] == "reply R-1 dismissed: a question about the price"
    assert said.detail["actor"] == "clerk"
    assert await reviews.dismiss(first.review_id, CLERK, "again") is None


async def test_what_another_unread_reply_holds_back_stays(
    desk: Desk, gate: Submitting, reviews: Reviews
) -> None:
    first, second = await writes(desk), await writes(desk, text="Do I have to get all of these?")
    held = await gate.email(NEWS, ANN)
    done = await reviews.dismiss(first.review_id, CLERK, "a question")
    assert (done and done.released) == ()
    assert await gate.leaving() == {}
    done = await reviews.dismiss(second.review_id, CLERK, "a question")
    assert (done and done.released) == (held.queue_id,)


async def test_what_is_held_for_something_else_too_stays(
    desk: Desk, gate: Submitting, reviews: Reviews
) -> None:
    first = await writes(desk)
    held = await gate.email(NEWS, ANN)
    await desk.spool.release([held.queue_id], by="eve", because="it may")
    await desk.spool.hold([held.queue_id], by="eve", because="wrong price")
    done = await reviews.dismiss(first.review_id, CLERK, "a question")
    assert (done and done.released) == ()
    assert set((await states(gate)).values()) == {State.HELD}


async def test_why_one_message_is_held_says_nothing_of_another_to_the_same_person(
    desk: Desk, gate: Submitting, reviews: Reviews
) -> None:
    first = await writes(desk)
    held = await gate.email(NEWS, ANN, PLUS)
    by_hand = email(delivery_to(ANN), at=desk.clock.now)
    await desk.spool.accept(by_hand)
    await desk.spool.hold([by_hand.queue_id], by="eve", because="wrong price")
    done = await reviews.dismiss(first.review_id, CLERK, "a question")
    assert (done and done.released) == (held.queue_id,)
    assert set(await gate.leaving()) == {ANN, PLUS}
    assert await desk.state(by_hand) is State.HELD


async def test_what_is_held_for_the_reply_and_by_a_rule_stays(
    desk: Desk, gate: Submitting, reviews: Reviews
) -> None:
    first = await writes(desk)
    pending, other = objection(PENDING, Effect.HOLD), objection("HELD_REVIEW", Effect.HOLD)
    warning = objection("W_DKIM_MISSING", Effect.PASS)
    alone, both, neither = (
        email(delivery_to(ANN, state=State.HELD, findings=findings), at=desk.clock.now)
        for findings in ((warning, pending), (pending, other), (other,))
    )
    for each in (alone, both, neither):
        await desk.spool.accept(each)
    done = await reviews.dismiss(first.review_id, CLERK, "a question")
    assert (done and done.released) == (alone.queue_id,)
    assert set(await gate.leaving()) == {ANN}


async def test_what_was_stopped_meanwhile_does_not_leave_when_it_is_released(
    desk: Desk, gate: Submitting, reviews: Reviews
) -> None:
    first = await writes(desk)
    await gate.email(NEWS, ANN)
    await gate.opts_out(ANN)
    done = await reviews.dismiss(first.review_id, CLERK, "a question")
    assert done is not None
    assert len(done.released) == 1
    assert await gate.leaving() == {}
    assert set((await states(gate)).values()) == {State.SUPPRESSED}


async def test_an_opt_out_ends_what_waited_for_it_and_the_sender_is_told(
    desk: Desk, gate: Submitting, reviews: Reviews
) -> None:
    first = await writes(desk)
    held = await gate.email(NEWS, ANN, "bob@example.net")
    other = email(delivery_to(ANN, state=State.HELD), at=desk.clock.now)
    receipt = email(delivery_to(ANN, state=State.HELD), at=desk.clock.now, category="transactional")
    to_bob = email(delivery_to("bob@example.net", state=State.HELD), at=desk.clock.now)
    for each in (other, receipt, to_bob):
        await desk.spool.accept(each)
    done = await reviews.opt_out(first.review_id, CLERK)
    assert done is not None
    assert (done.review.decision, done.stopped) == (
        Decision.OPTED_OUT, (held.queue_id, other.queue_id),
    )  # fmt: skip
    assert await states(gate) == {
        f"{held.queue_id} {ANN}": State.SUPPRESSED,
        f"{held.queue_id} bob@example.net": State.QUEUED,
        f"{other.queue_id} {ANN}": State.SUPPRESSED,
        f"{receipt.queue_id} {ANN}": State.HELD,
        f"{to_bob.queue_id} bob@example.net": State.HELD,
    }
    (entry,) = (await desk.listed.blocking([email_key(ANN)], Channel.EMAIL, desk.clock.now))[
        email_key(ANN)
    ]
    assert (entry.reason, done.review.because) == (Reason.UNSUBSCRIBE, entry.entry_id)
    owed = await desk.spool.reports_owed(limit=10)
    assert {each.recipient.address for each in owed} == {ANN}
    assert await reviews.opt_out(first.review_id, CLERK) is None


async def test_a_decision_changes_nothing_that_was_not_held(
    desk: Desk, gate: Submitting, reviews: Reviews
) -> None:
    sent, waiting = (email(delivery_to(ANN), at=desk.clock.now) for _ in range(2))
    await desk.spool.accept(sent)
    (claimed,) = await desk.claim()
    await desk.spool.settle(outcome(claimed, State.DELIVERED))
    await desk.spool.accept(waiting)
    first = await writes(desk)
    done = await reviews.opt_out(first.review_id, CLERK)
    assert (done and done.stopped) == ()
    assert await states(gate) == {
        f"{sent.queue_id} {ANN}": State.DELIVERED,
        f"{waiting.queue_id} {ANN}": State.QUEUED,  # until the claim asks the list
    }


async def test_texts_that_waited_for_a_text_go_on_as_they_came_to_wait(
    desk: Desk, gate: Submitting, reviews: Reviews
) -> None:
    await gate.asks()
    first = await writes(desk, CALIFORNIAN, "Enough, see you at 5")
    held = await gate.text(send_at=desk.clock.now + timedelta(hours=2))
    assert held.effect is Effect.HOLD
    done = await reviews.dismiss(first.review_id, CLERK, "they come at five")
    assert (done and done.released) == (held.queue_id,)
    assert await desk.claim() == ()  # not before it was to leave
    desk.clock.advance(hours=2)
    (claimed,) = await desk.claim()
    assert claimed.queue_id == held.queue_id


async def test_a_text_held_at_its_second_look_goes_on_as_well(
    desk: Desk, gate: Submitting, reviews: Reviews
) -> None:
    await gate.asks()
    sent = await gate.text()
    first = await writes(desk, CALIFORNIAN, "Enough, see you at 5")
    (claimed,) = await desk.claim()
    (finding,) = [
        finding
        for finding in (await gate.text("Your other appointment is at 4.")).rulings[0].findings
        if finding.code == PENDING
    ]
    await desk.spool.settle(outcome(claimed, State.HELD, "held", finding=finding))
    done = await reviews.dismiss(first.review_id, CLERK, "they come at five")
    assert done is not None
    assert sent.queue_id in done.released
    assert len(done.released) == 2


async def test_an_opt_out_holds_though_the_spool_cannot_be_written(
    desk: Desk, gate: Submitting, reviews: Reviews
) -> None:
    first, second = await writes(desk), await writes(desk, "bob@example.net")
    await gate.email(NEWS, ANN, "bob@example.net")
    desk.spool.close()
    done = await reviews.opt_out(first.review_id, CLERK)
    assert done is not None
    assert (done.review.decision, done.stopped) == (Decision.OPTED_OUT, ())
    found = await desk.listed.blocking([email_key(ANN)], Channel.EMAIL, desk.clock.now)
    assert found[email_key(ANN)]
    with pytest.raises(StoreUnavailable):
        await reviews.dismiss(second.review_id, CLERK, "a question")
    assert await desk.listed.reviews() == (second,)


async def test_an_opt_out_that_a_person_read_is_counted_once(desk: Desk, reviews: Reviews) -> None:
    def counted() -> float | None:
        return PROCESS.get_sample_value("optwarden_opt_outs_total", {"method": "review"})

    def delays() -> float | None:
        return PROCESS.get_sample_value("optwarden_opt_out_seconds_count")

    first, second = await writes(desk), await writes(desk, "bob@example.net")
    before, delayed = counted(), delays()
    assert before is not None
    await reviews.opt_out(first.review_id, CLERK)
    await reviews.opt_out(first.review_id, CLERK)
    assert counted() == before + 1
    await reviews.dismiss(second.review_id, CLERK, "a question")
    assert (counted(), delays()) == (before + 1, delayed)  # days of reading are no slow disk
    third = await writes(desk, "eve@example.net")
    desk.spool.close()
    await reviews.opt_out(third.review_id, CLERK)
    assert counted() == before + 2


async def test_what_no_reply_is_known_by_is_no_decision(desk: Desk, reviews: Reviews) -> None:
    assert await reviews.opt_out("R-7", CLERK) is None
    assert await reviews.dismiss("R-7", CLERK, "nothing") is None
    assert await desk.listed.backlog() == ()
