"""The spool as people see it: messages, their deliveries, what happened to them, how much waits."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from filters.decision import Effect
from filters.plan import render
from gateway import queue_id as queue_ids
from gateway.spool.model import DeliveryView, MessageView, SpoolQuery, State, TraceLine
from gateway.spool.rows import (
    CHANNELS,
    NO_FINDINGS,
    STATES,
    load_object,
    load_plan,
    moment,
    number,
    numbers,
)
from gateway.wishes import Wish, Wishes
from suppression.channel import Channel
from suppression.entry import NEVER
from suppression.errors import MalformedAddressError
from suppression.keys import read_key

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from suppression.keys import RecipientKey
    from suppression.ledger import Pepper

_VERDICTS: Final[Mapping[int, str]] = {
    Effect.HOLD: "held",
    Effect.DEFER: "deferred",
    Effect.REFUSE: "refused",
}

_WAIVED: Final = (
    "EXISTS (SELECT 1 FROM deliveries, json_each(waived) WHERE message = messages.id"
    " AND value ->> '$.code' = ?)"
)

_LEFT: Final = (
    "EXISTS (SELECT 1 FROM deliveries WHERE message = messages.id AND state = 'delivered'"
    " AND updated_at >= ? AND updated_at < ?)"
)
_FIRST: Final = datetime.fromtimestamp(0, UTC)

_PARTS: Final = {"code", "cites", "effect", "reason", "evidence"}  # of a finding

Query = tuple[str, list[Any]]


def listing(query: SpoolQuery, pepper: Pepper) -> Query | None:
    """Return the statement that lists messages, newest first; none where nothing can match."""
    conditions: list[str] = ["1"]
    parameters: list[Any] = []
    for column, value in (
        ("channel", query.channel),
        ("submitter", query.submitter),
        ("reverse_path", query.sender),
    ):
        if value:
            conditions.append(f"{column} = ?")
            parameters.append(value)
    if query.states:
        condition, states = _in_states(query.states)
        conditions.append(condition)
        parameters += states
    if query.address:
        key = _key(query.address)
        if key is None:
            return None
        conditions.append("id IN (SELECT message FROM deliveries WHERE person = ?)")
        parameters.append(pepper.person(key))
    if query.would:
        marks = ", ".join("?" * len(query.would))
        conditions.append(
            f"EXISTS (SELECT 1 FROM deliveries WHERE message = messages.id AND would IN ({marks}))"  # noqa: S608 - question marks
        )
        parameters += sorted(query.would)
    if query.waived:
        conditions.append(_WAIVED)
        parameters.append(query.waived)
    if query.since is not None:
        conditions.append("accepted_at >= ?")
        parameters.append(query.since.timestamp())
    for condition, found in (_left(query), _beside(query)):
        conditions.append(condition)
        parameters += found
    order = "ASC" if query.ahead_of else "DESC"
    page = f"SELECT * FROM messages WHERE {' AND '.join(conditions)} ORDER BY id {order} LIMIT ?"  # noqa: S608 - conditions of ours
    return f"SELECT * FROM ({page}) ORDER BY id DESC", [*parameters, query.limit]  # noqa: S608 - the same


def _left(query: SpoolQuery) -> Query:
    """Return the condition on a message that was handed to the next hop in some time."""
    if query.left_from is None and query.left_before is None:
        return "1", []
    span = (query.left_from or _FIRST, query.left_before or NEVER)
    return _LEFT, [each.timestamp() for each in span]


def _beside(query: SpoolQuery) -> Query:
    """Return the condition on a message that stands behind or before a cursor."""
    for comparison, cursor in (("<", query.after), (">", query.ahead_of)):
        if cursor:
            return f"id {comparison} ?", [number(cursor) or 0]
    return "1", []


def _in_states(states: frozenset[State]) -> Query:
    """Return the condition on a message that has a delivery in one of these states."""
    marks = ", ".join("?" * len(states))
    names = sorted(state.value for state in states)
    if any(state.is_final for state in states):
        condition = (
            f"EXISTS (SELECT 1 FROM deliveries WHERE message = messages.id AND state IN ({marks}))"  # noqa: S608 - question marks
        )
    else:  # the few that wait are found by their own index, however long the history is
        condition = (
            "id IN (SELECT message FROM deliveries"  # noqa: S608 - question marks
            f" WHERE ends_at IS NOT NULL AND state IN ({marks}))"
        )
    return condition, list(names)


def _key(address: str) -> RecipientKey | None:
    try:
        return read_key(address, Channel.EMAIL if "@" in address else Channel.SMS)
    except MalformedAddressError:
        return None


def deliveries_of(messages: Iterable[sqlite3.Row]) -> Query:
    """Return the statement that reads the deliveries of messages."""
    return (
        "SELECT * FROM deliveries WHERE message IN (SELECT value FROM json_each(?)) ORDER BY id",
        [numbers(row["id"] for row in messages)],
    )


def messages_of(
    messages: Sequence[sqlite3.Row], deliveries: Sequence[sqlite3.Row]
) -> tuple[MessageView, ...]:
    """Return messages with their deliveries, in the order of the messages.

    What is damaged is shown all the same, as far as it can be read: it waits for a person.
    """
    by_message: dict[int, list[DeliveryView]] = {row["id"]: [] for row in messages}
    changed = {row["id"]: row["fixes"] != NO_FINDINGS for row in messages}
    for row in deliveries:
        view = _delivery(row, changed=changed[row["message"]])
        by_message[row["message"]].append(view)
    return tuple(_message(row, tuple(by_message[row["id"]])) for row in messages)


def _message(row: sqlite3.Row, deliveries: tuple[DeliveryView, ...]) -> MessageView:
    return MessageView(
        queue_id=queue_ids.encode(row["id"]),
        channel=CHANNELS.get(row["channel"], Channel.EMAIL),
        submitter=row["submitter"],
        identity=row["identity"],
        category=row["category"],
        stream=row["stream"],
        reverse_path=row["reverse_path"],
        subject=row["subject"],
        size_bytes=row["size"],
        fixes=_listed(row["fixes"]),
        is_observed=bool(row["is_observed"]),
        would_fix=_listed(row["would_fix"]),
        accepted_at=moment(row["accepted_at"]),
        not_before=moment(row["not_before"]),
        expires_at=moment(row["expires_at"]),
        metadata=row["metadata"],
        deliveries=deliveries,
        wishes=Wishes(returns=row["returns"], envelope_id=row["envelope_id"]),
    )


def _delivery(row: sqlite3.Row, *, changed: bool) -> DeliveryView:
    return DeliveryView(
        delivery_id=row["id"],
        address=row["address"],
        state=STATES.get(row["state"], State.UNKNOWN),
        verdict=_VERDICTS.get(row["effect"], "changed" if changed else "passed"),
        findings=(*_findings(row["findings"]), *_findings(row["later"])),
        would=row["would"],
        waived=_findings(row["waived"]),
        route=row["route"],
        attempts=row["attempts"] + row["claims"],
        next_at=None if row["next_at"] is None else moment(row["next_at"]),
        last_reply=row["reply"],
        report=row["receipt"],
        next_hop_id=row["next_hop_id"],
        updated_at=moment(row["updated_at"]),
        wish=Wish(notify=row["notify"], original=row["original"]),
    )


def _findings(text: str) -> tuple[Mapping[str, object], ...]:
    return tuple(each for each in _listed(text) if isinstance(each, dict) and each.keys() >= _PARTS)


def _listed(text: str) -> tuple[Any, ...]:
    """Read a list; where it is damaged there is nothing in it."""
    try:
        found = json.loads(text)
    except ValueError:
        return ()
    return tuple(found) if isinstance(found, list) else ()


CONTENTS: Final = """
SELECT message, plan, raw FROM contents WHERE message IN (SELECT value FROM json_each(?))
"""


def leaving_texts(rows: Iterable[sqlite3.Row]) -> dict[str, str]:
    """Return texts as they leave, by queue id."""
    return {
        queue_ids.encode(row["message"]): render(
            bytes(row["raw"]), load_plan(row["plan"]), ""
        ).decode()
        for row in rows
    }


ALL: Final = -1
"""As a limit: none."""

TRACE_OF_MESSAGE: Final = """
SELECT at, kind, queue_id, body, detail FROM ledger LEFT JOIN ledger_detail USING (seq)
WHERE queue_id = ? ORDER BY seq LIMIT ?
"""

# a person's lines are found by the messages that had them as a recipient
TRACE_OF_PERSON: Final = """
SELECT at, kind, queue_id, body, detail FROM ledger LEFT JOIN ledger_detail USING (seq)
WHERE queue_id IN (SELECT value FROM json_each(?)) AND person = ? ORDER BY seq
"""


def names(messages: Iterable[int]) -> str:
    """Return queue ids as one parameter."""
    return json.dumps([queue_ids.encode(message) for message in messages])


def trace_lines(rows: Sequence[sqlite3.Row]) -> Iterator[TraceLine]:
    """Read lines of the ledger, as far as an erasure left them and damage lets them be read."""
    for row in rows:
        facts, detail = load_object(row["body"]), load_object(row["detail"] or "{}")
        if facts is None or detail is None:
            facts = {**(facts or {}), "damaged": True}
        yield TraceLine(
            at=moment(row["at"]),
            kind=row["kind"],
            queue_id=row["queue_id"],
            facts={k: v for k, v in facts.items() if k not in ("at", "kind", "queue_id")},
            detail=detail or {},
        )


# each state by itself: to count a stretch of an index is half as dear as to group the whole of it,
# and the first row and the first end are found at the beginnings of their indexes
DEPTHS: Final = """
WITH waiting (state) AS (VALUES ('queued'), ('deferred'), ('held'), ('sending'))
SELECT state,
       (SELECT count(*) FROM deliveries d
        WHERE d.state = waiting.state AND d.ends_at IS NOT NULL) AS depth,
       (SELECT min(id) FROM deliveries d
        WHERE d.state = waiting.state AND d.ends_at IS NOT NULL) AS oldest,
       (SELECT min(ends_at) FROM deliveries d
        WHERE d.state = waiting.state AND d.ends_at IS NOT NULL) AS ends_at
FROM waiting
"""
# of damaged ones, whose message is gone, when something last happened to it
ACCEPTED_AT: Final = """
SELECT ifnull(m.accepted_at, d.updated_at)
FROM deliveries d LEFT JOIN messages m ON m.id = d.message WHERE d.id = ?
"""

# the smallest time of each route, each found at the start of its stretch of the index
NEXT_DUE: Final = """
WITH RECURSIVE waiting (route) AS (
    SELECT min(route) FROM deliveries WHERE next_at IS NOT NULL
    UNION ALL
    SELECT (SELECT min(route) FROM deliveries WHERE next_at IS NOT NULL AND route > waiting.route)
    FROM waiting WHERE route IS NOT NULL
)
SELECT route, (SELECT min(next_at) FROM deliveries
               WHERE next_at IS NOT NULL AND deliveries.route = waiting.route) AS next_at
FROM waiting WHERE route IS NOT NULL
"""
