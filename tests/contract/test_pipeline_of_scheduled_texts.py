"""What is decided of a text that leaves later goes by when it leaves, not by when it came."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from filters.decision import Effect
from filters.plan import render
from gateway.config.texting import SmsConfig
from tests.contract.submitting import submitting
from tests.make_gateway import NO_LIMITS, NOW

if TYPE_CHECKING:
    from tests.contract.spool.make import Desk

UNLIMITED = SmsConfig(limits=NO_LIMITS)
HOUR, MINUTE, DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)


@pytest.mark.parametrize(("days", "says_how"), [(1, False), (2, True)])
async def test_the_way_to_stop_is_said_once_in_30_days_of_leaving(
    desk: Desk, days: int, *, says_how: bool
) -> None:
    gate = submitting(desk, sms=UNLIMITED)
    await gate.asks()
    await gate.text()
    (first,) = await gate.deliver()
    assert b"STOP" in render(first.raw, first.plan, "")
    desk.clock.now = NOW + 29 * DAY
    leaves_at = desk.clock.now + days * DAY
    await gate.text(send_at=leaves_at, valid_until=leaves_at + HOUR)
    desk.clock.now = leaves_at
    (second,) = await gate.deliver()
    assert (b"STOP" in render(second.raw, second.plan, "")) is says_how


@pytest.mark.parametrize(
    ("apart", "effect"), [(15 * MINUTE, Effect.HOLD), (16 * MINUTE, Effect.PASS)]
)
async def test_pieces_of_an_offer_that_leave_together_are_held_however_late_they_came(
    desk: Desk, apart: timedelta, effect: Effect
) -> None:
    gate = submitting(desk, sms=UNLIMITED)
    await gate.asks()
    at = NOW + 3 * HOUR
    assert (await gate.text("We have 20%", send_at=at, valid_until=at + HOUR)).effect is Effect.PASS
    desk.clock.now += HOUR
    at += apart
    second = await gate.text("off every bouquet.", send_at=at, valid_until=at + HOUR)
    assert second.effect is effect


async def test_a_piece_that_follows_one_that_waited_for_the_morning_is_held(desk: Desk) -> None:
    gate = submitting(desk, sms=UNLIMITED)
    await gate.asks()
    at = NOW + 3 * HOUR
    await gate.text("We have 20%", send_at=at, valid_until=at + HOUR)
    desk.clock.now = at
    await gate.deliver()
    desk.clock.now += 5 * MINUTE
    assert (await gate.text("off every bouquet.")).effect is Effect.HOLD


@pytest.mark.parametrize("waits", [timedelta(), HOUR])
async def test_a_piece_is_held_while_one_that_came_before_is_overdue(
    desk: Desk, waits: timedelta
) -> None:
    gate = submitting(desk, sms=UNLIMITED)
    await gate.asks()
    at = NOW + waits
    await gate.text("We have 20%", send_at=at, valid_until=at + 9 * HOUR)
    desk.clock.now = at + 16 * MINUTE  # its route is full, or down
    assert (await gate.text("off every bouquet.")).effect is Effect.HOLD
