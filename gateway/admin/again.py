"""A message judged once more, by today's rules and today's list: nothing is changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from filters.decision import verdict
from filters.errors import MalformedMessage
from filters.message import Arrival
from gateway.admin.story import Rule, rules_of
from gateway.submission import LONGEST_NIGHT, EmailSubmission, SmsSubmission
from suppression.channel import Channel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filters.decision import Ruling
    from gateway.http.services import Services
    from gateway.spool.model import Kept, MessageView
    from gateway.submission import Submitter


@dataclass(frozen=True, slots=True, kw_only=True)
class Then:
    """One recipient: what was decided when it came, and what would be now."""

    address: str
    was: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """What would be decided now."""

    problem: str  # why nothing was judged; "" where it was
    people: tuple[Then, ...] = ()
    rules: tuple[Rule, ...] = ()

    @property
    def is_as_before(self) -> bool:
        """Whether everything would be decided as it was."""
        return all(each.was == each.now for each in self.people)


async def again(services: Services, view: MessageView, kept: Kept | None, protocol: str) -> Again:
    """Judge a stored message once more."""
    submitter = services.submitters.by_name(view.submitter)
    if kept is None:
        return Again(problem="its content is not kept")
    if not view.submitter:
        return Again(problem="it is the gateway's own, which no rule judges")
    if submitter is None:
        return Again(problem=f"there is no [[submitter]] named {view.submitter!r} any more")
    try:
        if view.channel is Channel.SMS:
            text = await services.decide_sms(_text(services, view, kept, submitter))
            return _compared(view, text.rulings, changed=bool(text.plan.fixes))
        decided = await services.decide_email(_email(services, view, kept, submitter, protocol))
    except MalformedMessage as error:
        return Again(problem=f"{error.code}: {error.reason}")
    return _compared(view, decided.rulings, changed=bool(decided.plan.fixes))


def arrival_now(services: Services, submitter: Submitter) -> Arrival:
    """Return how a message that is judged once more arrives: from this machine, by SMTP."""
    listener = next(iter(services.config.smtp), None)
    return Arrival(
        hostname=listener.hostname if listener else "localhost", protocol="ESMTP",
        helo="localhost", peer="127.0.0.1", at=services.clock(), submitter=submitter.name,
    )  # fmt: skip


def _compared(view: MessageView, rulings: Sequence[Ruling], *, changed: bool) -> Again:
    was = {delivery.address: delivery.would or delivery.verdict for delivery in view.deliveries}
    return Again(
        problem="",
        people=tuple(
            Then(
                address=ruling.recipient.address,
                was=was.get(ruling.recipient.address, ""),
                now=verdict(ruling.effect, changed=changed),
            )
            for ruling in rulings
        ),
        rules=rules_of(rulings),
    )


def _email(
    services: Services, view: MessageView, kept: Kept, submitter: Submitter, protocol: str
) -> EmailSubmission:
    # over SMTP the message declares its category itself; by HTTP the request did
    declared = view.category if protocol == "HTTP" else ""
    return EmailSubmission(
        queue_id=services.queue_ids.next(),
        submitter=submitter,
        arrival=arrival_now(services, submitter),
        reverse_path=view.reverse_path,
        recipients=tuple(delivery.address for delivery in view.deliveries),
        raw=kept.raw,
        declared_category=declared,
        declared_basis="transaction" if declared == "transactional" else "",
        declared_stream=view.stream if declared else "",
    )


def _text(services: Services, view: MessageView, kept: Kept, submitter: Submitter) -> SmsSubmission:
    now = services.clock()
    return SmsSubmission(
        queue_id=services.queue_ids.next(),
        submitter=submitter,
        to=view.deliveries[0].address,
        sender=view.reverse_path,
        text=kept.raw.decode("utf-8", "replace"),
        purpose=view.category,
        in_reply_to="",
        received_at=now,
        send_at=now,
        valid_until=now + LONGEST_NIGHT,
        metadata="",
    )
