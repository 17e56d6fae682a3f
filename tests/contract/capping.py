"""Texts under limits, and what stands against these."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from gateway.config.texting import SmsConfig, SmsLimits
from suppression.keys import phone_key
from tests.contract.submitting import submitting
from tests.make_gateway import CALIFORNIAN

if TYPE_CHECKING:
    from filters.sms.limits import Sent
    from gateway.submission import Acceptance
    from tests.contract.spool.make import Desk
    from tests.contract.submitting import Submitting

OURS = "+19165550100"
SHIPPED = SmsConfig(limits=SmsLimits())


async def gate_at(desk: Desk, limits: SmsConfig = SHIPPED) -> Submitting:
    gate = submitting(desk, sms=limits)
    await gate.asks()
    return gate


def codes(acceptance: Acceptance) -> set[str]:
    return {finding.code for finding in acceptance.rulings[0].findings}


async def counted(desk: Desk) -> Sent:
    """Return what stands against the limits of the submitter and the person."""
    lately = await desk.spool.lately(
        phone_key(CALIFORNIAN), identity="", purpose="", submitter="shop", region="US",
        at=desk.clock.now, leaves_at=desk.clock.now, within=timedelta(),
    )  # fmt: skip
    return lately.sent
