"""The path of a text on the real stores: asked for, operational, by day, and stoppable."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from filters.catalogue import SMS_CHECKS
from filters.decision import Effect
from filters.plan import NO_PLAN, render
from filters.rule import rule
from filters.sms.segments import count
from gateway import pipeline
from gateway.config.models import SenderConfig
from gateway.config.texting import QuietHours, SmsConfig
from gateway.disk import Disk
from gateway.errors import MalformedMessage, StoreUnavailable
from gateway.spool.model import State
from gateway.submission import Retried
from suppression.actor import Actor
from suppression.keys import phone_key
from tests.contract.submitting import submitting
from tests.make_gateway import CALIFORNIAN, NOW, OUTBOX, TEXTS, submitter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filters.decision import Objection
    from filters.message import Sms, SmsFacts
    from gateway.submission import Acceptance
    from tests.contract.spool.make import Desk
    from tests.contract.submitting import Submitting

LATE = datetime(2026, 3, 3, 6, tzinfo=UTC)  # ten in the evening in California
MORNING = datetime(2026, 3, 3, 17, tzinfo=UTC)
REFUSES = SmsConfig(quiet_hours=QuietHours(action="refuse"))
TWO_SENDERS = (
    SenderConfig(name="example", domains=("example.com",), numbers=("+19165550100",)),
    SenderConfig(name="outlet", domains=("outlet.example",), numbers=("+19165550199",)),
)
NOTICE = "Reply STOP to opt out."


@pytest.fixture
async def gate(desk: Desk) -> Submitting:
    """Somebody asked to be texted."""
    opened = submitting(desk)
    await opened.asks()
    return opened


def codes(acceptance: Acceptance) -> set[str]:
    return {finding.code for finding in acceptance.rulings[0].findings}


@rule("SMS_TOO_LONG", cites="a test")
def breaks(sms: Sms, facts: SmsFacts) -> Iterator[Objection]:
    raise ValueError(sms.text)
    yield  # a check is a generator


async def test_a_text_that_was_asked_for_leaves(gate: Submitting) -> None:
    acceptance = await gate.text()
    assert acceptance.effect is Effect.PASS
    assert acceptance.not_before == NOW
    assert len(gate.wakes) == 1
    copies = await gate.leaving()
    assert b"Your appointment is at 3." in copies[CALIFORNIAN]


async def test_a_text_nobody_asked_for_is_refused(desk: Desk) -> None:
    gate = submitting(desk)
    acceptance = await gate.text()
    assert (acceptance.effect, codes(acceptance)) == (Effect.REFUSE, {"SMS_NO_CONSENT"})
    assert await gate.leaving() == {}


async def test_a_promotional_text_is_refused_whatever_it_is_called(gate: Submitting) -> None:
    acceptance = await gate.text("Flash sale! 20% off today, shop now", purpose="receipt")
    assert acceptance.effect is Effect.REFUSE
    assert "SMS_PROMOTIONAL_BLOCKED" in codes(acceptance)
    assert acceptance.plan == NO_PLAN


async def test_promotional_texts_held_by_policy_wait_for_a_person(desk: Desk) -> None:
    gate = submitting(desk, sms=SmsConfig(promotional="hold"))
    await gate.asks()
    assert (await gate.text("Flash sale! 20% off today, shop now")).effect is Effect.HOLD
    assert await gate.leaving() == {}
    assert await gate.verdicts() == {CALIFORNIAN: "held"}


async def test_a_stop_ends_every_text_also_one_that_waits(gate: Submitting) -> None:
    waiting = await gate.text()
    await gate.opts_out(CALIFORNIAN)
    for purpose in ("appointment", "security_code"):
        acceptance = await gate.text("Your code is 123456.", purpose=purpose)
        assert acceptance.effect is Effect.REFUSE
    assert waiting.effect is Effect.PASS
    assert await gate.leaving() == {}
    assert (await gate.stored())[0].deliveries[0].state is State.SUPPRESSED


async def test_in_quiet_hours_a_text_is_accepted_and_waits_for_the_morning(
    gate: Submitting,
) -> None:
    gate.desk.clock.now = LATE
    acceptance = await gate.text()
    assert (acceptance.effect, acceptance.not_before) == (Effect.PASS, MORNING)
    assert "HELD_QUIET_HOURS" in codes(acceptance)
    assert await gate.leaving() == {}
    gate.desk.clock.now = MORNING - timedelta(seconds=1)
    assert await gate.leaving() == {}
    gate.desk.clock.now = MORNING
    assert list(await gate.leaving()) == [CALIFORNIAN]


async def test_a_security_code_leaves_at_night(gate: Submitting) -> None:
    gate.desk.clock.now = LATE
    acceptance = await gate.text("Your code is 123456.", purpose="security_code")
    assert acceptance.not_before == LATE
    assert list(await gate.leaving()) == [CALIFORNIAN]


async def test_where_texts_may_not_wait_one_at_night_is_refused(desk: Desk) -> None:
    gate = submitting(desk, sms=REFUSES)
    await gate.asks()
    desk.clock.now = LATE
    acceptance = await gate.text()
    assert (acceptance.effect, codes(acceptance)) == (Effect.REFUSE, {"SMS_QUIET_HOURS"})
    assert acceptance.not_before == MORNING
    assert (await gate.text("Code 123456", purpose="security_code")).effect is Effect.PASS


async def test_a_text_does_not_leave_after_its_time(gate: Submitting) -> None:
    gate.desk.clock.now = LATE
    await gate.text(valid_until=LATE + timedelta(hours=1))
    gate.desk.clock.now = MORNING
    assert await gate.leaving() == {}


async def test_the_opt_out_notice_goes_out_once_in_thirty_days(gate: Submitting) -> None:
    expected = {0: True, 1: False, 29: False, 31: True, 32: False}
    for day, is_due in expected.items():
        gate.desk.clock.now = NOW + timedelta(days=day)
        acceptance = await gate.text()
        assert acceptance.changed is is_due
        (claimed,) = await gate.deliver()
        text = render(claimed.raw, claimed.plan, "").decode()
        assert text.endswith(NOTICE) is is_due


async def test_the_notice_is_due_until_it_was_delivered(gate: Submitting) -> None:
    assert (await gate.text()).changed
    assert (await gate.text()).changed


async def test_the_segments_are_those_of_the_text_with_its_notice(gate: Submitting) -> None:
    text = "Your appointment is at 3. " + "Please bring your card. " * 5
    acceptance = await gate.text(text)
    whole = render(text.encode(), acceptance.plan, "").decode()
    assert (count(text).segments, count(whole).segments) == (1, 2)
    assert whole.startswith("Example Co: ")


async def test_a_text_of_too_many_segments_is_refused(gate: Submitting) -> None:
    acceptance = await gate.text("Your appointment is at 3. " * 80)
    assert (acceptance.effect, codes(acceptance)) == (Effect.REFUSE, {"SMS_TOO_LONG"})


async def test_a_number_that_is_none_is_refused_by_name(gate: Submitting) -> None:
    with pytest.raises(MalformedMessage) as caught:
        await gate.text(to="911 now")
    assert caught.value.code == "SMS_NUMBER_INVALID"
    assert await gate.stored() == ()


async def test_a_check_that_breaks_defers_and_stores_nothing(
    gate: Submitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "SMS_CHECKS", (*SMS_CHECKS, breaks))
    acceptance = await gate.text()
    assert acceptance.effect is Effect.DEFER
    assert await gate.stored() == ()
    assert gate.wakes == []


async def test_a_repeated_request_is_texted_once_and_answered_alike(gate: Submitting) -> None:
    retried = Retried(key="k", digest=b"d")
    gate.desk.clock.now = LATE
    first = await gate.text(retried=retried)
    await gate.opts_out(CALIFORNIAN)
    gate.desk.clock.now = LATE + timedelta(hours=1)
    again = await gate.text(retried=retried)
    assert again.replayed
    assert (again.rulings, again.plan, again.not_before, again.queue_id) == (
        first.rulings, first.plan, MORNING, first.queue_id,
    )  # fmt: skip
    assert len(await gate.stored()) == 1


async def test_metadata_and_purpose_can_be_looked_up(gate: Submitting) -> None:
    await gate.text(metadata='{"ticket": 5}')
    (stored,) = await gate.stored()
    assert (stored.metadata, stored.category, stored.channel) == (
        '{"ticket": 5}', "appointment", "sms",
    )  # fmt: skip


async def test_a_request_for_once_is_good_for_one_text(desk: Desk) -> None:
    gate = submitting(desk)
    await gate.asks(is_for_once=True)
    assert (await gate.text()).rulings[0].effect is Effect.PASS
    second = await gate.text("Your other appointment is at 4.")
    assert codes(second) == {"SMS_NO_CONSENT"}
    (used,) = await desk.listed.consents(phone_key(CALIFORNIAN))
    assert used.used_by == (await gate.stored())[0].queue_id


async def test_of_many_texts_at_once_one_uses_a_request_for_once(desk: Desk) -> None:
    gate = submitting(desk)
    await gate.asks(is_for_once=True)
    answers = await asyncio.gather(*(gate.text() for _ in range(20)))
    effects = [answer.rulings[0].effect for answer in answers]
    assert effects.count(Effect.PASS) == 1
    assert effects.count(Effect.REFUSE) == 19


async def test_a_text_that_is_refused_or_not_stored_uses_no_request_up(desk: Desk) -> None:
    gate = submitting(desk)
    await gate.asks(is_for_once=True)
    await gate.text("Half price today only! Buy now: 50% off everything")
    full = submitting(desk, disk=Disk(desk.folder, reserve=lambda _: 1 << 60))
    assert (await full.text()).rulings[0].effect is Effect.DEFER
    desk.spool.close()
    with pytest.raises(StoreUnavailable):
        await gate.text()
    (request,) = await desk.listed.consents(phone_key(CALIFORNIAN))
    assert request.is_active(desk.clock.now)


async def test_a_text_that_is_repeated_uses_one_request_up(desk: Desk) -> None:
    gate = submitting(desk)
    for _ in range(2):
        await gate.asks(is_for_once=True)
    retried = Retried(key="k", digest=b"d")
    answers = await asyncio.gather(*(gate.text(retried=retried) for _ in range(2)))
    assert len({answer.queue_id for answer in answers}) == 1
    requests = await desk.listed.consents(phone_key(CALIFORNIAN))
    assert sum(request.is_active(desk.clock.now) for request in requests) == 1


async def test_who_texted_us_is_answered_without_a_request(desk: Desk) -> None:
    gate = submitting(desk, sender=(SenderConfig(name="example", numbers=("+19165550100",)),))
    assert codes(await gate.text()) == {"SMS_NO_CONSENT"}
    await desk.listed.open_conversation(
        phone_key(CALIFORNIAN), ours=phone_key("+19165550100"), at=desk.clock.now,
        by=Actor(name="recipient", method="sms"),
    )  # fmt: skip
    assert (await gate.text()).rulings[0].effect is Effect.PASS
    desk.clock.now += timedelta(hours=24)
    assert codes(await gate.text()) == {"SMS_NO_CONSENT"}


async def test_a_request_made_to_one_sender_lets_no_other_text_and_is_not_used_up(
    desk: Desk,
) -> None:
    gate = submitting(desk, sender=TWO_SENDERS)
    await gate.asks(sender="example", is_for_once=True)
    assert codes(await gate.text(sender="+19165550199")) == {"SMS_NO_CONSENT"}
    assert (await gate.text(sender="+19165550100")).effect is Effect.PASS
    assert list(await gate.leaving()) == [CALIFORNIAN]


async def test_a_text_without_a_number_is_of_the_sender_whose_number_its_route_has(
    desk: Desk,
) -> None:
    route = TEXTS.model_copy(update={"number": "+19165550199"})
    gate = submitting(desk, sender=TWO_SENDERS, route=(OUTBOX, route))
    await gate.asks(sender="outlet")
    assert (await gate.text()).effect is Effect.PASS
    (claimed,) = await gate.deliver()
    assert (claimed.identity, claimed.reverse_path) == ("outlet", "+19165550199")
    await gate.opts_out(CALIFORNIAN, sender="outlet")
    assert "SUPPRESSED_ALL" in codes(await gate.text())
    other = await gate.text(submitter=submitter(senders=("example",)))
    assert other.effect is Effect.REFUSE  # it may not send from there


@pytest.mark.parametrize(
    "changed", [{"number": "+19165550177"}, {"number": "+19165550199", "messaging_service": "MG1"}]
)
async def test_a_number_that_decides_nothing_leaves_a_text_to_the_first_sender(
    desk: Desk, changed: dict[str, str]
) -> None:
    gate = submitting(desk, sender=TWO_SENDERS, route=(OUTBOX, TEXTS.model_copy(update=changed)))
    await gate.asks(sender="example")
    assert (await gate.text()).effect is Effect.PASS
    (claimed,) = await gate.deliver()
    assert (claimed.identity, claimed.reverse_path) == ("example", "")


async def test_an_answer_leaves_from_the_number_that_was_texted_without_naming_it(
    desk: Desk,
) -> None:
    ours = ("+19165550100", "+19165550199")
    route = TEXTS.model_copy(update={"number": ours[0]})
    sender = SenderConfig(name="example", domains=("example.com",), numbers=ours)
    gate = submitting(desk, sender=(sender,), route=(OUTBOX, route))
    await desk.listed.open_conversation(
        phone_key(CALIFORNIAN), ours=phone_key(ours[0]), at=desk.clock.now,
        by=Actor(name="recipient", method="sms"),
    )  # fmt: skip
    assert (await gate.text("We open at 9.", purpose="")).effect is Effect.PASS
