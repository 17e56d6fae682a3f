"""Which attempt of ours a provider speaks of that knows no queue ids: by number, id and words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - dataclass fields are read at run time
from typing import TYPE_CHECKING, Final

from gateway.spool import views
from gateway.spool.rows import numbers, read_deliveries
from suppression.keys import RecipientKey  # noqa: TC001 - dataclass fields are read at run time

if TYPE_CHECKING:
    import sqlite3

    from suppression.ledger import Pepper

_CLOCKS_APART_S: Final = 60.0
_BY_ID: Final = (
    "WHERE d.person = ? AND d.route = ? AND d.next_hop_id = ? AND d.next_hop_id <> ''"
    " ORDER BY d.id DESC LIMIT 1"
)
_UNKNOWN_THEN: Final = (
    "WHERE d.person = ? AND m.channel = 'sms' AND d.next_hop_id = ''"
    " AND ((d.state = 'unknown' AND d.route = ?) OR (d.state = 'held' AND d.claims > 0))"
    " AND m.accepted_at < ? AND m.expires_at > ?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A text as its provider knows it."""

    route: str
    key: RecipientKey
    provider_id: str
    words: str = ""  # "" where it does not say
    at: datetime | None = None  # when it was taken there, where it says so


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """An attempt of ours, as receipts name it."""

    queue_id: str
    number: int


def attempt_of(connection: sqlite3.Connection, known: Known, *, pepper: Pepper) -> Attempt | None:
    """Return the attempt; none where it is nobody's of ours, or might be another.

    A text whose outcome is unknown has no id of the provider's, nor has one that a copy holds,
    which may have left by any route. It is the one if no other of these words to this person,
    which may have left so, can have been taken then.
    """
    person = (pepper.person(known.key), known.route)
    found = read_deliveries(connection, _BY_ID, (*person, known.provider_id))
    if not found and known.words and known.at is not None:
        at = known.at.timestamp()
        span = (at + _CLOCKS_APART_S, at - _CLOCKS_APART_S)
        rows = read_deliveries(connection, _UNKNOWN_THEN, (*person, *span))
        contents = connection.execute(views.CONTENTS, (numbers(row.message for row in rows),))
        texts = views.leaving_texts(contents)
        found = [row for row in rows if texts.get(row.queue_id) == known.words]
    if len(found) != 1:
        return None
    return Attempt(queue_id=found[0].queue_id, number=found[0].attempt)
