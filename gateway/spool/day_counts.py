"""How many recipients got which verdict each day, and by which codes; counted as they come."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from filters.decision import Effect, verdict
from filters.message import Category

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from gateway.spool.model import NewMessage

_DAY_S: Final = 86400
_FIRST: Final = date(1970, 1, 1)
_EVERYBODY: Final = ""
_REASONS: Final = 12
_COLUMNS: Final = 5
_MOST: Final = 64  # rows a statement

_DAYS: Final = """
SELECT day, channel, verdict, recipients FROM day_counts WHERE day >= ? AND code = ''
ORDER BY day, channel, verdict
"""
_CODES: Final = """
SELECT code, verdict, sum(recipients) AS recipients FROM day_counts
WHERE day >= ? AND code <> '' GROUP BY code, verdict ORDER BY recipients DESC, code LIMIT ?
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """How many recipients of a day got a verdict."""

    day: date  # UTC
    channel: str
    verdict: str
    recipients: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonCount:
    """How many recipients got a verdict for this reason, among others."""

    code: str
    verdict: str
    recipients: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCounts:
    """What was decided in some days, and the most frequent reasons."""

    days: tuple[DayCount, ...]
    reasons: tuple[ReasonCount, ...]


def count_days(connection: sqlite3.Connection, messages: Sequence[NewMessage]) -> None:
    """Count messages that are being stored; what the gateway itself sends does not count."""
    counted = Counter(
        key for message in messages if message.category != Category.SYSTEM for key in _keys(message)
    )
    rows = [(*key, recipients) for key, recipients in counted.items()]
    for start in range(0, len(rows), _MOST):
        chunk = rows[start : start + _MOST]
        connection.execute(_adding(len(chunk)), [value for row in chunk for value in row])


def day_counts(connection: sqlite3.Connection, since: date) -> DayCounts:
    """Return what was counted from a day on."""
    first = (since - _FIRST).days
    return DayCounts(
        days=tuple(
            DayCount(
                day=_FIRST + timedelta(days=row["day"]),
                channel=row["channel"],
                verdict=row["verdict"],
                recipients=row["recipients"],
            )
            for row in connection.execute(_DAYS, (first,))
        ),
        reasons=tuple(
            ReasonCount(code=row["code"], verdict=row["verdict"], recipients=row["recipients"])
            for row in connection.execute(_CODES, (first, _REASONS))
        ),
    )


def days_until(now: datetime, count: int) -> tuple[date, ...]:
    """Return the last so many days, today (UTC) among them."""
    today = now.astimezone(UTC).date()
    return tuple(today - timedelta(days=ago) for ago in reversed(range(count)))


def _keys(message: NewMessage) -> Iterator[tuple[Any, ...]]:
    day, changed = int(message.accepted_at.timestamp() // _DAY_S), bool(message.plan.fixes)
    for delivery in message.deliveries:
        ruling = delivery.ruling
        word = verdict(ruling.effect, changed=changed)
        yield day, message.channel.value, word, _EVERYBODY
        if ruling.effect is not Effect.PASS:
            codes: Iterable[str] = {f.code for f in ruling.findings if f.effect is not Effect.PASS}
            yield from ((day, message.channel.value, word, code) for code in codes)


@lru_cache(maxsize=_MOST)
def _adding(rows: int) -> str:
    row = f"({', '.join('?' * _COLUMNS)})"
    return (
        "INSERT INTO day_counts (day, channel, verdict, code, recipients)"  # noqa: S608 - question marks
        f" VALUES {', '.join([row] * rows)}"
        " ON CONFLICT (day, channel, verdict, code)"
        " DO UPDATE SET recipients = recipients + excluded.recipients"
    )
