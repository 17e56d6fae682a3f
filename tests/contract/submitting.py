"""A pipeline on the real stores, with what a test asks about afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from filters.plan import render
from filters.rule import rule
from gateway.disk import Disk
from gateway.facts import Facts
from gateway.once import Once
from gateway.pipeline import Decider, Pipeline
from gateway.queue_id import QueueIds
from gateway.reports import Reports
from gateway.spool.model import SpoolQuery, State
from suppression.consent import ConsentSource, NewConsent
from suppression.keys import phone_key
from suppression.tokens import SAMPLE_TOKEN
from tests.contract.spool.make import CLERK, opt_out, outcome
from tests.make_gateway import CALIFORNIAN, NOW, config, submission, text_submission

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filters.decision import Objection
    from filters.message import Email, EmailFacts
    from gateway.spool.model import Claimed, MessageView
    from gateway.submission import Acceptance
    from tests.contract.spool.make import Desk


@dataclass
class Submitting:
    """What hands messages in, and looks at what became of them."""

    desk: Desk
    pipeline: Pipeline
    queue_ids: QueueIds
    wakes: list[None] = field(default_factory=list)

    async def email(self, raw: bytes, *to: str, **changed: Any) -> Acceptance:  # noqa: ANN401 - any field
        given = submission(raw, *to, at=self.desk.clock.now, **changed)
        return await self.pipeline.submit_email(given)

    async def text(self, text: str = "Your appointment is at 3.", **changed: Any) -> Acceptance:  # noqa: ANN401 - any field
        given = text_submission(text, at=self.desk.clock.now, **changed)
        return await self.pipeline.submit_sms(given)

    async def opts_out(self, address: str, **changed: Any) -> None:  # noqa: ANN401 - any field
        await self.desk.add(opt_out(address, at=self.desk.clock.now, **changed))

    async def asks(
        self,
        *purposes: str,
        number: str = CALIFORNIAN,
        is_for_once: bool = False,
        sender: str = "",
        zone: str = "",
    ) -> None:
        """Record that somebody asked to be texted."""
        wish = NewConsent(
            key=phone_key(number), source=ConsentSource.VOICE, purposes=frozenset(purposes),
            evidence="on the phone", requested_at=self.desk.clock.now, is_for_once=is_for_once,
            sender=sender, zone=zone,
        )  # fmt: skip
        await self.desk.listed.record_consent(wish, CLERK)

    async def stored(self) -> tuple[MessageView, ...]:
        """Return everything in the spool, what came first in front."""
        return (await self.desk.spool.messages(SpoolQuery()))[::-1]

    async def verdicts(self) -> dict[str, str]:
        (message,) = await self.stored()
        return {delivery.address: delivery.verdict for delivery in message.deliveries}

    async def leaving(self) -> dict[str, bytes]:
        """Claim what is due; return the copy of each recipient."""
        return {
            recipient.address: render(claimed.raw, claimed.plan, SAMPLE_TOKEN)
            for claimed in await self.desk.claim()
            for recipient in claimed.recipients
        }

    async def deliver(self) -> tuple[Claimed, ...]:
        """Claim what is due and say that it was delivered."""
        claimed = tuple(await self.desk.claim())
        for each in claimed:
            await self.desk.spool.settle(outcome(each, State.DELIVERED))
        return claimed


def submitting(
    desk: Desk,
    *,
    disk: Disk | None = None,
    **sections: Any,  # noqa: ANN401 - any section
) -> Submitting:
    """Put a pipeline together on a desk, under a configuration changed by `sections`."""
    desk.clock.now = NOW
    settings, queue_ids = config(**sections), QueueIds()
    facts = Facts(settings, people=desk.listed, texts=desk.spool, clock=desk.clock)
    wakes: list[None] = []
    pipeline = Pipeline(
        settings,
        decider=Decider(settings, facts),
        reports=Reports(settings, queue_ids),
        spool=desk.spool,
        disk=Disk(desk.folder, reserve=lambda _: 0) if disk is None else disk,
        clock=desk.clock,
        wake=lambda: wakes.append(None),
        once=Once(desk.joint, desk.listed),
    )
    return Submitting(desk, pipeline, queue_ids, wakes)


@rule("MIME_MALFORMED", cites="a test")
def breaks(email: Email, facts: EmailFacts) -> Iterator[Objection]:
    """A check of emails that breaks."""
    raise KeyError(email.reverse_path)
    yield  # a check is a generator
