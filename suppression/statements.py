"""The statements that change the list, each inside a transaction of its caller.

**Failures:** what SQLite raises is raised as it is; the owner of the transaction answers for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from suppression import rows
from suppression.covering import other_form
from suppression.entry import Origin, stops_everything
from suppression.matching import IN_FORCE, is_in_force

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection
    from datetime import datetime

    from suppression.actor import Actor
    from suppression.channel import Channel
    from suppression.entry import Entry, NewEntry
    from suppression.keys import RecipientKey
    from suppression.store import Query


def active_entries(
    connection: sqlite3.Connection,
    names: Collection[RecipientKey],
    channel: Channel,
    now: datetime,
) -> tuple[Entry, ...]:
    """Return the entries in force of exactly one key, by its names, the oldest first."""
    marks = ", ".join("?" * len(names))  # one, and as many as the list holds kinds of hashes
    found = connection.execute(
        f"SELECT * FROM entries WHERE key IN ({marks}) AND channel = ?"  # noqa: S608 - marks of ours
        " AND lifted_at IS NULL ORDER BY id",
        (*names, channel),
    ).fetchall()
    return tuple(entry for entry in map(rows.entry, found) if is_in_force(entry, now))


def standing_entry(
    connection: sqlite3.Connection, names: Collection[RecipientKey], new: NewEntry, now: datetime
) -> Entry | None:
    """Return the entry that already does all that the new one would do."""
    active = active_entries(connection, names, new.channel, now)
    return next((entry for entry in active if stands_for(entry, new)), None)


def stands_for(entry: Entry, new: NewEntry | Entry) -> bool:
    """Whether an entry says the same, lasts as long, reaches as far and is as much the person's."""
    return (
        (entry.sender, entry.reason) == (new.sender, new.reason)
        and (entry.scope == new.scope or stops_everything(entry.reason))
        and entry.expires_at >= new.expires_at
        and entry.include_subdomains >= new.include_subdomains
        and (entry.origin is Origin.RECIPIENT or new.origin is not Origin.RECIPIENT)
    )


def insert_entry(connection: sqlite3.Connection, new: NewEntry, by: Actor, now: datetime) -> Entry:
    """Write a new entry, in force from now."""
    values = {
        "channel": new.channel,
        "key": new.key,
        "loose": other_form(new.key),
        "scope": new.scope,
        "sender": new.sender,
        "reason": new.reason,
        "origin": new.origin,
        "evidence": new.evidence,
        "requested_at": rows.seconds(new.requested_at),
        "effective_at": rows.seconds(now),
        "expires_at": rows.seconds(new.expires_at),
        "include_subdomains": int(new.include_subdomains),
        "recorded_by": by.name,
        "method": by.method,
    }
    return rows.entry(insert_row(connection, "entries", values))


def repeat_entry(connection: sqlite3.Connection, entry: Entry, at: datetime) -> Entry:
    """Note that what an entry stops was asked for again; when it was asked for first stays."""
    if at <= entry.last_requested_at:
        return entry
    (row,) = connection.execute(
        "UPDATE entries SET repeated_at = ? WHERE id = ? RETURNING *",
        (rows.seconds(at), rows.entry_number(entry.entry_id)),
    ).fetchall()
    return rows.entry(row)


def lift_entry(
    connection: sqlite3.Connection, entry: Entry, because: str, by: Actor, now: datetime
) -> Entry:
    """End an entry; its row stays."""
    (row,) = connection.execute(
        "UPDATE entries SET lifted_at = ?, lifted_by = ?, lifted_because = ? WHERE id = ?"
        " RETURNING *",
        (rows.seconds(now), by.name, because, rows.entry_number(entry.entry_id)),
    ).fetchall()
    return rows.entry(row)


def listing(query: Query) -> tuple[str, dict[str, Any]]:
    """Return the statement that lists entries, and its parameters.

    Raises:
        ValueError: `query.after` is not an entry id.
    """
    after = rows.entry_number(query.after) if query.after else 0
    if after is None:
        message = f"{query.after!r} is not an entry id"
        raise ValueError(message)
    conditions, parameters = _asked(query)
    where = " AND ".join(("id > :after", *conditions))
    sql = f"SELECT * FROM entries WHERE {where} ORDER BY id LIMIT :limit"  # noqa: S608 - conditions of ours
    return sql, {"limit": query.limit, "after": after, **parameters}


def looking_back(query: Query) -> tuple[str, dict[str, Any]]:
    """Return the statement that lists the newest entries between `:floor` and `:top`.

    A key is found by its index, so it needs no bounds; they are kept to go on from page to page.
    """
    conditions, parameters = _asked(query)
    where = " AND ".join(("id >= :floor", "id < :top", *conditions))
    sql = f"SELECT * FROM entries WHERE {where} ORDER BY id DESC LIMIT :limit"  # noqa: S608 - conditions of ours
    return sql, parameters


def _asked(query: Query) -> tuple[tuple[str, ...], dict[str, Any]]:
    asked: dict[str, tuple[str, Any]] = {
        "key": ("key = :key", query.key),
        "text": ("instr(key, :text) > 0", query.text.strip().lower()),
        "channel": ("channel = :channel", query.channel),
        "reason": ("reason = :reason", query.reason),
        "scope": ("scope = :scope", query.scope),
        "since": ("effective_at >= :since", query.since and rows.seconds(query.since)),
        "at": (IN_FORCE, query.active_at and rows.seconds(query.active_at)),
    }
    given = {name: each for name, each in asked.items() if each[1] not in ("", None)}
    conditions = tuple(condition for condition, _ in given.values())
    return conditions, {name: value for name, (_, value) in given.items()}


def insert_row(connection: sqlite3.Connection, table: str, values: dict[str, Any]) -> sqlite3.Row:
    """Write one row and return it as it stands there."""
    sql = (
        f"INSERT INTO {table} ({', '.join(values)})"  # noqa: S608 - names of ours
        f" VALUES ({', '.join(f':{name}' for name in values)}) RETURNING *"
    )
    row: sqlite3.Row = connection.execute(sql, values).fetchall()[0]
    return row
