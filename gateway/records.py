"""From a decision to what the spool stores of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filters.decision import Effect
from filters.email.fields import value
from filters.plan import render
from filters.sms.limits import MILLIONTHS
from filters.sms.notice import FIX
from filters.sms.numbers import region_of
from filters.sms.segments import count
from filters.sms.text import has_opt_out_notice
from gateway.delivery.routing import route_for
from gateway.spool.model import NewDelivery, NewMessage, State
from gateway.spool.sent import SentText
from suppression.channel import Channel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from filters.decision import Ruling
    from gateway.config.models import Config, Route
    from gateway.decision import EmailDecision, SmsDecision
    from gateway.submission import EmailSubmission, SmsSubmission

_SUBJECT_CHARACTERS: Final = 300  # shown to people who look at the queue
_STATES: Final = {
    Effect.PASS: State.QUEUED,
    Effect.HOLD: State.HELD,
    Effect.DEFER: State.REFUSED,  # never stored
    Effect.REFUSE: State.REFUSED,
}


def email_record(
    submission: EmailSubmission, decision: EmailDecision, config: Config, now: datetime
) -> NewMessage:
    """Return what is stored of a decided email: its bytes, the plan, a row a recipient."""
    email, facts = decision.email, decision.facts
    category = facts.verdict.category
    held = any(ruling.effect is Effect.HOLD for ruling in decision.rulings)
    return NewMessage(
        queue_id=email.queue_id,
        channel=Channel.EMAIL,
        submitter=submission.submitter.name,
        protocol=submission.arrival.protocol,
        identity=facts.identity.name,
        category=category,
        stream=facts.stream,
        reverse_path=email.reverse_path,
        header_from=facts.from_domain,
        subject=value(email.raw, email.tree, "subject")[:_SUBJECT_CHARACTERS],
        raw=email.raw,
        plan=decision.plan,
        is_observed=decision.is_observed,
        would_fix=decision.would_fix,
        wishes=submission.wishes,
        accepted_at=now,
        not_before=now,
        expires_at=now + (config.hold.expires if held else config.delivery.email_expires),
        deliveries=tuple(
            _delivery(
                ruling, Channel.EMAIL, category, facts.stream, facts.identity.name, config.route
            )
            for ruling in decision.rulings
        ),
    )


def sms_record(
    submission: SmsSubmission, decision: SmsDecision, config: Config, now: datetime
) -> NewMessage:
    """Return what is stored of a decided text."""
    sms, facts = decision.sms, decision.facts
    held = decision.rulings[0].effect is Effect.HOLD
    raw = sms.text.encode()
    delivery = _delivery(
        decision.rulings[0], Channel.SMS, sms.purpose, "", facts.identity.name, config.route
    )
    expires_at = now + config.hold.expires if held else facts.opens_at + config.delivery.sms_expires
    return NewMessage(
        queue_id=sms.queue_id,
        channel=Channel.SMS,
        submitter=submission.submitter.name,
        protocol="HTTP",
        identity=facts.identity.name,
        category=sms.purpose,
        stream="",
        reverse_path=sms.sender,
        header_from="",
        subject="",
        raw=raw,
        # what is appended leaves a text that says how to stop; else it does by itself, or not
        has_notice=FIX in decision.plan.fixes or has_opt_out_notice(sms.text),
        plan=decision.plan,
        is_observed=decision.is_observed,
        would_fix=decision.would_fix,
        accepted_at=now,
        not_before=facts.opens_at,
        expires_at=min(expires_at, sms.valid_until),
        valid_until=sms.valid_until,
        deliveries=(delivery,),
        metadata=submission.metadata,
        whereabouts=sms.whereabouts,
        sent=_sent(decision, _price(config, delivery.route)),
        callback=submission.callback,
    )


def _sent(decision: SmsDecision, price: int) -> SentText | None:
    """Return what is counted of a text; nothing of one that nobody gets.

    `price`: of a segment, in millionths.
    """
    if decision.rulings[0].effect > Effect.HOLD:
        return None
    sms = decision.sms
    segments = count(render(sms.text.encode(), decision.plan, "").decode()).segments
    return SentText(
        region=region_of(sms.recipient.key),
        segments=segments,
        is_reply=decision.facts.conversation_open,
        spend=segments * price,
        limits=None if decision.is_observed else decision.facts.policy.limits,
    )


def _price(config: Config, name: str) -> int:
    """Return what a segment costs at most: the text may go over the route's second one."""
    routes = {route.name: route for route in config.route}
    first = routes.get(name)
    if first is None:
        return 0
    second = routes.get(first.then, first)
    return round(max(first.price, second.price) * MILLIONTHS)


def _delivery(  # noqa: PLR0913, PLR0917 - what a route is chosen by
    ruling: Ruling,
    channel: Channel,
    category: str,
    stream: str,
    identity: str,
    routes: Sequence[Route],
) -> NewDelivery:
    route = route_for(
        routes,
        channel=channel,
        category=category,
        stream=stream,
        identity=identity,
        domain=ruling.recipient.domain,
    )
    return NewDelivery(
        ruling=ruling, state=_STATES[ruling.effect], route=route.name if route is not None else ""
    )
