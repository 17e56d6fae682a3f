"""Counting texts in the commit that accepts them: many at once, with as many statements as one.

Nobody is let pass a limit by coming in company: where one of several may be beyond it, none is
stored, and the writer tries each alone.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from gateway import queue_id as queue_ids
from gateway.errors import Overtaken
from gateway.spool.sent import HOUR_S, add_segments, parameters
from suppression.insertion import in_few, insert

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from filters.sms.limits import Limits
    from gateway.spool.model import NewMessage
    from gateway.spool.sent import SentText
    from suppression.ledger import Pepper

_TEXTS: Final = "sent_texts (message, at, person, prefix, is_reply)"
_OVERRUN: Final = """
WITH text ({}) AS ({})
SELECT EXISTS (
    SELECT 1 FROM text t WHERE
    (SELECT count(*) FROM sent_texts
     WHERE person = t.person AND at > t.short AND is_reply = t.is_reply) > t.in_10_minutes
    OR (SELECT count(*) FROM sent_texts
        WHERE person = t.person AND at > t.day AND is_reply = t.is_reply) > t.a_day
    OR (SELECT count(*) FROM sent_texts WHERE prefix = t.prefix AND at > t.short) > t.of_prefix
    OR (SELECT sum(segments) FROM sent_segments
        WHERE kind = 'submitter' AND name = t.submitter AND hour > t.hour) - t.segments
       >= t.of_submitter
    OR (SELECT sum(segments) FROM sent_segments
        WHERE kind = 'region' AND name = t.region AND hour > t.hour) - t.segments >= t.of_region
    OR t.of_spend AND (SELECT sum(segments) FROM sent_segments
        WHERE kind = 'spend' AND name = t.submitter AND hour > t.hour) - t.spend >= t.of_spend
)
"""


class _Limited(NamedTuple):
    """A text that is counted already, with the limits that hold for it."""

    person: str
    prefix: str
    is_reply: bool
    submitter: str
    region: str
    segments: int
    spend: int
    short: float
    day: float
    hour: int
    in_10_minutes: int
    a_day: int
    of_prefix: int
    of_submitter: int
    of_region: int
    of_spend: int  # 0 is no limit


_COLUMNS: Final = ", ".join(_Limited._fields)


def count_texts(
    connection: sqlite3.Connection, messages: Sequence[NewMessage], *, pepper: Pepper
) -> None:
    """Count the texts among messages that are being stored.

    Raises:
        Overtaken: since it was decided about one, others used up a limit that it is below; or of
            several, one may be beyond a limit.
    """
    rows, limited, added = [], [], Counter[tuple[str, str, int]]()
    for message in messages:
        text = message.sent
        if text is None:
            continue
        asked = parameters(
            pepper, message.deliveries[0].recipient.key,
            submitter=message.submitter, region=text.region, at=message.accepted_at,
        )  # fmt: skip
        at = message.accepted_at.timestamp()
        number = queue_ids.decode(message.queue_id)
        rows.append((number, at, asked["person"], asked["prefix"], text.is_reply))
        hour = int(at // HOUR_S)
        added["submitter", message.submitter, hour] += text.segments
        added["region", text.region, hour] += text.segments
        added["spend", message.submitter, hour] += text.spend
        if text.limits is not None:
            limited.append(_limited(text, text.limits, asked))
    insert(connection, _TEXTS, rows)
    add_segments(connection, [(*of, amount) for of, amount in added.items() if amount])
    for values, flat in in_few(limited):
        ((is_overrun,),) = connection.execute(_OVERRUN.format(_COLUMNS, values), flat).fetchall()
        if is_overrun:
            raise Overtaken


def _limited(text: SentText, limits: Limits, asked: Mapping[str, Any]) -> _Limited:
    of_person = (
        (limits.replies_in_10_minutes, limits.replies_a_day)
        if text.is_reply
        else (limits.person_in_10_minutes, limits.person_a_day)
    )
    return _Limited(
        person=asked["person"],
        prefix=asked["prefix"],
        is_reply=text.is_reply,
        submitter=asked["submitter"],
        region=asked["region"],
        segments=text.segments,
        spend=text.spend,
        short=asked["short"],
        day=asked["day"],
        hour=asked["hour"],
        in_10_minutes=of_person[0],
        a_day=of_person[1],
        of_prefix=limits.prefix_in_10_minutes,
        of_submitter=limits.submitter_segments_a_day,
        of_region=limits.region_segments_a_day,
        of_spend=limits.submitter_spend_a_day,
    )
