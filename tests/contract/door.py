"""The door by which people's texts come in, on the real stores."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from filters.plan import render
from gateway.config.models import SenderConfig
from gateway.inbound.texts import InboundText, InboundTexts, Outcome
from gateway.spool.model import State
from suppression.keys import phone_key
from tests.contract.spool.make import outcome
from tests.contract.submitting import submitting
from tests.make_gateway import CALIFORNIAN, config

if TYPE_CHECKING:
    from gateway.spool.model import MessageView
    from tests.contract.spool.make import Desk
    from tests.contract.submitting import Submitting

OURS = phone_key("+19165550100")
THEM = phone_key(CALIFORNIAN)
SENDERS = {"sender": (SenderConfig(name="example", domains=("example.com",), numbers=(OURS,)),)}
CONFIRMED = "Example Co: You are unsubscribed. No more texts will be sent to you."


class Door:
    """Brings texts, and hands others in."""

    def __init__(self, desk: Desk, **sections: Any) -> None:  # noqa: ANN401 - any section
        self.desk = desk
        self.gate: Submitting = submitting(desk, **{**SENDERS, **sections})
        self.wakes: list[None] = []
        self.texts = InboundTexts(
            config(**{**SENDERS, **sections}),
            desk.listed,
            desk.joint,
            queue_ids=self.gate.queue_ids,
            clock=desk.clock,
            wake=lambda: self.wakes.append(None),
        )

    async def hears(self, text: str, **changed: Any) -> Outcome:  # noqa: ANN401 - any field
        given: dict[str, Any] = {
            "sender": THEM, "to": OURS, "text": text, "received_at": self.desk.clock.now,
            "source": "shop",
        }  # fmt: skip
        found = await self.texts.take(InboundText(**{**given, **changed}))
        self.desk.clock.advance(seconds=1)
        return found

    async def leaving(self) -> list[str]:
        """Send what is due; return its words."""
        sent = []
        for claimed in await self.desk.claim():
            sent.append(render(claimed.raw, claimed.plan, "").decode())
            await self.desk.spool.settle(outcome(claimed, State.DELIVERED))
        return sent

    async def stored(self) -> dict[State, list[MessageView]]:
        found: dict[State, list[MessageView]] = {}
        for each in await self.gate.stored():
            found.setdefault(each.deliveries[0].state, []).append(each)
        return found
