"""A second look at the one text that waits, in an evening of California."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from gateway.delivery.second_look import SecondLook
from gateway.facts import Facts
from gateway.pipeline import Decider
from tests.contract.submitting import submitting
from tests.make_gateway import config

if TYPE_CHECKING:
    from gateway.spool.model import DeliveryView, Settlement
    from tests.contract.spool.make import Desk
    from tests.contract.submitting import Submitting

EVENING = datetime(2026, 3, 3, 3, 59, tzinfo=UTC)  # a minute before eight in California
NIGHT = EVENING + timedelta(minutes=2)
MORNING = datetime(2026, 3, 3, 17, tzinfo=UTC)


async def in_the_evening(desk: Desk) -> Submitting:
    opened = submitting(desk)
    await opened.asks("appointment")
    desk.clock.now = EVENING
    return opened


def looking(desk: Desk, **sections: Any) -> SecondLook:  # noqa: ANN401 - any section
    settings = config(**sections)
    facts = Facts(settings, people=desk.listed, texts=desk.spool, clock=desk.clock)
    return SecondLook(Decider(settings, facts), desk.spool, settings.delivery.sms_expires)


async def leaves(desk: Desk, **sections: Any) -> bool:  # noqa: ANN401 - any section
    """Claim the one text there is, look at it again, and put down what came of it."""
    (claimed,) = await desk.claim()
    kept: tuple[Settlement, ...] = await looking(desk, **sections).kept_back(claimed)
    await desk.spool.settle(kept)
    return not kept


async def only(gate: Submitting) -> DeliveryView:
    (message,) = await gate.stored()
    return message.deliveries[0]
