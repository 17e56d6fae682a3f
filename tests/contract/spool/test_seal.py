"""What is not as it was accepted does not leave, and a person is shown what can be read of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from gateway.spool.model import State
from gateway.wishes import Wish, Wishes
from suppression.entry import NEVER, stream_scope
from tests.contract.spool.damaging import damage, flowed, queued
from tests.contract.spool.make import NOON, PERSONAL, email, opt_out, outcome, text

if TYPE_CHECKING:
    from tests.contract.spool.make import Desk

OPTED_OUT = {
    "who it is for": "UPDATE deliveries SET key = 'bab@example.net'",
    "what it is": "UPDATE messages SET category = 'commerciam'",
    "what stream it is of": "UPDATE messages SET stream = 'newr'",
    "whom it is from": "UPDATE messages SET identity = 'exampld'",
    "where one ends": "UPDATE messages SET identity = 'exampl', category = 'ecommercial'",
    "where the key begins": "UPDATE deliveries SET address = 'bob@example.ne', key = 't' || key",
}


@pytest.mark.parametrize("what", OPTED_OUT)
async def test_damage_lets_nothing_past_an_opt_out(desk: Desk, what: str) -> None:
    message = email()
    await desk.spool.accept(message)
    await desk.add(opt_out(scope=stream_scope("news"), sender="example"))
    damage(desk, OPTED_OUT[what])
    assert await desk.claim() == ()
    assert await desk.state(message) is State.HELD
    view = await desk.spool.message(message.queue_id)
    assert view is not None
    assert [each["code"] for each in view.deliveries[0].findings] == ["INTERNAL_POISON"]


async def test_what_a_version_without_seals_accepted_leaves(desk: Desk) -> None:
    await queued(desk)
    damage(desk, "UPDATE deliveries SET seal = NULL")
    assert await flowed(desk) == 3


async def test_what_has_all_there_is_to_say_of_it_leaves(desk: Desk) -> None:
    wishes = Wishes(
        returns="HDRS", envelope_id="QQ314159", smtputf8=True,
        by_address={"bob@example.net": Wish(notify="NEVER", original="rfc822;Bob@example.net")},
    )  # fmt: skip
    message = email(is_observed=True, not_before=NOON + timedelta(seconds=0.25), wishes=wishes)
    await desk.spool.accept(message, more=[text()])
    desk.clock.advance(seconds=1)
    assert await flowed(desk) == 2


async def test_what_a_version_without_checksums_of_plans_accepted_leaves(desk: Desk) -> None:
    await queued(desk)
    damage(desk, "UPDATE contents SET plan = substr(plan, 10)")
    assert [each.plan for each in await desk.claim()] == [PERSONAL] * 3


@pytest.mark.parametrize("until", ["NULL", "valid_until + 1"])
async def test_a_text_that_is_not_said_to_be_of_use_as_long_as_it_was_is_held(
    desk: Desk, until: str
) -> None:
    message = text(valid_until=NOON + timedelta(hours=1))
    await desk.spool.accept(message)
    damage(desk, f"UPDATE messages SET valid_until = {until}")  # noqa: S608 - an expression of ours
    assert await flowed(desk) == 0
    assert await desk.state(message) is State.HELD


@pytest.mark.parametrize("damaged", [False, True])
async def test_a_text_that_is_put_off_is_sealed_anew_and_no_damage_with_it(
    desk: Desk, *, damaged: bool
) -> None:
    later = NOON + timedelta(hours=12)
    message = text(valid_until=NOON + timedelta(days=1))
    await desk.spool.accept(message)
    (claimed,) = await desk.claim()
    if damaged:
        damage(desk, "UPDATE messages SET category = 'appointmenu'")
    put_off = outcome(claimed, State.QUEUED, next_at=later, expires_at=later + timedelta(hours=1))
    await desk.spool.settle(put_off)
    desk.clock.now = later
    assert await flowed(desk) == (0 if damaged else 1)


@pytest.mark.parametrize(
    "plan", ["'0' || plan", "substr(plan, 2)", "replace(plan, 'Token', 'Tokem')", "''"]
)
async def test_what_has_another_plan_than_it_was_accepted_with_is_held(
    desk: Desk, plan: str
) -> None:
    (message,) = await queued(desk, 1)
    damage(desk, f"UPDATE contents SET plan = {plan}")  # noqa: S608 - an expression of ours
    assert await flowed(desk) == 0
    assert await desk.state(message) is State.HELD


SHOWN = {
    "channel": "UPDATE messages SET channel = 'emaim'",
    "fixes": """UPDATE messages SET fixes = '{"F_LIST"]'""",
    "what would be fixed": "UPDATE messages SET would_fix = '7'",
    "state": "UPDATE deliveries SET state = 'queuee'",
    "effect": "UPDATE deliveries SET effect = 9",
    "findings": "UPDATE deliveries SET findings = '[]]'",
    "waived": "UPDATE deliveries SET waived = '[8]'",
    "a later finding": """UPDATE deliveries SET later = '[{"cod5": "SMS"}]'""",
}


@pytest.mark.parametrize("what", SHOWN)
async def test_what_is_damaged_is_shown_as_far_as_it_can_be_read(desk: Desk, what: str) -> None:
    (message,) = await queued(desk, 1)
    damage(desk, SHOWN[what])
    view = await desk.spool.message(message.queue_id)
    assert view is not None
    (only,) = view.deliveries
    assert (view.queue_id, only.address) == (message.queue_id, "p0@example.net")
    assert (*view.would_fix, *only.findings, *only.waived) == ()


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (1e300, NEVER),
        (NEVER.timestamp(), NEVER),
        (-1e9, datetime(1970, 1, 1, tzinfo=UTC)),
        (0.5, datetime(1970, 1, 1, microsecond=500_000, tzinfo=UTC)),
    ],
)
async def test_a_time_that_is_none_is_shown_as_the_first_or_the_last_there_is(
    desk: Desk, seconds: float, shown: datetime
) -> None:
    (message,) = await queued(desk, 1)
    damage(desk, f"UPDATE messages SET expires_at = {seconds!r}")  # noqa: S608 - a number
    view = await desk.spool.message(message.queue_id)
    assert view is not None
    assert view.expires_at == shown
