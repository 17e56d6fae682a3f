"""Which messages have waited so long that their senders are told, each looked at once."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from gateway.spool import acceptance
from gateway.spool.rows import moment, numbers, read_deliveries
from gateway.spool.views import names
from suppression import ledger
from suppression.channel import Channel

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from filters.message import Recipient
    from gateway.spool.model import NewMessage
    from gateway.spool.rows import DeliveryRow
    from gateway.wishes import Wish
    from suppression.ledger import Pepper

_KIND: Final = "delayed"
_LIMIT: Final = 50  # messages a look
_LOOKED: Final = "SELECT accepted_at, message FROM delays_looked"
_NEWEST: Final = """
SELECT accepted_at, id FROM messages WHERE is_retired = 0 AND accepted_at <= ?
ORDER BY accepted_at DESC, id DESC LIMIT 1
"""
# a message that waits for a person is held, and not delayed
_STILL_WAITS: Final = "d.ends_at IS NOT NULL AND d.state IN ('queued', 'deferred', 'sending')"
_WAITING: Final = f"""
SELECT accepted_at, id FROM messages WHERE is_retired = 0 AND accepted_at >= ?
AND (accepted_at, id) > (?, ?) AND accepted_at <= ? AND channel = ? AND reverse_path <> ''
AND EXISTS (SELECT 1 FROM deliveries d WHERE d.message = messages.id AND {_STILL_WAITS})
ORDER BY accepted_at, id LIMIT ?
"""  # noqa: S608 - a condition of ours
_DELAYS: Final = f"""
WHERE d.message IN (SELECT value FROM json_each(?)) AND {_STILL_WAITS}
ORDER BY m.accepted_at, d.message, d.id
"""  # noqa: S608 - a condition of ours
_TOLD: Final = """
SELECT queue_id FROM ledger WHERE queue_id IN (SELECT value FROM json_each(?)) AND kind = ?
"""

Place = tuple[float, int]
"""When a message was accepted, and its number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """A recipient who does not have the message yet."""

    delivery_id: int
    recipient: Recipient
    reply: str  # to the last attempt; "" where there was none
    status: str
    tried_until: datetime
    wish: Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class Delayed:
    """A message that waits, with those it waits for."""

    queue_id: str
    category: str
    reverse_path: str
    envelope_id: str
    delays: tuple[Delay, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one look found, and how far it came."""

    messages: tuple[Delayed, ...]
    until: Place


def look(connection: sqlite3.Connection, accepted_until: datetime) -> Look | None:
    """Return what still waits of what was accepted until then and not looked at; None: nothing.

    Where the clock was put back, it is looked from where it stands now: who was told already is
    told by the ledger, and is not told again.
    """
    looked: Place = tuple(connection.execute(_LOOKED).fetchone())
    until_s = accepted_until.timestamp()
    if looked[0] > until_s:
        return Look(messages=(), until=(until_s, 0))
    newest = connection.execute(_NEWEST, (until_s,)).fetchone()
    if newest is None or tuple(newest) <= looked:
        return None
    until: Place = tuple(newest)
    found = connection.execute(
        _WAITING, (looked[0], *looked, until[0], Channel.EMAIL.value, _LIMIT)
    ).fetchall()
    if len(found) == _LIMIT:
        until = tuple(found[-1])
    told = _told(connection, (row["id"] for row in found))
    rows = read_deliveries(connection, _DELAYS, (numbers(row["id"] for row in found),))
    groups = (list(group) for _, group in groupby(rows, key=lambda row: row.message))
    messages = (_delayed(group) for group in groups if group[0].queue_id not in told)
    return Look(messages=tuple(messages), until=until)


def looked(  # noqa: PLR0913 - what one commit holds
    connection: sqlite3.Connection,
    until: Place,
    reports: Sequence[NewMessage],
    about: Iterable[int],
    *,
    pepper: Pepper,
    at: datetime,
) -> None:
    """Store reports on these deliveries, a line of the ledger about each, and how far it came."""
    acceptance.store(connection, reports, pepper=pepper, at=at)
    told = read_deliveries(
        connection, "WHERE d.id IN (SELECT value FROM json_each(?))", (numbers(about),)
    )
    ledger.append(connection, [_line(row, at) for row in told])
    connection.execute("UPDATE delays_looked SET accepted_at = ?, message = ?", until)


def _told(connection: sqlite3.Connection, messages: Iterable[int]) -> set[str]:
    return {row[0] for row in connection.execute(_TOLD, (names(messages), _KIND))}


def _delayed(rows: Sequence[DeliveryRow]) -> Delayed:
    first = rows[0]
    return Delayed(
        queue_id=first.queue_id,
        category=first.category,
        reverse_path=first.reverse_path,
        envelope_id=first.envelope_id,
        delays=tuple(
            Delay(
                delivery_id=row.delivery_id,
                recipient=row.recipient,
                reply=row.reply,
                status=row.status,
                tried_until=moment(row.ends_at or row.expires_at),
                wish=row.wish,
            )
            for row in rows
        ),
    )


def _line(row: DeliveryRow, at: datetime) -> ledger.Line:
    return ledger.Line(
        at=at,
        kind=_KIND,
        person=row.person,
        facts={
            "queue_id": row.queue_id,
            "channel": row.channel.value,
            "category": row.category,
            "route": row.route,
            "attempt": row.attempts,
        },
        detail={"address": row.address},
    )
