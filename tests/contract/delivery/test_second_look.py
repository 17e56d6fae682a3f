"""What was right when a text was accepted is looked at again when it leaves."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from filters.decision import Effect
from filters.sms.places.place import Whereabouts
from gateway.config.texting import QuietHours, SmsConfig
from gateway.errors import StoreUnavailable
from gateway.reviews import Reviews
from gateway.spool.model import State
from gateway.submission import LONGEST_NIGHT
from suppression.channel import Channel
from suppression.keys import phone_key
from suppression.review import NewReview
from tests.contract.delivery.looking import (
    EVENING,
    MORNING,
    NIGHT,
    in_the_evening,
    leaves,
    looking,
    only,
)
from tests.contract.spool.damaging import damage
from tests.contract.spool.make import CLERK
from tests.contract.submitting import submitting
from tests.make_gateway import CALIFORNIAN, NOW

if TYPE_CHECKING:
    from suppression.keys import RecipientKey
    from suppression.standing import Standing
    from tests.contract.spool.make import Desk
    from tests.contract.submitting import Submitting

UNSAID = EVENING + LONGEST_NIGHT + timedelta(hours=1)  # what is taken for `valid_until`


@pytest.fixture
async def gate(desk: Desk) -> Submitting:
    return await in_the_evening(desk)


async def test_a_text_that_is_right_still_leaves(gate: Submitting) -> None:
    await gate.text()
    assert await leaves(gate.desk)


async def test_a_text_that_comes_up_in_the_night_waits_for_the_morning(gate: Submitting) -> None:
    await gate.text(valid_until=UNSAID)
    gate.desk.clock.now = NIGHT
    assert not await leaves(gate.desk)
    delivery = await only(gate)
    assert (delivery.state, delivery.next_at, delivery.attempts) == (State.QUEUED, MORNING, 0)
    gate.desk.clock.now = MORNING - timedelta(seconds=1)
    assert await gate.desk.claim() == ()
    gate.desk.clock.now = MORNING
    assert await leaves(gate.desk)


@pytest.mark.parametrize(
    ("valid_until", "ends_at"),
    [
        (UNSAID, MORNING + timedelta(hours=1)),
        (MORNING + timedelta(minutes=20), MORNING + timedelta(minutes=20)),
    ],
)
async def test_a_text_that_waits_for_the_morning_is_tried_from_there_while_it_is_of_use(
    gate: Submitting, valid_until: datetime, ends_at: datetime
) -> None:
    await gate.text(valid_until=valid_until)
    gate.desk.clock.now = NIGHT
    assert not await leaves(gate.desk)
    (message,) = await gate.stored()
    assert message.expires_at == ends_at
    gate.desk.clock.now = ends_at - timedelta(seconds=1)
    assert await gate.desk.spool.expire() == ()
    assert await leaves(gate.desk)


async def test_a_text_that_was_put_off_lives_no_longer_than_that(gate: Submitting) -> None:
    await gate.text(valid_until=UNSAID)
    gate.desk.clock.now = NIGHT
    assert not await leaves(gate.desk)
    gate.desk.clock.now = MORNING + timedelta(hours=1)
    assert [each.state for each in await gate.desk.spool.expire()] == [State.EXPIRED]


async def test_a_released_text_that_waits_for_the_morning_lives_no_shorter(
    gate: Submitting,
) -> None:
    wary = SmsConfig(hold_band=(0.0, 0.99))
    strict = submitting(gate.desk, sms=wary)
    held = await strict.text(valid_until=UNSAID)
    (before,) = await gate.stored()
    gate.desk.clock.now = NIGHT
    await gate.desk.spool.release([held.queue_id], by="ann", because="a reminder")
    assert not await leaves(gate.desk, sms=wary)
    (after,) = await gate.stored()
    assert after.expires_at == before.expires_at
    gate.desk.clock.now = MORNING
    assert await leaves(gate.desk, sms=wary)


async def test_a_text_that_an_earlier_version_took_waits_as_it_did_there(gate: Submitting) -> None:
    await gate.text(valid_until=UNSAID)
    damage(gate.desk, "UPDATE messages SET valid_until = NULL")
    damage(gate.desk, "UPDATE deliveries SET seal = NULL")
    gate.desk.clock.now = NIGHT
    assert not await leaves(gate.desk)
    delivery = await only(gate)
    assert (delivery.state, delivery.findings[-1]["code"]) == (State.EXPIRED, "SMS_EXPIRED")


async def test_a_text_of_no_use_by_the_morning_expires_with_its_code(gate: Submitting) -> None:
    await gate.text(valid_until=MORNING)
    gate.desk.clock.now = NIGHT
    assert not await leaves(gate.desk)
    delivery = await only(gate)
    assert (delivery.state, delivery.findings[-1]["code"]) == (State.EXPIRED, "SMS_EXPIRED")


async def test_a_text_wakes_by_the_clock_that_was_said_with_it(gate: Submitting) -> None:
    gate.desk.clock.now = EVENING - timedelta(hours=3)
    await gate.text(whereabouts=Whereabouts(zone="America/New_York"))
    gate.desk.clock.now += timedelta(minutes=2)  # past eight there
    assert not await leaves(gate.desk)


async def test_a_revoked_request_keeps_a_waiting_text_back(gate: Submitting) -> None:
    await gate.text()
    await gate.desk.listed.revoke_consents(
        phone_key(CALIFORNIAN), because="asked on the phone", by=CLERK
    )
    assert not await leaves(gate.desk)
    delivery = await only(gate)
    assert (delivery.state, delivery.findings[-1]["code"]) == (State.SUPPRESSED, "SMS_NO_CONSENT")
    assert delivery.last_reply.startswith("[SMS_NO_CONSENT] ")


async def test_a_text_may_leave_on_the_request_it_used_up_itself(desk: Desk) -> None:
    gate = submitting(desk)
    await gate.asks("appointment", is_for_once=True)
    desk.clock.now = EVENING
    await gate.text()
    assert await leaves(desk)


async def test_content_that_is_promotional_by_now_is_kept_for_a_person_or_fails(
    gate: Submitting,
) -> None:
    relaxed = submitting(gate.desk, sms=SmsConfig(hold_band=(0.98, 0.99)))
    gate.desk.clock.now = EVENING
    accepted = await relaxed.text("Come back, we miss you. Save on your next visit.")
    if accepted.effect is not Effect.PASS:
        pytest.fail(f"{accepted.rulings}")
    assert not await leaves(gate.desk, sms=SmsConfig(promotional="hold", hold_band=(0.01, 0.02)))
    assert (await only(gate)).state is State.HELD
    assert await gate.desk.claim() == ()


async def test_what_a_person_let_pass_is_not_held_again(gate: Submitting) -> None:
    wary = SmsConfig(hold_band=(0.0, 0.99))
    strict = submitting(gate.desk, sms=wary)
    gate.desk.clock.now = EVENING
    held = await strict.text()
    assert held.effect is Effect.HOLD
    await gate.desk.spool.release([held.queue_id], by="ann", because="a reminder")
    assert await leaves(gate.desk, sms=wary)


async def test_a_text_that_a_second_look_held_leaves_when_a_person_lets_it_pass(
    gate: Submitting,
) -> None:
    relaxed, wary = submitting(gate.desk), SmsConfig(hold_band=(0.0, 0.99))
    gate.desk.clock.now = EVENING
    accepted = await relaxed.text()
    assert not await leaves(gate.desk, sms=wary)
    assert (await only(gate)).state is State.HELD
    await gate.desk.spool.release([accepted.queue_id], by="ann", because="a reminder")
    assert await leaves(gate.desk, sms=wary)


@pytest.mark.parametrize(
    ("purpose", "words"),
    [("appointment", "Your appointment is at 3."), ("security_code", "Order 4711 is at the desk.")],
)
async def test_what_leaves_while_a_text_of_the_person_is_unread_is_held_for_the_reader(
    gate: Submitting, purpose: str, words: str
) -> None:
    """It was being sent when the person wrote, or said to bring a code: nothing held it then."""
    desk = gate.desk
    await gate.asks(purpose)
    accepted = await gate.text(words, purpose=purpose)
    doubt = await desk.listed.review(
        NewReview(
            channel=Channel.SMS, key=phone_key(CALIFORNIAN), text="", matched="enough",
            received_at=desk.clock.now,
        )
    )  # fmt: skip
    assert not await leaves(desk)
    delivery = await only(gate)
    assert delivery.state is State.HELD
    assert delivery.findings[-1]["code"] == "SUPPRESSED_PENDING_REVOCATION"
    done = await Reviews(desk.listed, desk.joint).dismiss(doubt.review_id, CLERK, "see you at 3")
    assert (done and done.released) == (accepted.queue_id,)
    assert await leaves(desk)


async def test_a_code_leaves_while_a_text_of_the_person_is_unread(gate: Submitting) -> None:
    await gate.asks("security_code")
    await gate.text("Your code is 482913.", purpose="security_code")
    await gate.desk.listed.review(
        NewReview(
            channel=Channel.SMS, key=phone_key(CALIFORNIAN), text="", matched="enough",
            received_at=gate.desk.clock.now,
        )
    )  # fmt: skip
    assert await leaves(gate.desk)


async def test_where_texts_may_not_wait_one_that_comes_up_in_the_night_fails(
    gate: Submitting,
) -> None:
    await gate.text()
    gate.desk.clock.now = NIGHT
    refusing = SmsConfig(quiet_hours=QuietHours(action="refuse"))
    assert not await leaves(gate.desk, sms=refusing)
    delivery = await only(gate)
    assert (delivery.state, delivery.findings[-1]["code"]) == (State.FAILED, "SMS_QUIET_HOURS")


@pytest.mark.parametrize("error", [StoreUnavailable("locked"), KeyError("of ours")])
async def test_without_the_list_or_where_we_break_a_text_is_deferred(
    gate: Submitting, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    async def fails(key: RecipientKey, *, ours: str, at: datetime) -> Standing:
        del key, ours, at
        raise error

    await gate.text()
    (claimed,) = await gate.desk.claim()
    monkeypatch.setattr(gate.desk.listed, "standing", fails)
    (kept,) = await looking(gate.desk).kept_back(claimed)
    assert (kept.state, kept.status) == (State.DEFERRED, "4.3.0")


async def test_email_is_not_looked_at_again(gate: Submitting) -> None:
    from tests.make import ANN, message  # noqa: PLC0415 - of this test alone

    gate.desk.clock.now = NOW
    await gate.email(message(), ANN)
    (claimed,) = await gate.desk.claim()
    assert await looking(gate.desk).kept_back(claimed) == ()
