"""What texts cost, and what they count for, stands against the limits of a day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from filters.decision import Effect
from gateway.config.models import Route, SenderConfig
from gateway.config.texting import SmsConfig, SmsLimits
from suppression.keys import phone_key
from tests.contract.capping import OURS, SHIPPED, codes, counted
from tests.contract.spool.make import CLERK, open_desk
from tests.contract.submitting import submitting
from tests.make_gateway import CALIFORNIAN, NOW, OUTBOX

if TYPE_CHECKING:
    from pathlib import Path

    from tests.contract.spool.make import Desk


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
        assert refused.not_before == NOW + timedelta(hours=25)  # the hour of NOW counts whole


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
