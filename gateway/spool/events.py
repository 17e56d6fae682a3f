"""What happened to a submitter's messages, in the order it was recorded: the ledger as a feed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - dataclass fields are read at run time
from typing import TYPE_CHECKING, Any, Final

from gateway.spool.event_ids import ID, line_of
from gateway.spool.rows import known, load_object, moment, number, numbers

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

NAMED: Final = "CASE WHEN json_valid(l.body) THEN l.queue_id END"
"""The queue id of a line of the ledger: it is read out of the body, and only JSON can be."""
_LINES: Final = f"""
SELECT seq, {ID} AS id, at, kind, {NAMED} AS queue_id, body, detail
FROM ledger l LEFT JOIN ledger_detail USING (seq) WHERE seq > ? ORDER BY seq LIMIT ?
"""  # noqa: S608 - words of ours
_QUEUE_ID: Final = re.compile(r'queue_id":"([0-9a-hjkmnp-tv-z]{13})"')
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
    is_whole: bool = True  # else its line is damaged, and this is what can be read of it


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
    named = [line["queue_id"] or _legible(str(line["body"])) for line in lines]
    ids = numbers(set(known(named)))
    rows = connection.execute(_MESSAGES, (ids,))
    channels = {row["id"]: row["channel"] for row in rows if row["submitter"] == submitter}
    for line, queue_id in zip(lines, named, strict=True):
        channel = channels.get(number(queue_id))
        if channel is not None:
            yield event_of(line, queue_id, channel)


def _legible(body: str) -> str:
    """Return the queue id that stands in a damaged line; "" where none does."""
    found = _QUEUE_ID.search(body)
    return found[1] if found else ""


def event_of(line: sqlite3.Row, queue_id: str, channel: str) -> Event:
    """Read a line of the ledger, as far as it can be read."""
    facts, detail = load_object(line["body"]), load_object(line["detail"] or "{}")
    is_timed = isinstance(line["at"], float)
    return Event(
        id=line["id"],
        seq=line["seq"],
        at=moment(line["at"] if is_timed else 0.0),
        kind=line["kind"],
        queue_id=queue_id,
        channel=channel,
        facts=facts or {},
        detail=detail or {},
        is_whole=is_timed and facts is not None and detail is not None,
    )
