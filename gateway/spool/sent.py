"""How many texts were accepted lately, and when the limits let more pass; see `counting`."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from filters.sms.limits import Sent
from suppression.insertion import in_few

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from filters.sms.limits import Limits
    from suppression.keys import RecipientKey
    from suppression.ledger import Pepper

_SHORT: Final = timedelta(minutes=10)
_DAY: Final = timedelta(days=1)
HOUR_S: Final = 3600
_FAR_S: Final = 1e11  # behind every time there is
_COUNTED_HOURS: Final = 25  # the hour that a day begins in counts whole
_LAST_DIGITS: Final = 4

COUNTS: Final = """
       (SELECT count(*) FROM sent_texts WHERE person = :person AND at > :short AND is_reply = 0),
       (SELECT count(*) FROM sent_texts WHERE person = :person AND at > :day AND is_reply = 0),
       (SELECT count(*) FROM sent_texts WHERE person = :person AND at > :short AND is_reply = 1),
       (SELECT count(*) FROM sent_texts WHERE person = :person AND at > :day AND is_reply = 1),
       (SELECT count(*) FROM sent_texts WHERE prefix = :prefix AND at > :short),
       (SELECT coalesce(sum(segments), 0) FROM sent_segments
        WHERE kind = 'submitter' AND name = :submitter AND hour > :hour),
       (SELECT coalesce(sum(segments), 0) FROM sent_segments
        WHERE kind = 'region' AND name = :region AND hour > :hour),
       (SELECT coalesce(sum(segments), 0) FROM sent_segments
        WHERE kind = 'spend' AND name = :submitter AND hour > :hour)
