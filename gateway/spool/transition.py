"""How a delivery goes from one state to another: the row and the line that records it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gateway.spool.ending import Ended
from gateway.spool.model import State
from gateway.spool.rows import moment, with_finding
from suppression import ledger
from suppression.channel import Channel

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from filters.decision import Finding
    from gateway.spool.rows import DeliveryRow

_FAILURES = (State.FAILED, State.EXPIRED, State.SUPPRESSED, State.CANCELLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """One step of one delivery. An empty `kind` is a step that leaves no line in the ledger."""

    row: DeliveryRow
    state: State
    kind: str
    attempts: int
    claims: int
    next_at: float | None = None  # of the states that wait
    reply: str = ""
    status: str = ""
    sent_sha256: str = ""
    next_hop_id: str = ""
    finding: Finding | None = None
    receipt: str = ""  # of the provider of a text
    then: str = ""  # the route that takes it from here
    next_hop_reports: bool = False  # of a success that it was told somebody wants to know of
    facts: Mapping[str, Any] = field(default_factory=dict)
    detail: Mapping[str, Any] = field(default_factory=dict)

    @property
    def owes_report(self) -> bool:
        """Whether the sender must be told: never about a report of ours (RFC 5321 6.1)."""
        if self.row.channel is not Channel.EMAIL or not self.row.reverse_path:
            return False
        if self.state is State.DELIVERED:  # RFC 3461 5.2.2
            return self.row.wish.of_success and not self.next_hop_reports
        return self.state in _FAILURES and self.row.wish.of_failure


def apply(
    connection: sqlite3.Connection,
    transitions: Iterable[Transition],
    *,
    at: datetime,
    reported: bool = False,
    schema: str = "main",
) -> tuple[Ended, ...]:
    """Make the steps and return those that were the last of their delivery.

    `reported`: the reports to their senders are stored in the same transaction; `schema`: what the
    spool is attached as.
    """
    steps = list(transitions)
    connection.executemany(
        "UPDATE deliveries SET state = ?, attempts = ?, claims = ?, next_at = ?, ends_at = ?,"
        " lease_until = NULL, reply = ?, status = ?, sent_sha256 = ?, next_hop_id = ?, later = ?,"
        " receipt = ?, route = ?, diverted_from = ?,"
        " owes_report = ?, updated_at = ? WHERE id = ?",
        (_parameters(step, at, reported=reported) for step in steps),
    )
    ledger.append(connection, (_line(step, at) for step in steps if step.kind), schema=schema)
    return tuple(_ended(step, at, reported=reported) for step in steps if step.state.is_final)


def _parameters(step: Transition, at: datetime, *, reported: bool) -> tuple[Any, ...]:
    row = step.row
    ends_at = None if step.state.is_final else (row.ends_at or row.expires_at)
    later = with_finding(row.later, step.finding) if step.finding else row.later
    return (step.state.value, step.attempts, step.claims, step.next_at, ends_at, step.reply,
            step.status, step.sent_sha256, step.next_hop_id, later, step.receipt,
            step.then or row.route, row.route if step.then else row.diverted_from,
            step.owes_report and not reported, at.timestamp(), row.delivery_id)  # fmt: skip


def _line(step: Transition, at: datetime) -> ledger.Line:
    row = step.row
    facts: dict[str, Any] = {
        "queue_id": row.queue_id,
        "channel": row.channel.value,
        "category": row.category,
        "route": row.route,
        "attempt": step.attempts + step.claims,
        **step.facts,
    }
    if step.finding:
        facts["codes"] = [step.finding.code]
    if step.status:
        facts["status"] = step.status
    if step.sent_sha256:
        facts["sent_sha256"] = step.sent_sha256
    detail: dict[str, Any] = {"address": row.address, **step.detail}
    if step.reply:
        detail["reply"] = step.reply
    if step.next_hop_id:
        detail["next_hop_id"] = step.next_hop_id
    return ledger.Line(at=at, kind=step.kind, person=row.person, facts=facts, detail=detail)


def _ended(step: Transition, at: datetime, *, reported: bool) -> Ended:
    row = step.row._replace(state=step.state, reply=step.reply, status=step.status)
    return ended(row, at=at, owes_report=step.owes_report and not reported)


def ended(row: DeliveryRow, *, at: datetime, owes_report: bool) -> Ended:
    """Return a finished delivery as the writer of reports sees it."""
    return Ended(
        delivery_id=row.delivery_id,
        queue_id=row.queue_id,
        channel=row.channel,
        submitter=row.submitter,
        reverse_path=row.reverse_path,
        recipient=row.recipient,
        state=row.state,
        reply=row.reply,
        status=row.status,
        route=row.route,
        accepted_at=moment(row.accepted_at),
        ended_at=at,
        owes_report=owes_report,
        wish=row.wish,
        returns=row.returns,
        envelope_id=row.envelope_id,
    )
