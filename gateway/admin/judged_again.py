"""What would be decided today about a message that is held, by the product's own rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from filters.decision import Effect, verdict
from filters.errors import MalformedMessage
from filters.judge import ruling
from filters.message import Recipient
from filters.plan import NO_PLAN
from gateway.admin.again import arrival_now
from gateway.delivery.second_look import DECIDED_ONCE
from gateway.errors import StoreUnavailable
from gateway.spool.model import Claimed
from gateway.submission import EmailSubmission
from suppression.channel import Channel
from suppression.errors import MalformedAddressError
from suppression.keys import phone_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filters.decision import Finding, Ruling
    from gateway.admin.visit import Visit
    from gateway.http.services import Services
    from gateway.spool.model import DeliveryView, MessageView


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What would be decided about one recipient."""

    address: str
    verdict: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What would be decided today; where it cannot be said, why."""

    problem: str
    people: tuple[Today, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Whether somebody would not get it today, whatever a person decides."""
        return any(each.verdict in ("refused", "deferred") for each in self.people)


async def judged_again(
    visit: Visit, view: MessageView, deliveries: Sequence[DeliveryView]
) -> Judged:
    """Judge these recipients of a message by the rules and the list of today; nothing is stored."""
    raw = await visit.desk.spool.content(view.queue_id)
    if raw is None:
        return Judged(problem="its content is not kept any more")
    try:
        if view.channel is Channel.SMS:
            return await _text(visit, view, deliveries[0], raw)
        return await _email(visit.services, view, deliveries, raw)
    except (MalformedMessage, MalformedAddressError, StoreUnavailable) as error:
        return Judged(problem=str(error))


async def _email(
    services: Services, view: MessageView, deliveries: Sequence[DeliveryView], raw: bytes
) -> Judged:
    submitter = services.submitters.by_name(view.submitter)
    if not view.submitter:
        return Judged(problem="it is the gateway's own, which no rule judges")
    if submitter is None:
        return Judged(problem=f"there is no [[submitter]] {view.submitter} any more")
    decision = await services.decide_email(
        EmailSubmission(
            queue_id=services.queue_ids.next(),
            submitter=submitter,
            arrival=arrival_now(services, submitter),
            reverse_path=view.reverse_path,
            recipients=tuple(each.address for each in deliveries),
            raw=raw,
            declared_category=view.category,
            declared_basis="transaction" if view.category == "transactional" else "",
            declared_stream=view.stream,
        )
    )
    return _judged(decision.rulings, changed=bool(decision.plan.fixes))


async def _text(visit: Visit, view: MessageView, delivery: DeliveryView, raw: bytes) -> Judged:
    """Judge a text as is done when it leaves: what does not change by waiting is not asked."""
    claimed = Claimed(
        queue_id=view.queue_id, channel=view.channel, category=view.category,
        identity=view.identity, stream=view.stream, reverse_path=view.reverse_path, header_from="",
        raw=raw, plan=NO_PLAN, route=delivery.route, delivery_ids=(delivery.delivery_id,),
        recipients=(Recipient(address=delivery.address, key=phone_key(delivery.address)),),
        grant_id=0, attempt=1, accepted_at=view.accepted_at, expires_at=view.expires_at,
    )  # fmt: skip
    remembered = await visit.desk.spool.remembered(delivery.delivery_id)
    decision = await visit.desk.decide_again(claimed, remembered)
    (found,) = decision.rulings
    asked = [each for each in found.findings if each.code not in DECIDED_ONCE]
    return _judged([ruling(found.recipient, asked)], changed=bool(view.fixes))


def _judged(rulings: Sequence[Ruling], *, changed: bool) -> Judged:
    return Judged(
        problem="",
        people=tuple(
            Today(
                address=each.recipient.address,
                verdict=verdict(each.effect, changed=changed),
                findings=tuple(f for f in each.findings if f.effect is not Effect.PASS),
            )
            for each in rulings
        ),
    )