"""
"""How many texts count, one column each; asked with what `parameters` returns, see `sent_of`."""
_COUNTED: Final = f"SELECT {COUNTS}"
_NTH: Final = "SELECT at FROM sent_texts WHERE {} AND at > ? ORDER BY at DESC LIMIT 1 OFFSET ?"
_PERSON, _PREFIX = "person = ? AND is_reply = ?", "prefix = ?"
_ADD: Final = (
    "INSERT INTO sent_segments (kind, name, hour, segments) {}"
    " ON CONFLICT (kind, name, hour) DO UPDATE SET segments = segments + excluded.segments"
)
_HOURS: Final = (
    "SELECT hour, segments FROM sent_segments WHERE kind = ? AND name = ? AND hour > ?"
    " ORDER BY hour"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SentText:
    """What is counted of an accepted text."""

    region: str
    segments: int
    is_reply: bool
    spend: int = 0  # in millionths
    limits: Limits | None = None  # that hold; none where it is only observed


def parameters(
    pepper: Pepper, key: RecipientKey, *, submitter: str, region: str, at: datetime
) -> dict[str, object]:
    """Return what texts are counted by."""
    return {
        "person": pepper.person(key),
        "prefix": _prefix(pepper, key),
        "submitter": submitter,
        "region": region,
        "short": (at - _SHORT).timestamp(),
        "day": (at - _DAY).timestamp(),
        "hour": _last_over((at - _DAY).timestamp()),
    }


def read_sent(connection: sqlite3.Connection, asked: Mapping[str, Any]) -> Sent:
    """Return how many texts were accepted lately; `asked`: what `parameters` returned."""
    (row,) = connection.execute(_COUNTED, asked).fetchall()
    return sent_of(row)


def sent_of(row: Sequence[int]) -> Sent:
    """Return what `COUNTS` counted."""
    short, day, replies_short, replies_day, prefix, submitter, region, spend = row
    return Sent(
        person_in_10_minutes=short,
        person_a_day=day,
        replies_in_10_minutes=replies_short,
        replies_a_day=replies_day,
        prefix_in_10_minutes=prefix,
        submitter_segments_a_day=submitter,
        region_segments_a_day=region,
        submitter_spend_a_day=spend,
    )


def again_at(
    connection: sqlite3.Connection, asked: Mapping[str, Any], limits: Limits, *, is_reply: bool
) -> float:
    """Return when every limit lets a text like this pass again; 0 where all of them do now.

    `asked`: what `parameters` returned.
    """
    person = (asked["person"], is_reply)
    short, day = asked["short"], asked["day"]
    of_person = (
        (limits.replies_in_10_minutes, limits.replies_a_day)
        if is_reply
        else (limits.person_in_10_minutes, limits.person_a_day)
    )
    windows = (
        (_PERSON, person, short, _SHORT, of_person[0]),
        (_PERSON, person, day, _DAY, of_person[1]),
        (_PREFIX, (asked["prefix"],), short, _SHORT, limits.prefix_in_10_minutes),
    )
    times = [0.0]
    for condition, names, since, window, limit in windows:
        sql = _NTH.format(condition)
        for (at,) in connection.execute(sql, (*names, since, limit - 1)):
            times.append(at + window.total_seconds())
    for kind, name, limit in (
        ("submitter", asked["submitter"], limits.submitter_segments_a_day),
        ("region", asked["region"], limits.region_segments_a_day),
        ("spend", asked["submitter"], limits.submitter_spend_a_day or sys.maxsize),
    ):
        rows = connection.execute(_HOURS, (kind, name, asked["hour"])).fetchall()
        times.append(_day_has_room_at(rows, limit))
    return max(times)


def _day_has_room_at(rows: Sequence[sqlite3.Row], limit: int) -> float:
    """Return when so much is a day old that the rest is below a limit; 0 where it is now."""
    left, at_s = sum(amount for _, amount in rows), 0.0
    for hour, amount in rows:
        if left < limit:
            break
        left -= amount
        at_s = (hour + _COUNTED_HOURS) * HOUR_S
    return at_s


def add_segments(
    connection: sqlite3.Connection, counts: Sequence[tuple[str, str, int, int]]
) -> None:
    """Add to what was sent: of what kind of count, of whom, in which hour since 1970, how much."""
    for values, flat in in_few(counts):
        connection.execute(_ADD.format(values), flat)


def follow_clock(connection: sqlite3.Connection, *, now_s: float, by_s: float) -> None:
    """Count texts for as long as they would have been, when the clock was set by so many seconds.

    Put back: what the clock noted that was ahead. Put forward: what counts by the one before; what
    was noted since, before anybody saw it, has the right time.
    """
    before_s = now_s - by_s
    since_s, until_s = (now_s, _FAR_S) if by_s < 0 else (before_s - _DAY.total_seconds(), before_s)
    connection.execute(
        "UPDATE sent_texts SET at = at + ? WHERE at > ? AND at <= ?", (by_s, since_s, until_s)
    )
    if not (by_hours := int(by_s / HOUR_S)):  # small steps would add up, and an hour does no harm
        return
    now, until = (int(each // HOUR_S) for each in (now_s, until_s))
    since = now if by_s < 0 else _last_over(since_s)
    moved = connection.execute(
        "DELETE FROM sent_segments WHERE hour > ? AND hour <= ?"
        " RETURNING kind, name, hour, segments",
        (since, until),
    ).fetchall()
    add_segments(
        connection,
        [(kind, name, min(hour + by_hours, now), count) for kind, name, hour, count in moved],
    )


def forget(connection: sqlite3.Connection, now: datetime) -> None:
    """Drop what counts no more."""
    day_ago = (now - _DAY).timestamp()
    connection.execute("DELETE FROM sent_texts WHERE at <= ?", (day_ago,))
    connection.execute("DELETE FROM sent_segments WHERE hour <= ?", (_last_over(day_ago),))


def _last_over(at_s: float) -> int:
    """Return the last hour since 1970 that is over at a time; of a begun one something counts."""
    return int(at_s // HOUR_S) - 1


def _prefix(pepper: Pepper, key: RecipientKey) -> str:
    """Return the keyed hash of the block of ten thousand numbers that a number lies in."""
    return pepper.person(type(key)(key[:-_LAST_DIGITS]))
