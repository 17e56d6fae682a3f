"""Of texts that come at once no more pass than of those that come one after the other."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from filters.decision import Effect
from gateway.config.models import Route
from gateway.config.texting import SmsConfig, SmsLimits
from gateway.submission import Retried
from tests.contract.capping import codes, gate_at
from tests.contract.submitting import submitting
from tests.make_gateway import NOW, OUTBOX

if TYPE_CHECKING:
    from tests.contract.spool.make import Desk


async def test_of_ten_texts_at_once_a_person_gets_three(desk: Desk) -> None:
    gate = await gate_at(desk)
    accepted = await asyncio.gather(*(gate.text() for _ in range(10)))
    passed = [each for each in accepted if each.effect is Effect.PASS]
    assert len(passed) == len(await gate.stored()) == 3
    others = [each for each in accepted if each.effect is not Effect.PASS]
    assert all(codes(each) == {"SMS_FREQUENCY_CAP"} for each in others)
    assert {each.effect for each in others} == {Effect.DEFER}


@pytest.mark.parametrize(
    ("limits", "price", "code"),
    [
        (SmsLimits(prefix_in_10_minutes=5), 0, "RATE_HARVEST"),
        (SmsLimits(submitter_segments_a_day=5), 0, "RATE_TENANT"),
        (SmsLimits(region_segments_a_day=5), 0, "RATE_TENANT"),
        (SmsLimits(submitter_spend_a_day=0.05), 0.01, "RATE_TENANT"),
    ],
    ids=["prefix", "submitter", "region", "spend"],
)
@pytest.mark.parametrize("is_retried", [False, True])
async def test_of_texts_to_many_people_at_once_no_more_pass_than_one_after_the_other(
    desk: Desk, limits: SmsLimits, price: float, code: str, *, is_retried: bool
) -> None:
    route = Route(name="texts", channel="sms", kind="outbox", price=price)
    gate = submitting(desk, sms=SmsConfig(limits=limits), route=(OUTBOX, route))
    people = [f"+1916966{last}" for last in range(8200, 8240)]
    if code != "RATE_HARVEST":  # each in another block
        people = [f"+1916{block}8284" for block in range(300, 340)]
    for each in people:
        await gate.asks(number=each)
    keys = [str(each) if is_retried else "" for each in range(40)]
    accepted = await asyncio.gather(
        *(
            gate.text(to=each, retried=Retried(key=key, digest=b"d"))
            for each, key in zip(people, keys, strict=True)
        )
    )
    passed = [each for each in accepted if each.effect is Effect.PASS]
    assert len(passed) == len(await gate.stored()) == 5
    others = [each for each in accepted if each.effect is not Effect.PASS]
    assert all(codes(each) == {code} and each.not_before is not None for each in others)


async def test_a_person_in_many_spellings_gets_three_at_once(desk: Desk) -> None:
    gate = await gate_at(desk)
    spelt = ["+19169668284", "+1 916 966 8284", "(916) 966-8284", "916-966-8284", "9169668284"]
    accepted = await asyncio.gather(*(gate.text(to=each) for each in spelt))
    assert sum(each.effect is Effect.PASS for each in accepted) == 3


async def test_a_request_for_once_outlives_a_text_that_others_overtook(desk: Desk) -> None:
    gate = submitting(desk, sms=SmsConfig(limits=SmsLimits(submitter_segments_a_day=1)))
    people = [f"+1916{block}8284" for block in range(300, 320)]
    for each in people:
        await gate.asks(number=each, is_for_once=True)
    accepted = await asyncio.gather(*(gate.text(to=each) for each in people))
    assert sum(each.effect is Effect.PASS for each in accepted) == 1
    desk.clock.now = NOW + timedelta(days=1, hours=1)
    waiting = next(
        to for to, each in zip(people, accepted, strict=True) if each.effect is Effect.DEFER
    )
    assert (await gate.text(to=waiting)).effect is Effect.PASS


async def test_where_texts_are_only_observed_no_limit_ends_any(desk: Desk) -> None:
    limits = SmsLimits(submitter_segments_a_day=2, person_in_10_minutes=2)
    gate = submitting(desk, sms=SmsConfig(limits=limits), mode="observe")
    await gate.asks()
    accepted = await asyncio.gather(*(gate.text() for _ in range(6)))
    assert [each.effect for each in accepted] == [Effect.PASS] * 6
