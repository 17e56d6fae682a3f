"""What a clock noted that was wrong counts for no longer, and no less, than it would have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from filters.decision import Effect
from gateway.config.texting import SmsConfig
from suppression.keys import phone_key
from tests.contract.capping import OURS, codes, counted, gate_at
from tests.contract.door import SENDERS
from tests.contract.spool.make import CLERK, Desk
from tests.contract.spool.set_clock import set_by, set_desk
from tests.contract.submitting import submitting
from tests.make_gateway import CALIFORNIAN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.contract.submitting import Submitting

DAYS = 3


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with set_desk(tmp_path) as desk:
        yield desk


def shipped(desk: Desk) -> Submitting:
    """Return a pipeline with the quiet hours and the limits that are shipped."""
    sections: dict[str, Any] = {**SENDERS, "sms": SmsConfig()}
    return submitting(desk, **sections)


async def texts_us(desk: Desk) -> None:
    await desk.listed.open_conversation(
        phone_key(CALIFORNIAN), ours=phone_key(OURS), at=desk.clock.now, by=CLERK
    )


async def test_no_conversation_stands_open_because_the_clock_was_ahead(desk: Desk) -> None:
    gate = shipped(desk)
    set_by(desk, days=DAYS)
    await texts_us(desk)
    set_by(desk, days=-DAYS)
    assert codes(await gate.text(sender=OURS)) == {"SMS_NO_CONSENT"}


async def test_nor_does_one_open_when_the_clock_comes_there(desk: Desk) -> None:
    gate = shipped(desk)
    set_by(desk, days=DAYS)
    await texts_us(desk)
    set_by(desk, days=-DAYS)
    await desk.listed.forget_what_lies_ahead()
    desk.clock.advance(days=DAYS, hours=1)
    assert codes(await gate.text(sender=OURS)) == {"SMS_NO_CONSENT"}


async def test_a_conversation_of_now_is_not_forgotten(desk: Desk) -> None:
    gate = shipped(desk)
    await texts_us(desk)
    await desk.listed.forget_what_lies_ahead()
    assert (await gate.text(sender=OURS)).effect is Effect.PASS


async def test_a_text_by_the_clock_that_is_right_opens_the_conversation_again(desk: Desk) -> None:
    gate = shipped(desk)
    set_by(desk, days=DAYS)
    await texts_us(desk)
    set_by(desk, days=-DAYS)
    await texts_us(desk)
    assert (await gate.text(sender=OURS)).effect is Effect.PASS
    desk.clock.advance(hours=25)
    assert codes(await gate.text(sender=OURS)) == {"SMS_NO_CONSENT"}


async def test_nobody_is_texted_at_night_because_the_clock_was_ahead(desk: Desk) -> None:
    gate = shipped(desk)
    await gate.asks()
    set_by(desk, days=DAYS)
    await texts_us(desk)
    set_by(desk, days=-DAYS)
    desk.clock.advance(hours=22)
    told = await gate.text(sender=OURS)
    assert told.not_before is not None
    assert told.not_before > desk.clock.now


@pytest.mark.parametrize("days", [DAYS, -DAYS])
async def test_the_limits_count_on_when_the_clock_is_set(desk: Desk, days: int) -> None:
    gate = await gate_at(desk)
    await desk.claim()
    for _ in range(3):
        assert (await gate.text()).effect is Effect.PASS
    before = await counted(desk)
    set_by(desk, days=days)
    await desk.claim()
    assert await counted(desk) == before
    if days < 0:  # the request that was recorded lies ahead now
        await gate.asks()
    assert codes(await gate.text()) == {"SMS_FREQUENCY_CAP"}
    desk.clock.advance(minutes=11)
    assert (await gate.text()).effect is Effect.PASS
    desk.clock.advance(hours=26)
    assert (await counted(desk)).person_a_day == 0
    assert (await counted(desk)).submitter_segments_a_day == 0


@pytest.mark.parametrize("hours", [8, 24 * DAYS])
async def test_a_text_that_came_before_the_jump_was_seen_counts_from_now(
    desk: Desk, hours: int
) -> None:
    gate = await gate_at(desk)
    await desk.claim()
    set_by(desk, hours=hours)
    for _ in range(3):
        assert (await gate.text()).effect is Effect.PASS
    await desk.claim()
    desk.clock.advance(minutes=11)
    assert (await gate.text()).effect is Effect.PASS
    desk.clock.advance(hours=26)
    assert (await counted(desk)).person_a_day == 0
    assert (await counted(desk)).submitter_segments_a_day == 0


@pytest.mark.parametrize("back", [40, 0], ids=["two sources of time", "a pause every hour"])
async def test_small_steps_keep_no_count_up(desk: Desk, back: int) -> None:
    gate = await gate_at(desk)
    await desk.claim()
    assert (await gate.text()).effect is Effect.PASS
    for _ in range(26):
        set_by(desk, seconds=40)
        await desk.claim()
        desk.clock.advance(minutes=30)
        set_by(desk, seconds=-back)
        await desk.claim()
        desk.clock.advance(minutes=30)
    assert (await counted(desk)).person_a_day == 0
    assert (await counted(desk)).submitter_segments_a_day == 0
