"""The first text of a request says who writes and how to stop, whatever was said before it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from filters.decision import Effect
from filters.plan import render
from gateway.config.models import SenderConfig
from gateway.config.texting import SmsConfig
from suppression.actor import Actor, Authority
from suppression.channel import Channel
from suppression.consent import ConsentSource, NewConsent
from suppression.covering import Matching
from suppression.hashes import ErasureSecrets
from suppression.keys import phone_key
from suppression.texts import Asked, NewText
from tests.contract.capping import OURS
from tests.contract.spool.make import CLERK
from tests.contract.submitting import submitting
from tests.make_gateway import CALIFORNIAN, NO_LIMITS, NOW

if TYPE_CHECKING:
    from datetime import datetime

    from tests.contract.spool.make import Desk
    from tests.contract.submitting import Submitting

ANN = Actor(name="ann", method="cli", authority=Authority.COMPLIANCE)
THEM = Actor(name="recipient", method="sms")
DAY = timedelta(days=1)


def gate_at(desk: Desk) -> Submitting:
    sender = (SenderConfig(name="example", numbers=(OURS,)),)
    return submitting(desk, sms=SmsConfig(limits=NO_LIMITS), sender=sender)


async def said(desk: Desk, asked: Asked) -> None:
    text = NewText(
        person=phone_key(CALIFORNIAN), ours=phone_key(OURS), source="shop", asked=asked,
        grade="definite", matched="x", words="x", received_at=desk.clock.now,
    )  # fmt: skip
    await desk.listed.take_text(text, THEM)


async def says_how(gate: Submitting) -> bool:
    """Whether the next text that leaves says how to stop."""
    assert (await gate.text()).effect is Effect.PASS
    (claimed,) = await gate.deliver()
    return b"STOP" in render(claimed.raw, claimed.plan, "")


def form(at: datetime, **changed: Any) -> NewConsent:  # noqa: ANN401 - any field
    fields = {
        "key": phone_key(CALIFORNIAN), "source": ConsentSource.FORM, "purposes": frozenset(),
        "evidence": "signed up again, form 12", "requested_at": at, "resubscribes": True,
    }  # fmt: skip
    return NewConsent(**{**fields, **changed})


@pytest.mark.parametrize("is_for_once", [False, True])
async def test_who_has_the_number_of_somebody_else_now_is_told_how_to_stop(
    desk: Desk, *, is_for_once: bool
) -> None:
    gate = gate_at(desk)
    await gate.asks(is_for_once=is_for_once)
    assert await says_how(gate)
    desk.clock.now = NOW + 5 * DAY
    await said(desk, Asked.WRONG_NUMBER)
    desk.clock.now = NOW + 10 * DAY
    await said(desk, Asked.START)
    await gate.asks()
    assert await says_how(gate)
    assert not await says_how(gate)


@pytest.mark.parametrize(
    "before", [{}, {"is_for_once": True}, {"expires_at": NOW + DAY}, {"sender": "example"}]
)
async def test_who_asks_anew_after_a_stop_is_told_how_to_stop(
    desk: Desk, before: dict[str, Any]
) -> None:
    gate = gate_at(desk)
    await desk.listed.record_consent(form(NOW - DAY, sender="other", resubscribes=False), CLERK)
    await desk.listed.record_consent(form(NOW - DAY, **before), CLERK)
    assert await says_how(gate)
    desk.clock.now = NOW + 5 * DAY
    await said(desk, Asked.STOP)
    desk.clock.now = NOW + 25 * DAY
    await desk.listed.record_consent(form(desk.clock.now), CLERK)
    assert await says_how(gate)
    assert not await says_how(gate)


async def test_who_takes_a_stop_back_by_text_is_told_how_to_stop(desk: Desk) -> None:
    gate = gate_at(desk)
    await gate.asks()
    assert await says_how(gate)
    desk.clock.now = NOW + 5 * DAY
    await said(desk, Asked.STOP)
    desk.clock.now = NOW + 6 * DAY
    await said(desk, Asked.START)
    assert await says_how(gate)
    assert not await says_how(gate)


async def test_a_stop_that_a_clock_ahead_took_back_asks_for_no_notice_each_time(
    desk: Desk,
) -> None:
    gate = gate_at(desk)
    desk.clock.now = NOW + 25 * DAY
    await said(desk, Asked.STOP)
    desk.clock.now += DAY
    await said(desk, Asked.START)
    desk.clock.now = NOW
    await gate.asks()
    assert await says_how(gate)
    assert not await says_how(gate)
    desk.clock.now = NOW + 5 * DAY  # nor does it hide a stop that was taken back by now
    await said(desk, Asked.STOP)
    await desk.listed.lift(
        phone_key(CALIFORNIAN), Channel.SMS, because="they called", evidence="call 7", by=ANN
    )
    await gate.asks()
    assert await says_how(gate)


async def test_a_request_made_to_another_sender_adds_nothing(desk: Desk) -> None:
    gate = gate_at(desk)
    await gate.asks()
    assert await says_how(gate)
    desk.clock.now = NOW + 5 * DAY
    later = form(desk.clock.now, sender="other", resubscribes=False)
    await desk.listed.record_consent(later, CLERK)
    assert not await says_how(gate)


async def test_who_asks_anew_after_an_erasure_is_told_how_to_stop(desk: Desk) -> None:
    key, secrets = phone_key(CALIFORNIAN), ErasureSecrets(((1, b"s" * 32),))
    gate = gate_at(desk)
    await gate.asks()
    assert await says_how(gate)
    desk.clock.now = NOW + 6 * DAY
    desk.spool._matching = desk.listed._matching = Matching(erasure=secrets)
    await desk.listed.erase(key, by=CLERK)
    await desk.spool.forget_person(key, by="clerk", because="asked")
    desk.clock.now = NOW + 7 * DAY
    await desk.listed.record_consent(form(desk.clock.now), CLERK)
    assert await says_how(gate)
    assert not await says_how(gate)


async def test_who_asks_anew_after_a_request_was_revoked_is_told_how_to_stop(desk: Desk) -> None:
    gate = gate_at(desk)
    await gate.asks()
    assert await says_how(gate)
    desk.clock.now = NOW + 5 * DAY
    await desk.listed.revoke_consents(phone_key(CALIFORNIAN), because="asked to", by=CLERK)
    desk.clock.now = NOW + 25 * DAY
    await desk.listed.record_consent(form(desk.clock.now), CLERK)
    assert await says_how(gate)


async def test_who_asks_for_one_text_after_the_other_is_told_once(desk: Desk) -> None:
    gate = gate_at(desk)
    for day, is_told in ((0, True), (1, False), (29, False), (31, True)):
        desk.clock.now = NOW + day * DAY
        await gate.asks(is_for_once=True)
        assert await says_how(gate) is is_told
