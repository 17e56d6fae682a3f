"""How attempts ended, written down; who lost the lease changes nothing any more."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gateway.spool import acceptance, parts
from gateway.spool.diverting import diverted
from gateway.spool.ending import Settled
from gateway.spool.model import NOT_TAKEN, State
from gateway.spool.prolonging import prolonged
from gateway.spool.receipts import foretold, is_over, take
from gateway.spool.rows import numbers, read_deliveries
from gateway.spool.transition import Transition, apply

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import datetime

    from gateway.spool.model import NewMessage, Settlement
    from gateway.spool.rows import DeliveryRow
    from suppression.ledger import Pepper

_LAPSED: Final = (State.QUEUED, State.UNKNOWN)


def settle(
    connection: sqlite3.Connection,
    settlements: Sequence[Settlement],
    reports: Sequence[NewMessage],
    *,
    pepper: Pepper,
    at: datetime,
) -> Settled:
    """Move each delivery to the state its attempt ended in, and store the reports about them."""
    ids = [settlement.delivery_id for settlement in settlements]
    found = read_deliveries(
        connection, "WHERE d.id IN (SELECT value FROM json_each(?))", (numbers(ids),)
    )
    rows = {row.delivery_id: row for row in found}
    steps, receipts, ignored = [], [], []
    for settlement in settlements:
        row = rows.pop(settlement.delivery_id, None)  # of two for one delivery the first counts
        if row is None or not _is_ours(row, settlement):
            ignored.append(settlement)
        else:
            if settlement.expires_at is not None:
                row = prolonged(connection, row, settlement.expires_at)
            steps.append(_step(row, settlement, at))
            if settlement.part_ids and (told := parts.note(connection, row, settlement)):
                receipts.append(told)
    ended = apply(connection, steps, at=at, reported=bool(reports))
    for receipt in receipts:
        take(connection, receipt, at=at)
    if reports:
        acceptance.store(connection, reports, pepper=pepper, at=at)
    return Settled(ended=ended, ignored=tuple(ignored))


def _is_ours(row: DeliveryRow, settlement: Settlement) -> bool:
    """Whether the delivery still waits for this outcome.

    One whose lease ran out still does while nobody else has taken it: what is known of the
    attempt then saves sending a second copy.
    """
    if row.claims == 0 or settlement.attempt not in (0, row.attempt):
        return False
    return row.state is State.SENDING or (settlement.attempt != 0 and row.state in _LAPSED)


def _step(row: DeliveryRow, settlement: Settlement, at: datetime) -> Transition:
    told = foretold(row)
    if told and (is_over(row) or settlement.state is not State.DELIVERED):
        return replace(told, sent_sha256=settlement.sent_sha256, next_hop_id=settlement.next_hop_id)
    if settlement.then:
        reply, status = settlement.reply, settlement.status
        return diverted(row, settlement.then, at, reply=reply, status=status)
    if settlement.state is State.QUEUED:
        return _given_back(row, settlement, at)
    next_at = None
    if settlement.state is State.DEFERRED:
        # it comes up again when it is given up, however far away the next attempt would be
        next_at = min((settlement.next_at or at).timestamp(), row.expires_at)
    return Transition(
        row=row,
        state=settlement.state,
        kind=settlement.state.value,
        attempts=row.attempt,
        claims=0,
        next_at=next_at,
        reply=settlement.reply,
        status=settlement.status,
        sent_sha256=settlement.sent_sha256,
        next_hop_id=settlement.next_hop_id,
        finding=settlement.finding,
        receipt=row.receipt,
        next_hop_reports=settlement.next_hop_reports,
    )


def _given_back(row: DeliveryRow, settlement: Settlement, at: datetime) -> Transition:
    """Return the delivery to the queue as if it had never been taken.

    That a provider was asked and did not take it is kept: another route may go by it.
    """
    was_asked = settlement.status in NOT_TAKEN
    return Transition(
        row=row,
        state=State.DEFERRED if row.attempts else State.QUEUED,
        kind="",
        attempts=row.attempts,
        claims=row.claims - 1,
        next_at=min((settlement.next_at or at).timestamp(), row.expires_at),
        reply=settlement.reply if was_asked else row.reply,
        status=settlement.status if was_asked else row.status,
    )
