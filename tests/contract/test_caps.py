"""Nobody is texted without end, not after a restart either, and it is told when it passes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from filters.decision import Effect
from gateway.config.models import SenderConfig
from gateway.config.texting import SmsConfig, SmsLimits
from gateway.submission import Retried
from suppression.keys import phone_key
from tests.contract.capping import OURS, SHIPPED, codes, gate_at
from tests.contract.spool.make import CLERK, open_desk
from tests.contract.submitting import submitting
from tests.make_gateway import CALIFORNIAN, NOW, submitter

if TYPE_CHECKING:
    from pathlib import Path

    from tests.contract.spool.make import Desk


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
    assert again_at == NOW + timedelta(hours=25)  # days are counted in hours, begun ones whole
    desk.clock.now = again_at - timedelta(seconds=1)
    assert (await gate.text(to="+19169668286")).effect is Effect.DEFER
    desk.clock.now = again_at
    assert (await gate.text(to="+19169668286")).effect is Effect.PASS
