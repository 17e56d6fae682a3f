"""What was known of a text when it was accepted, for the second look before it leaves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - dataclass fields are read at run time
from typing import TYPE_CHECKING, Final

from filters.decision import Effect
from filters.sms.places.place import NOWHERE, Whereabouts
from gateway import queue_id as queue_ids
from gateway.spool.rows import load_findings, moment
from suppression.entry import NEVER
from suppression.insertion import insert

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from gateway.spool.model import NewMessage

READ: Final = """
SELECT d.findings, d.later, w.zone, w.postal_code, coalesce(m.valid_until, m.expires_at)
FROM deliveries d JOIN messages m ON m.id = d.message
LEFT JOIN whereabouts w ON w.message = d.message WHERE d.id = ?
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """What the second look may not ask anew."""

    whereabouts: Whereabouts
    valid_until: datetime  # when it is of no use any more
    released: frozenset[str]  # what it was ever held for: it leaves once a person let that pass


def remember(connection: sqlite3.Connection, messages: Iterable[NewMessage]) -> None:
    """Note where people are said to be."""
    insert(
        connection,
        "whereabouts (message, zone, postal_code)",
        [
            (queue_ids.decode(each.queue_id), each.whereabouts.zone, each.whereabouts.postal_code)
            for each in messages
            if each.whereabouts != NOWHERE
        ],
    )


def remembered(rows: Sequence[sqlite3.Row]) -> Remembered:
    """Return what `READ` found."""
    if not rows:
        return Remembered(whereabouts=NOWHERE, valid_until=NEVER, released=frozenset())
    accepted, later, zone, postal_code, valid_until = rows[0]
    found = (*load_findings(accepted), *load_findings(later))
    return Remembered(
        whereabouts=Whereabouts(zone=zone or "", postal_code=postal_code or ""),
        valid_until=moment(valid_until),
        released=frozenset(f.code for f in found if f.effect is Effect.HOLD),
    )
