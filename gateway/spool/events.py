"""What happened to a submitter's messages, in the order it was recorded: the ledger as a feed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - dataclass fields are read at run time
from typing import TYPE_CHECKING, Any, Final

from gateway.spool.event_ids import ID, line_of
from gateway.spool.rows import known, moment, number, numbers

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

_LINES: Final = f"""
SELECT seq, {ID} AS id, at, kind, queue_id, body, detail
FROM ledger LEFT JOIN ledger_detail USING (seq) WHERE seq > ? ORDER BY seq LIMIT ?
"""  # noqa: S608 - words of ours
_MESSAGES: Final = """
SELECT id, submitter, channel FROM messages WHERE id IN (SELECT value FROM json_each(?))
"""
_CHUNK: Final = 500
_CHUNKS: Final = 20  # that one page looks through: the lines of others are passed over


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened to a message."""

    id: int  # what applications know it by
    seq: int  # its line in the ledger
    at: datetime
    kind: str
    queue_id: str
    channel: str
    facts: Mapping[str, Any]
    detail: Mapping[str, Any]  # empty once an erasure took it


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPage:
    """Events, and where to go on."""

    events: tuple[Event, ...]
    last: int  # the id of the line looked at last


def events(connection: sqlite3.Connection, submitter: str, after: int, limit: int) -> EventPage:
    """Return what happened to a submitter's messages after the event of an id, oldest first."""
    found: list[Event] = []
    seq, last = line_of(connection, after), after
    for _ in range(_CHUNKS):
        lines = connection.execute(_LINES, (seq, _CHUNK)).fetchall()
        for event in _of_submitter(connection, lines, submitter):
            found.append(event)
            if len(found) == limit:
                return EventPage(events=tuple(found), last=event.id)
        if not lines:
            break
        seq, last = lines[-1]["seq"], lines[-1]["id"]
    return EventPage(events=tuple(found), last=last)


def _of_submitter(
    connection: sqlite3.Connection, lines: list[sqlite3.Row], submitter: str
) -> Iterator[Event]:
    ids = numbers(set(known(line["queue_id"] for line in lines if line["queue_id"])))
    rows = connection.execute(_MESSAGES, (ids,))
    channels = {row["id"]: row["channel"] for row in rows if row["submitter"] == submitter}
    for line in lines:
        channel = channels.get(number(line["queue_id"] or ""))
        if channel is not None:
            yield event_of(line, channel)


def event_of(line: sqlite3.Row, channel: str) -> Event:
    """Read a line of the ledger."""
    return Event(
        id=line["id"],
        seq=line["seq"],
        at=moment(line["at"]),
        kind=line["kind"],
        queue_id=line["queue_id"],
        channel=channel,
        facts=json.loads(line["body"]),
        detail=json.loads(line["detail"] or "{}"),
    )
