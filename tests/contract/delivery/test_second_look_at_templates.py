"""A text of a template leaves for as long as the template stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from filters.decision import Effect
from filters.sms.template import Template
from gateway.config.texting import SmsConfig
from tests.contract.delivery.looking import in_the_evening, leaves
from tests.contract.submitting import submitting

if TYPE_CHECKING:
    from tests.contract.spool.make import Desk
    from tests.contract.submitting import Submitting


@pytest.fixture
async def gate(desk: Desk) -> Submitting:
    return await in_the_evening(desk)


async def test_a_text_of_a_template_passes_until_somebody_withdraws_it(gate: Submitting) -> None:
    wary = SmsConfig(hold_band=(0.0, 0.99))
    strict, spool = submitting(gate.desk, sms=wary), gate.desk.spool
    held = await strict.text()
    assert held.effect is Effect.HOLD
    (view,) = await gate.stored()
    raw = await spool.content(held.queue_id)
    assert raw is not None
    template = Template(
        template_id="", text=raw.decode(), identity=view.identity, purpose=view.category
    )
    made = await spool.approve_template(
        template, message=held.queue_id, by="ann", because="a reminder"
    )
    again = await spool.approve_template(
        template, message=held.queue_id, by="bob", because="the same"
    )
    assert again == made
    passed = await strict.text()
    assert passed.effect is Effect.PASS
    codes = [finding.code for finding in passed.rulings[0].findings]
    assert "SMS_TEMPLATE_APPROVED" in codes
    ended = await spool.withdraw_template(made.template_id, by="ann", because="no longer sent")
    assert ended is not None
    assert not await leaves(gate.desk, sms=wary)
    assert await spool.withdraw_template(made.template_id, by="ann", because="again") is None
    assert await spool.withdraw_template("A-x", by="ann", because="there is none") is None


async def test_a_template_lets_no_offer_pass_for_a_name(gate: Submitting) -> None:
    strict, spool = submitting(gate.desk, sms=SmsConfig(hold_band=(0.0, 0.99))), gate.desk.spool
    held = await strict.text("Your appointment with Dr. Chen is at 3.")
    (view,) = await gate.stored()
    words = "Your appointment with {name} is at 3."
    template = Template(template_id="", text=words, identity=view.identity, purpose=view.category)
    await spool.approve_template(template, message=held.queue_id, by="ann", because="a reminder")
    assert (await strict.text(words.format(name="Ms. Ito"))).effect is Effect.PASS
    for filled in ("Half Price Shoes", "our new collection"):
        offered = await strict.text(words.format(name=filled))
        assert offered.effect is Effect.HOLD, filled
