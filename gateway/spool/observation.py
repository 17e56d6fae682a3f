"""What observing showed: how much would have been refused, held or changed, by rule and sender."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gateway import queue_id as queue_ids
from gateway.spool.rows import moment

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How often something came up in what was observed."""

    section: (
        str  # what was: "was", "obeyed"; what would have been: "verdict", "rule", "edit", "sender"
    )
    name: str  # a verdict, a code, or a sender
    would: str  # what it would have meant, or meant where it was obeyed: a verdict; "" for edits
    recipients: int
    messages: int
    example: str  # queue id of the latest


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What was observed since a moment; `first` and `last` are when messages came."""

    messages: int
    recipients: int
    first: datetime | None
    last: datetime | None
    counts: tuple[Count, ...]


_FROM: Final = "FROM messages m JOIN deliveries d ON d.message = m.id"
_OBSERVED: Final = "WHERE m.is_observed = 1 AND m.accepted_at >= :since"
_COUNTED: Final = "count(*) AS recipients, count(DISTINCT m.id) AS messages, max(m.id) AS latest"
_WORD: Final = (
    "CASE f.value ->> '$.effect' WHEN 'refuse' THEN 'refused' WHEN 'hold' THEN 'held'"
    " WHEN 'defer' THEN 'deferred' ELSE 'passed' END"
)
_TOTAL: Final = (
    "SELECT count(DISTINCT m.id) AS messages, count(*) AS recipients,"
    f" min(m.accepted_at) AS first, max(m.accepted_at) AS last {_FROM} {_OBSERVED}"
)
_BARRED: Final = "d.later <> '[]'"  # none of those lets a message pass
_RELAYED: Final = f"{_OBSERVED} AND d.effect = 0 AND NOT {_BARRED}"
_WAS: Final = (
    f"CASE WHEN d.effect = 3 OR {_BARRED} THEN 'refused' WHEN d.effect = 2 THEN 'deferred'"
    " WHEN d.effect = 1 THEN 'held' ELSE 'relayed' END"
)
_SECTIONS: Final = {
    "was": f"SELECT {_WAS} AS name, '' AS would, {_COUNTED} {_FROM} {_OBSERVED} GROUP BY 1",
    "verdict": (
        f"SELECT d.would AS name, d.would AS would, {_COUNTED} {_FROM} {_RELAYED} GROUP BY d.would"
    ),
    "rule": (
        f"SELECT f.value ->> '$.code' AS name, {_WORD} AS would, {_COUNTED}"
        f" {_FROM} JOIN json_each(d.waived) f {_RELAYED} GROUP BY 1, 2"
    ),
    "edit": (
        f"SELECT f.value AS name, '' AS would, {_COUNTED}"
        f" {_FROM} JOIN json_each(m.would_fix) f {_RELAYED} AND d.would = 'changed' GROUP BY 1"
    ),
    "sender": (
        "SELECT m.submitter || ' as '"
        " || coalesce(nullif(m.header_from, ''), nullif(m.identity, ''), 'nobody we know') AS name,"
        f" d.would AS would, {_COUNTED} {_FROM} {_RELAYED} GROUP BY 1, 2"
    ),
    "obeyed": (
        f"SELECT f.value ->> '$.code' AS name, {_WORD} AS would, {_COUNTED} {_FROM}"
        " JOIN (SELECT 1 AS is_later UNION SELECT 0) w"
        " JOIN json_each(CASE WHEN w.is_later THEN d.later ELSE d.findings END) f"
        f" {_OBSERVED} AND f.value ->> '$.effect' <> 'pass' GROUP BY 1, 2"
    ),
}


def observation(connection: sqlite3.Connection, since: datetime) -> Observation:
    """Count what came since a moment and was only observed."""
    given = {"since": since.timestamp()}
    total = connection.execute(_TOTAL, given).fetchone()
    return Observation(
        messages=total["messages"],
        recipients=total["recipients"],
        first=moment(total["first"]) if total["messages"] else None,
        last=moment(total["last"]) if total["messages"] else None,
        counts=tuple(_counts(connection, since)),
    )


def _counts(connection: sqlite3.Connection, since: datetime) -> Iterator[Count]:
    """Yield the sections, in each what came up most first."""
    for section, sql in _SECTIONS.items():
        rows = connection.execute(
            f"{sql} ORDER BY recipients DESC, name, would", {"since": since.timestamp()}
        )
        for row in rows:
            yield Count(
                section=section,
                name=row["name"],
                would=row["would"],
                recipients=row["recipients"],
                messages=row["messages"],
                example=queue_ids.encode(row["latest"]),
            )
