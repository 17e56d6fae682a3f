"""How many texts were accepted lately, counted in the commit that accepts them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from filters.sms.caps import Sent
from gateway import queue_id as queue_ids

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import datetime

    from gateway.spool.model import NewMessage
    from suppression.keys import RecipientKey
    from suppression.ledger import Pepper

_SHORT: Final = timedelta(minutes=10)
_DAY: Final = timedelta(days=1)
_HOUR_S: Final = 3600
_LAST_DIGITS: Final = 4

COUNTED: Final = """
SELECT (SELECT count(*) FROM sent_texts WHERE person = :person AND at > :short AND is_reply = 0),
       (SELECT count(*) FROM sent_texts WHERE person = :person AND at > :day AND is_reply = 0),
       (SELECT count(*) FROM sent_texts WHERE person = :person AND at > :short AND is_reply = 1),
       (SELECT count(*) FROM sent_texts WHERE person = :person AND at > :day AND is_reply = 1),
       (SELECT count(*) FROM sent_texts WHERE prefix = :prefix AND at > :short),
       (SELECT coalesce(sum(segments), 0) FROM sent_segments
        WHERE kind = 'submitter' AND name = :submitter AND hour > :hour),
       (SELECT coalesce(sum(segments), 0) FROM sent_segments
        WHERE kind = 'region' AND name = :region AND hour > :hour)
"""
_COUNT: Final = (
    "INSERT INTO sent_texts (message, at, person, prefix, is_reply) VALUES (?, ?, ?, ?, ?)"
)
_ADD: Final = (
    "INSERT INTO sent_segments (kind, name, hour, segments) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (kind, name, hour) DO UPDATE SET segments = segments + excluded.segments"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SentText:
    """What is counted of an accepted text."""

    region: str
    segments: int
    is_reply: bool


def count_texts(
    connection: sqlite3.Connection, messages: Sequence[NewMessage], *, pepper: Pepper
) -> None:
    """Count the texts among messages that are being stored."""
    for message in messages:
        if message.sent is None:
            continue
        key, at = message.deliveries[0].recipient.key, message.accepted_at.timestamp()
        hour = int(at // _HOUR_S)
        connection.execute(
            _COUNT,
            (queue_ids.decode(message.queue_id), at, pepper.person(key), _prefix(pepper, key),
             message.sent.is_reply),
        )  # fmt: skip
        for kind, name in (("submitter", message.submitter), ("region", message.sent.region)):
            connection.execute(_ADD, (kind, name, hour, message.sent.segments))


def parameters(
    pepper: Pepper, key: RecipientKey, *, submitter: str, region: str, at: datetime
) -> dict[str, object]:
    """Return what `COUNTED` asks for."""
    return {
        "person": pepper.person(key),
        "prefix": _prefix(pepper, key),
        "submitter": submitter,
        "region": region,
        "short": (at - _SHORT).timestamp(),
        "day": (at - _DAY).timestamp(),
        "hour": int((at - _DAY).timestamp() // _HOUR_S),
    }


def read_sent(rows: Sequence[sqlite3.Row]) -> Sent:
    """Return what `COUNTED` found."""
    ((short, day, replies_short, replies_day, prefix, submitter, region),) = rows
    return Sent(
        person_in_10_minutes=short,
        person_a_day=day,
        replies_in_10_minutes=replies_short,
        replies_a_day=replies_day,
        prefix_in_10_minutes=prefix,
        submitter_segments_a_day=submitter,
        region_segments_a_day=region,
    )


def forget(connection: sqlite3.Connection, now: datetime) -> None:
    """Drop what counts no more."""
    day_ago = (now - _DAY).timestamp()
    connection.execute("DELETE FROM sent_texts WHERE at <= ?", (day_ago,))
    connection.execute("DELETE FROM sent_segments WHERE hour < ?", (int(day_ago // _HOUR_S),))


def _prefix(pepper: Pepper, key: RecipientKey) -> str:
    """Return the keyed hash of the block of ten thousand numbers that a number lies in."""
    return pepper.person(type(key)(key[:-_LAST_DIGITS]))
