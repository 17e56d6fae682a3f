"""What a reply that somebody has read does to what was held until then, in the same transaction.

**Failures:** what SQLite raises is raised as it is; the owner of the transaction answers for it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from filters.decision import Effect
from filters.email.awaiting import reply_waits_for_a_reader
from gateway.spool import barring
from gateway.spool.review import RELEASE, step
from gateway.spool.rows import load_findings, read_deliveries
from gateway.spool.transition import apply
from suppression.covering import covering
from suppression.reviewing import unread

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from gateway.spool.review import Order
    from gateway.spool.rows import DeliveryRow
    from suppression.covering import Matching
    from suppression.entry import Entry
    from suppression.review import Review

_CODE: Final = reply_waits_for_a_reader.code
_HELD: Final = "WHERE d.state = 'held' AND m.channel = ? ORDER BY d.id"
_LAST_HELD: Final = (
    "SELECT ledger.body, d.findings FROM {schema}.ledger JOIN deliveries d ON d.id = :id"
    " WHERE ledger.queue_id = :queue_id AND ledger.person = :person AND ledger.kind = 'held'"
    " ORDER BY ledger.seq DESC LIMIT 1"
)


def let_go(
    connection: sqlite3.Connection,
    decided: Review,
    order: Order,
    *,
    matching: Matching,
    schema: str,
) -> tuple[str, ...]:
    """Release what was held for a reply alone that asks for nothing; the queue ids.

    The claim asks the list about it as about everything. What another reply of the person, or
    anything else, holds back stays. `schema`: what the spool is attached as.
    """
    rows = _held(connection, decided, matching)
    waiting = unread(connection, {row.key for row in rows}, decided.channel, matching)
    free = [
        row
        for row in rows
        if row.key not in waiting and _waits_for_that_alone(connection, row, schema)
    ]
    apply(connection, (step(row, RELEASE, order) for row in free), at=order.at, schema=schema)
    return _queue_ids(free)


def stop(
    connection: sqlite3.Connection,
    decided: Review,
    entry: Entry,
    *,
    matching: Matching,
    schema: str,
) -> tuple[str, ...]:
    """End what is held and the opt-out that a reply was stops; the queue ids. Senders are told."""
    held = _held(connection, decided, matching)
    stopped = [row for row in held if barring.blocks(entry, row, matching.senders)]
    steps = (barring.suppressed(row, entry) for row in stopped)
    apply(connection, steps, at=decided.decided_at, schema=schema)
    return _queue_ids(stopped)


def _held(connection: sqlite3.Connection, decided: Review, matching: Matching) -> list[DeliveryRow]:
    """Return what is held for whoever wrote a reply, as wide as their opt-out would be."""
    rows = read_deliveries(connection, _HELD, (decided.channel,))
    return [row for row in rows if decided.key in covering(row.key, matching).exact]


def _waits_for_that_alone(connection: sqlite3.Connection, row: DeliveryRow, schema: str) -> bool:
    """Whether what a delivery was held for, the last time it was, is an unread reply.

    The record says so; the findings of a delivery keep what it was held for before, too, and a
    person who holds one leaves none.
    """
    values = {"id": row.delivery_id, "queue_id": row.queue_id, "person": row.person}
    found = connection.execute(_LAST_HELD.format(schema=schema), values).fetchone()
    if found is None:
        return False
    body, findings = found
    line = json.loads(body)
    if "submitter" not in line:  # it was accepted, and held later
        return bool(line.get("codes") == [_CODE])
    holding = {each.code for each in load_findings(findings) if each.effect is Effect.HOLD}
    return holding == {_CODE}


def _queue_ids(rows: Sequence[DeliveryRow]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.queue_id for row in rows))
