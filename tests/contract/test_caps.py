"""Nobody is texted without end: not by many requests at once, and not after a restart."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
import structlog

from filters.decision import Effect
from gateway import log
from gateway.config.models import Route, SenderConfig
from gateway.config.texting import SmsConfig, SmsLimits
from gateway.submission import Retried
from suppression.keys import phone_key
from tests.contract.spool.make import CLERK, open_desk
from tests.contract.submitting import submitting
from tests.make_gateway import CALIFORNIAN, NOW, OUTBOX, submitter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from filters.sms.caps import Sent
    from gateway.submission import Acceptance
    from tests.contract.spool.make import Desk
    from tests.contract.submitting import Submitting

OURS = "+19165550100"
SHIPPED = SmsConfig(limits=SmsLimits())


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as opened:
        yield opened


async def gate_at(desk: Desk, limits: SmsConfig = SHIPPED) -> Submitting:
    gate = submitting(desk, sms=limits)
    await gate.asks()
    return gate


def codes(acceptance: Acceptance) -> set[str]:
    return {finding.code for finding in acceptance.rulings[0].findings}


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


async def test_the_next_text_passes_when_ten_minutes_are_over_and_ten_a_day(desk: Desk) -> None:
    gate = await gate_at(desk)
    passed = 0
    for minutes in range(0, 120, 5):
        desk.clock.now = NOW + timedelta(minutes=minutes)
        passed += (await gate.text()).effect is Effect.PASS
    assert passed == 10
    desk.clock.now = NOW + timedelta(days=1, seconds=1)
    assert (await gate.text()).effect is Effect.PASS


async def test_what_was_sent_counts_after_a_restart(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        gate = await gate_at(desk)
        for _ in range(3):
            assert (await gate.text()).effect is Effect.PASS
    with open_desk(tmp_path) as desk:
        assert codes(await submitting(desk, sms=SHIPPED).text()) == {"SMS_FREQUENCY_CAP"}


async def test_what_was_refused_or_repeated_does_not_count(desk: Desk) -> None:
    gate = await gate_at(desk)
    for _ in range(5):
        assert (await gate.text("20% off today, shop now!")).effect is Effect.REFUSE
    same = Retried(key="k", digest=b"d")
    for _ in range(5):
        assert (await gate.text(retried=same)).effect is Effect.PASS
    assert len({(await gate.text()).effect for _ in range(2)}) == 1
    over = Retried(key="l", digest=b"e")
    assert (await gate.text(retried=over)).effect is Effect.DEFER
    desk.clock.now = NOW + timedelta(minutes=11)
    assert (await gate.text(retried=over)).effect is Effect.PASS  # the key may be used again


async def test_a_block_of_numbers_a_submitter_and_a_country_have_their_limits(desk: Desk) -> None:
    few = SmsConfig(
        limits=SmsLimits(
            prefix_in_10_minutes=2, submitter_segments_a_day=3, region_segments_a_day=4
        )
    )
    gate = submitting(desk, sms=few)

    async def text(number: str, who: str = "shop") -> set[str]:
        await gate.asks(number=number)
        found = await gate.text(to=number, submitter=submitter(name=who))
        return codes(found) if found.effect is Effect.DEFER else set()

    assert [await text(f"+1916966828{digit}") for digit in range(3)] == [
        set(),
        set(),
        {"RATE_HARVEST"},
    ]
    assert await text("+14155550123") == set()
    assert await text("+12125550123") == {"RATE_TENANT"}
    assert await text("+12125550123", who="other") == set()
    assert await text("+12135550123", who="other") == {"RATE_TENANT"}
    desk.clock.now = NOW + timedelta(hours=26)
    assert await text("+12135550123", who="other") == set()


async def test_who_is_refused_is_told_when_it_will_pass(desk: Desk) -> None:
    gate = await gate_at(desk, SmsConfig(limits=SmsLimits(person_a_day=4)))
    for minutes in (0, 2, 3):
        desk.clock.now = NOW + timedelta(minutes=minutes)
        assert (await gate.text()).effect is Effect.PASS
    again_at = NOW
    for minutes in (10, 12):  # the first leaves the ten minutes; then four of a day are over
        desk.clock.now += timedelta(seconds=1)
        refused = await gate.text()
        assert codes(refused) == {"SMS_FREQUENCY_CAP"}
        again_at = NOW + (timedelta(minutes=10) if minutes == 10 else timedelta(days=1))
        assert refused.not_before == again_at
        desk.clock.now = again_at - timedelta(seconds=1)
        assert (await gate.text()).effect is Effect.DEFER
        desk.clock.now = again_at
        assert (await gate.text()).effect is Effect.PASS


async def test_answers_blocks_of_numbers_and_days_say_when_as_well(desk: Desk) -> None:
    few = SmsLimits(replies_in_10_minutes=1, prefix_in_10_minutes=2, submitter_segments_a_day=3)
    gate = submitting(
        desk, sms=SmsConfig(limits=few), sender=(SenderConfig(name="example", numbers=(OURS,)),)
    )
    for last in (4, 5, 6):
        await gate.asks(number=f"+1916966828{last}")
    key = phone_key(CALIFORNIAN)
    await desk.listed.open_conversation(key, ours=phone_key(OURS), at=NOW, by=CLERK)
    assert (await gate.text()).effect is Effect.PASS
    desk.clock.now += timedelta(minutes=1)
    assert (await gate.text()).not_before == NOW + timedelta(minutes=10)
    assert (await gate.text(to="+19169668285")).effect is Effect.PASS
    refused = await gate.text(to="+19169668286")
    assert codes(refused) == {"RATE_HARVEST"}
    assert refused.not_before == NOW + timedelta(minutes=10)
    desk.clock.now = NOW + timedelta(minutes=10)
    assert (await gate.text(to="+19169668286")).effect is Effect.PASS
    desk.clock.now = NOW + timedelta(minutes=21)
    refused = await gate.text(to="+19169668286")
    assert codes(refused) == {"RATE_TENANT"}
    again_at = refused.not_before
    assert again_at == NOW + timedelta(days=1)  # days are counted in hours, and NOW begins one
    desk.clock.now = again_at - timedelta(seconds=1)
    assert (await gate.text(to="+19169668286")).effect is Effect.DEFER
    desk.clock.now = again_at
    assert (await gate.text(to="+19169668286")).effect is Effect.PASS


async def test_a_submitter_spends_so_much_a_day_also_after_a_restart(tmp_path: Path) -> None:
    dear = Route(name="texts", channel="sms", kind="outbox", price=0.0079)
    limits = SmsConfig(limits=SmsLimits(submitter_spend_a_day=0.05))
    sections: dict[str, Any] = {"sms": limits, "route": (OUTBOX, dear)}
    with open_desk(tmp_path) as desk:
        gate = submitting(desk, **sections)
        await gate.asks()
        long = "Your appointment is at 3. " + "Please be on time. " * 8
        assert (await gate.text(long)).effect is Effect.PASS
        desk.clock.now += timedelta(minutes=10)
        sent = await counted(desk)
        assert sent.submitter_spend_a_day == 2 * 7_900
    with open_desk(tmp_path) as desk:
        gate = submitting(desk, **sections)
        passed = 0
        for hours in range(1, 10):
            desk.clock.now = NOW + timedelta(hours=hours)
            found = await gate.text()
            passed += found.effect is Effect.PASS
            assert found.effect is Effect.PASS or codes(found) == {"RATE_TENANT"}
        assert passed == 5  # 2 + 5 segments are 5.53 cents: the one that goes beyond passes
        refused = await gate.text()
        assert refused.not_before == NOW + timedelta(days=1)


@pytest.mark.parametrize(("first", "second"), [(0.001, 0.02), (0.02, 0.001)])
async def test_what_may_go_another_way_is_counted_at_the_higher_price(
    desk: Desk, first: float, second: float
) -> None:
    ways = (
        Route(name="texts", channel="sms", kind="outbox", price=first, then="dear"),
        Route(name="dear", channel="sms", kind="outbox", price=second),
    )
    gate = submitting(desk, sms=SmsConfig(limits=SmsLimits()), route=(OUTBOX, *ways))
    await gate.asks()
    assert (await gate.text()).effect is Effect.PASS
    sent = await counted(desk)
    assert sent.submitter_spend_a_day == 20_000 * sent.submitter_segments_a_day > 0


async def counted(desk: Desk) -> Sent:
    """Return what stands against the limits of the submitter and the person."""
    lately = await desk.spool.lately(
        phone_key(CALIFORNIAN), identity="", purpose="", submitter="shop", region="US",
        at=desk.clock.now, since=desk.clock.now,
    )  # fmt: skip
    return lately.sent


@pytest.fixture
def said() -> Iterator[Callable[[str], list[dict[str, str]]]]:
    before, bound, stream = structlog.get_config(), log._Log.bound, StringIO()
    log.configure(stream=stream)

    def lines(event: str) -> list[dict[str, str]]:
        every = [json.loads(line) for line in stream.getvalue().splitlines()]
        return [line for line in every if line["event"] == event]

    yield lines
    structlog.configure(**before)
    log._Log.bound = bound


async def test_a_limit_that_comes_near_is_told_once(
    desk: Desk, said: Callable[[str], list[dict[str, str]]]
) -> None:
    gate = await gate_at(desk, SmsConfig(limits=SmsLimits(submitter_segments_a_day=5)))
    for hours in range(5):
        desk.clock.now = NOW + timedelta(hours=hours)
        assert (await gate.text()).effect is Effect.PASS
    (line,) = said("limit-near")
    assert (line["limit"], line["submitter"], line["region"], line["level"]) == (
        "submitter_segments_a_day", "shop", "US", "warning",
    )  # fmt: skip
    assert line["used"] == "4 of 5 segments of the submitter in 24 hours"
    assert said("new-country") == []


async def test_the_first_text_of_a_day_to_another_country_is_told(
    desk: Desk, said: Callable[[str], list[dict[str, str]]]
) -> None:
    toronto = "+14165550123"
    gate = submitting(desk, sms=SmsConfig(limits=SmsLimits(), regions=("US", "CA")))
    await gate.asks(number=toronto)
    for minutes in (0, 1):
        desk.clock.now = NOW + timedelta(minutes=minutes)
        assert (await gate.text(to=toronto)).effect is Effect.PASS
    assert [line["region"] for line in said("new-country")] == ["CA"]


async def test_answers_are_counted_apart_and_what_is_a_day_old_is_forgotten(desk: Desk) -> None:
    gate = submitting(desk, sms=SHIPPED, sender=(SenderConfig(name="example", numbers=(OURS,)),))
    key = phone_key(CALIFORNIAN)
    await desk.listed.open_conversation(key, ours=phone_key(OURS), at=NOW, by=CLERK)
    for _ in range(4):
        assert (await gate.text()).effect is Effect.PASS

    sent = await counted(desk)
    assert (sent.person_in_10_minutes, sent.person_a_day) == (0, 0)
    assert (sent.replies_in_10_minutes, sent.replies_a_day) == (4, 4)
    assert sent.prefix_in_10_minutes == 4
    assert sent.submitter_segments_a_day == sent.region_segments_a_day >= 4
    desk.clock.now = NOW + timedelta(hours=26)
    kept = timedelta(days=3)
    await desk.spool.retire(desk.clock.now, email_body=kept, sms_text=kept)
    desk.clock.now = NOW
    sent = await counted(desk)
    assert (sent.replies_a_day, sent.submitter_segments_a_day) == (0, 0)
