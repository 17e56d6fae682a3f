"""From a decision to what is recorded of a message that is passed on, and of what became of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from filters.decision import Effect, Finding
from filters.judge import ruling, with_finding
from gateway.delivery.cause import OURS, cause_of
from gateway.delivery.smtp_reply import Reply
from gateway.errors import PermanentFailure, TemporaryFailure, UnknownOutcome
from gateway.spool.model import Claimed, State
from gateway.spool.passing import Passed
from suppression.channel import Channel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from filters.decision import Ruling
    from filters.message import Recipient
    from gateway.delivery.refusals import Outcome
    from gateway.spool.model import NewDelivery, NewMessage
    from suppression.keys import RecipientKey

_ONE_LINK_EACH: Final = Finding(
    code="SMTP_TOO_MANY_RCPT",
    cites="15 U.S.C. 7704(a)(3)",
    effect=Effect.REFUSE,
    reason="Advertising carries a link of each reader's own: send it to one recipient at a time.",
)


def rulings_of(record: NewMessage) -> tuple[Ruling, ...]:
    """Return the ruling on each recipient."""
    return tuple(each.ruling for each in record.deliveries)


def recipients_of(record: NewMessage) -> list[Recipient]:
    """Return whom it is passed on for."""
    return [each.recipient for each in record.deliveries if each.state is State.SENDING]


def route_of(record: NewMessage) -> str:
    """Return the route it is passed on by: all who get it go by the same one."""
    return next(each.route for each in record.deliveries if each.state is State.SENDING)


def is_unexamined(rulings: Sequence[Ruling]) -> bool:
    """Whether something about it could not be examined."""
    return any(each.effect is Effect.DEFER for each in rulings)


def with_a_link_each(record: NewMessage) -> NewMessage:
    """Refuse a message to several whose copies differ: one transaction carries one copy."""
    passing = [each for each in record.deliveries if each.ruling.effect is Effect.PASS]
    if not record.plan.is_personal or len(passing) < 2:  # noqa: PLR2004 - several
        return record
    return replace(
        record,
        deliveries=tuple(
            replace(each, ruling=with_finding((each.ruling,), _ONE_LINK_EACH)[0])
            if each in passing
            else each
            for each in record.deliveries
        ),
    )


def to_pass(record: NewMessage, rulings: Sequence[Ruling], *, waits: bool) -> NewMessage:
    """Return what is recorded: who gets it, and who does not and why.

    `waits`: one reply speaks for all, and somebody is to come again, so nobody gets it now. What
    could not be examined leaves no record, as on other listeners.
    """
    kept = []
    for each, judged in zip(record.deliveries, rulings, strict=True):
        effect = judged.effect
        if effect is Effect.DEFER or (effect is Effect.PASS and waits):
            continue
        state = State.SENDING if effect is Effect.PASS else State.REFUSED
        kept.append(replace(each, ruling=judged, state=state))
    return replace(record, deliveries=tuple(kept))


def without(record: NewMessage, barred: Mapping[RecipientKey, Finding]) -> NewMessage:
    """Refuse those whom the list stops now."""

    def refused(each: NewDelivery) -> NewDelivery:
        finding = barred.get(each.recipient.key)
        if finding is None:
            return each
        findings = (*each.ruling.findings, finding)
        judged = ruling(each.recipient, findings, waived=each.ruling.waived)
        return replace(each, ruling=judged, state=State.REFUSED)

    return replace(record, deliveries=tuple(map(refused, record.deliveries)))


def claim_of(
    record: NewMessage, recipients: Sequence[Recipient], route: str, grant_id: int
) -> Claimed:
    """Return what the copy is made of."""
    return Claimed(
        queue_id=record.queue_id,
        channel=Channel.EMAIL,
        category=record.category,
        identity=record.identity,
        stream=record.stream,
        reverse_path=record.reverse_path,
        header_from=record.header_from,
        raw=record.raw,
        plan=record.plan,
        route=route,
        delivery_ids=(),
        recipients=tuple(recipients),
        grant_id=grant_id,
        attempt=1,
        accepted_at=record.accepted_at,
        expires_at=record.expires_at,
        is_observed=record.is_observed,
    )


def passed_by(outcome: Outcome, digest: str) -> Passed:
    """Return what is recorded of the next hop's word."""
    if isinstance(outcome, Reply):
        if outcome.is_positive:
            return Passed(
                state=State.DELIVERED,
                reply=str(outcome),
                status=outcome.status,
                sent_sha256=digest,
                next_hop_id=outcome.next_hop_id,
            )
        is_final = outcome.is_permanent and cause_of(outcome) not in OURS
        state = State.FAILED if is_final else State.REFUSED
        return Passed(state=state, reply=str(outcome), status=outcome.status)
    match outcome:
        case UnknownOutcome():
            return Passed(
                state=State.UNKNOWN, reply=outcome.reply, status="4.4.2", sent_sha256=digest
            )
        case PermanentFailure():
            state = State.FAILED
        case TemporaryFailure() | _:
            state = State.REFUSED
    return Passed(state=state, reply=outcome.reply, status=outcome.status)
