"""What is not as it was accepted does not leave, and a person is shown what can be read of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from gateway.spool.model import State
from gateway.wishes import Wish, Wishes
from suppression.entry import stream_scope
from tests.contract.spool.damaging import damage, flowed, queued
from tests.contract.spool.make import NOON, email, opt_out, text

if TYPE_CHECKING:
    from tests.contract.spool.make import Desk

OPTED_OUT = {
    "who it is for": "UPDATE deliveries SET key = 'bab@example.net'",
    "what it is": "UPDATE messages SET category = 'commerciam'",
    "what stream it is of": "UPDATE messages SET stream = 'newr'",
    "whom it is from": "UPDATE messages SET identity = 'exampld'",
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
