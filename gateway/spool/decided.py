"""The line of the ledger about a decision: what was decided for one recipient, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filters.decision import Effect, verdict
from filters.email.foreign_unsubscribe import REPLACED
from gateway.spool.model import State
from suppression import ledger

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from filters.decision import Finding, Ruling
    from gateway.spool.model import NewDelivery, NewMessage

_KINDS = {
    State.QUEUED: "accepted",
    State.HELD: "held",
    State.SENDING: "passing",
    State.REFUSED: "refused",
}


def would(message: NewMessage, ruling: Ruling) -> str:
    """Return the verdict on a recipient if nothing was waived."""
    return verdict(ruling.strictest, changed=bool(message.would_fix))


def _observed(message: NewMessage, ruling: Ruling) -> dict[str, object]:
    return {
        "would": would(message, ruling),
        "waived": [finding.code for finding in ruling.waived],
        "would_fix": message.would_fix,
    }


def line(
    message: NewMessage, delivery: NewDelivery, person: str, digest: bytes, at: datetime
) -> ledger.Line:
    """Return the decision on one recipient as evidence: what, about which bytes, and why."""
    ruling = delivery.ruling
    return ledger.Line(
        at=at,
        kind=_kind(delivery),
        person=person,
        facts={
            "queue_id": message.queue_id,
            "channel": message.channel,
            "submitter": message.submitter,
            "protocol": message.protocol,
            "identity": message.identity,
            "category": message.category,
            "stream": message.stream,
            "codes": [finding.code for finding in ruling.findings],
            "fixes": message.plan.fixes,
            "sha256": digest.hex(),
            "size": len(message.raw),
            "route": delivery.route,
            **({"segments": message.sent.segments} if message.sent is not None else {}),
            **(_observed(message, ruling) if message.is_observed else {}),
        },
        detail={
            "address": delivery.recipient.address,
            "subject": message.subject,
            **_replaced(delivery.ruling.findings),
        },
    )


def _kind(delivery: NewDelivery) -> str:
    """Return what the ledger calls it; what is not kept for a review is only told to come again."""
    is_refused = delivery.ruling.effect is Effect.REFUSE
    return (
        "deferred" if delivery.state is State.REFUSED and not is_refused else _KINDS[delivery.state]
    )


def _replaced(findings: Iterable[Finding]) -> dict[str, object]:
    """Return what stood in a field that leaves with other content; it may name the recipient."""
    for finding in findings:
        if finding.code == REPLACED:
            return {"list_unsubscribe": finding.evidence}
    return {}
