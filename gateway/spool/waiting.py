"""What waits in the spool, by state and by route: each list by an index, whatever the history."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - dataclass fields are read at run time
from typing import TYPE_CHECKING, Final

from gateway import queue_id as queue_ids
from gateway.spool import views
from gateway.spool.model import MessageView, State
from gateway.spool.rows import known, moment, number, numbers

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Mapping

WAITING: Final = (State.HELD, State.QUEUED, State.DEFERRED, State.SENDING, State.UNKNOWN)
"""The states in which something or somebody has to go on; texts of unknown outcome are final."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingQuery:
    """Which messages to list; empty fields match everything."""

    state: State  # one of `WAITING`
    route: str = ""
    channel: str = ""
    code: str = ""  # of an objection
    after: str = ""  # cursor: what the page before returned
    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingPage:
    """Messages, those that are given up first ahead; of one route, those that are due first.

    `after` is "" on the last page.
    """

    messages: tuple[MessageView, ...]
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StateDepth:
    """How many recipients are in a state."""

    recipients: int
    oldest: datetime  # when the first of them was accepted
    ends_at: datetime | None  # when the first of them is given up


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteDepth:
    """How many recipients wait for a route."""

    recipients: int
    next_at: datetime  # when the first of them is due


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How much waits."""

    states: Mapping[State, StateDepth]  # without those that are empty
    routes: Mapping[str, RouteDepth]


_STATES: Final = (
    views.DEPTHS
    + """
UNION ALL
SELECT 'unknown', count(*), min(id), NULL FROM deliveries WHERE state = 'unknown'
"""
)
_HELD: Final = f"SELECT * FROM ({views.DEPTHS}) WHERE state = 'held'"  # noqa: S608 - words of ours
_ROUTES: Final = """
SELECT route, count(*) AS recipients, min(next_at) AS next_at FROM deliveries
WHERE next_at IS NOT NULL GROUP BY route
"""
# looked for backwards, from neighbour to neighbour: a message may have thousands of recipients
_FIRST_OF_ITS_MESSAGE: Final = (
    "(SELECT e.id FROM deliveries e WHERE e.message = d.message AND e.state = d.state"
    " AND e.id < d.id{alike} ORDER BY e.id DESC LIMIT 1) IS NULL"
)
_OF_CHANNEL: Final = "(SELECT channel FROM messages WHERE id = d.message) = :channel"
_ON_ROUTE: Final = "{each}.route = :route"
_WITH_CODE: Final = (
    "EXISTS (SELECT 1 FROM json_each({each}.findings) f WHERE f.value ->> '$.code' = :code"
    " UNION ALL SELECT 1 FROM json_each({each}.later) l WHERE l.value ->> '$.code' = :code)"
)


def standing(connection: sqlite3.Connection) -> Standing:
    """Count what waits."""
    states = {}
    for row in connection.execute(_STATES).fetchall():
        if row["depth"]:
            states[State(row["state"])] = _depth(connection, row)
    routes = {
        row["route"]: RouteDepth(recipients=row["recipients"], next_at=moment(row["next_at"]))
        for row in connection.execute(_ROUTES)
    }
    return Standing(states=states, routes=routes)


def held(connection: sqlite3.Connection) -> StateDepth | None:
    """Return how much waits for a person to decide; none where nothing does."""
    row = connection.execute(_HELD).fetchone()
    return _depth(connection, row) if row["depth"] else None


def _depth(connection: sqlite3.Connection, row: sqlite3.Row) -> StateDepth:
    (accepted_at,) = connection.execute(views.ACCEPTED_AT, (row["oldest"],)).fetchone()
    return StateDepth(
        recipients=row["depth"],
        oldest=moment(accepted_at),
        ends_at=None if row["ends_at"] is None else moment(row["ends_at"]),
    )


def page(connection: sqlite3.Connection, query: WaitingQuery) -> WaitingPage:
    """Return messages that wait, with all their recipients."""
    found = _found(connection, query, query.limit + 1)
    shown = found[: query.limit]
    ids = [row["message"] for row in shown]
    rows = connection.execute(
        "SELECT * FROM messages WHERE id IN (SELECT value FROM json_each(?))", (numbers(ids),)
    ).fetchall()
    in_order = sorted(rows, key=lambda row: ids.index(row["id"]))
    deliveries = connection.execute(*views.deliveries_of(rows)).fetchall()
    return WaitingPage(
        messages=views.messages_of(in_order, deliveries),
        after=_cursor(shown[-1]) if len(found) > query.limit else "",
    )


def ids(connection: sqlite3.Connection, query: WaitingQuery) -> tuple[str, ...]:
    """Return the queue ids of those that wait, in the order of the pages."""
    return tuple(queue_ids.encode(row["message"]) for row in _found(connection, query, query.limit))


def still(
    connection: sqlite3.Connection, queue_ids_: Collection[str], states: Collection[State]
) -> tuple[str, ...]:
    """Return which of these messages have a recipient in one of these states, in their order."""
    rows = connection.execute(
        "SELECT message FROM deliveries WHERE message IN (SELECT value FROM json_each(?))"
        " AND state IN (SELECT value FROM json_each(?))",
        (numbers(known(queue_ids_)), json.dumps([state.value for state in states])),
    )
    found = {queue_ids.encode(row["message"]) for row in rows}
    return tuple(each for each in queue_ids_ if each in found)


def _found(connection: sqlite3.Connection, query: WaitingQuery, limit: int) -> list[sqlite3.Row]:
    conditions, column = _by_index(query)
    behind = _read(query.after)
    if behind:
        conditions.append(f"({column}, d.id) > (:place, :row)")
    if query.channel:
        conditions.append(_OF_CHANNEL)
    of_delivery = [_ON_ROUTE] if query.route else []
    of_delivery += [_WITH_CODE] if query.code else []
    conditions += [each.format(each="d") for each in of_delivery]
    alike = "".join(f" AND {each.format(each='e')}" for each in of_delivery)
    conditions.append(_FIRST_OF_ITS_MESSAGE.format(alike=alike))
    order = "d.id" if column == "0" else f"{column}, d.id"
    return connection.execute(
        f"SELECT d.id, d.message, {column} AS place FROM deliveries d"  # noqa: S608 - conditions of ours
        f" WHERE {' AND '.join(conditions)} ORDER BY {order} LIMIT :limit",
        {
            "state": query.state.value, "route": query.route, "channel": query.channel,
            "code": query.code, "limit": limit, **behind,
        },
    ).fetchall()  # fmt: skip


def _by_index(query: WaitingQuery) -> tuple[list[str], str]:
    """Return the conditions that an index answers, and the column it is in the order of."""
    if query.state.is_final:  # a parameter would keep SQLite from its index
        return ["d.state = 'unknown'"], "0"
    is_due = bool(query.route) and query.state in (State.QUEUED, State.DEFERRED)
    column = "d.next_at" if is_due else "d.ends_at"
    return ["d.state = :state", f"{column} IS NOT NULL"], column


def _cursor(row: sqlite3.Row) -> str:
    return f"{row['place']!r}-{queue_ids.encode(row['id'])}"


def _read(cursor: str) -> Mapping[str, float]:
    """Return where a page goes on; one that is none of ours begins anew."""
    place, _, name = cursor.partition("-")
    try:
        seconds = float(place)
    except ValueError:
        return {}
    row = number(name)
    return {} if row is None else {"place": seconds, "row": row}
