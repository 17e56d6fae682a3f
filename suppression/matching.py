"""Who is suppressed, asked on any connection: the store's own, or that of the spool's claim.

**Failures:** whatever SQLite raises is raised as it is; the owner of the connection answers for it.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, Final, Literal

from suppression import rows
from suppression.channel import Channel
from suppression.covering import Covering, covering, widened
from suppression.hashes import forms_held
from suppression.keys import RecipientKey, channel_of
from suppression.persons import others_of
from suppression.terms import OF_COMPLIANCE

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from suppression.covering import Matching
    from suppression.entry import Entry

IN_FORCE: Final = "lifted_at IS NULL AND (expires_at IS NULL OR expires_at > :at)"
"""Which of the entries are in force, as `is_in_force` says of one."""

LAW_SPEAKS: Final = (
    "SELECT 1 FROM {schema}.entries INDEXED BY entries_of_law"
    " WHERE lifted_at IS NULL AND reason IN ('legal', 'minor') LIMIT 1"
)


def read_blocking(  # noqa: PLR0913, PLR0917 - a query and where to ask it
    connection: sqlite3.Connection,
    keys: Collection[RecipientKey],
    channel: Channel,
    at: datetime,
    matching: Matching,
    schema: str = "main",
) -> dict[RecipientKey, tuple[Entry, ...]]:
    """Return the entries in force that stop each key, in the order of their ids.

    Those are the ones that cover it, and what the law asks for about anything else the person is
    reached by. Every key is in the answer, with an empty tuple where nothing stops it.
    """
    found = read_covering(connection, keys, channel, at, matching, schema)
    if connection.execute(LAW_SPEAKS.format(schema=schema)).fetchone() is None:
        return found
    for key, entries in _law_of_others(connection, keys, at, matching, schema).items():
        found[key] = _in_order(chain(found[key], entries))
    return found


def _law_of_others(
    connection: sqlite3.Connection,
    keys: Collection[RecipientKey],
    at: datetime,
    matching: Matching,
    schema: str,
) -> dict[RecipientKey, list[Entry]]:
    """Return what the law asks for about the other addresses and numbers of each person."""
    others = others_of(connection, keys, matching, schema)
    reached = frozenset[RecipientKey]().union(*others.values())
    law: dict[RecipientKey, list[Entry]] = {}
    for channel in Channel:
        asked = [key for key in reached if channel_of(key) is channel]
        covering = read_covering(connection, asked, channel, at, matching, schema)
        for key, entries in covering.items():
            law[key] = [entry for entry in entries if entry.reason in OF_COMPLIANCE]
    return {key: [entry for each in known for entry in law[each]] for key, known in others.items()}


def read_covering(  # noqa: PLR0913, PLR0917 - a query and where to ask it
    connection: sqlite3.Connection,
    keys: Collection[RecipientKey],
    channel: Channel,
    at: datetime,
    matching: Matching,
    schema: str = "main",
) -> dict[RecipientKey, tuple[Entry, ...]]:
    """Return the entries in force that cover each key, in the order of their ids.

    Every key is in the answer, with an empty tuple where nothing covers it.
    """
    wanted = {key: covering(key, matching) for key in keys}
    senders = matching.senders
    if forms := forms_held(connection, schema):
        wanted = {key: widened(each, forms, matching) for key, each in wanted.items()}
    loose = {name for each in wanted.values() for name in each.loose}
    exact = {name for each in wanted.values() for name in (*each.exact, *each.parents)} | loose
    by_key = _in_force(connection, schema, "key", exact, channel, at)
    by_loose = _in_force(connection, schema, "loose", loose, channel, at)
    known = by_key.keys() | by_loose.keys()
    return {
        key: () if known.isdisjoint((*each.exact, *each.parents, *each.loose))
        else _in_order(map(senders.meant, _matches(each, by_key, by_loose)))
        for key, each in wanted.items()
    }  # fmt: skip


def is_in_force(entry: Entry, at: datetime) -> bool:
    """Whether a stored entry is in force at `at`.

    It has been since the commit that anybody could read it from, also where the clock was set back.
    """
    return entry.is_active(max(at, entry.effective_at))


def _in_force(  # noqa: PLR0913, PLR0917 - a query and where to ask it
    connection: sqlite3.Connection,
    schema: str,
    column: Literal["key", "loose"],
    names: Collection[str],
    channel: Channel,
    at: datetime,
) -> Mapping[str, Sequence[Entry]]:
    """Return the entries in force by what their column says, with one statement however many."""
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    if names:
        marks, values = rows.among(names)
        query = (
            f"SELECT * FROM {schema}.entries"  # noqa: S608 - names of ours
            f" WHERE {column} IN ({marks}) AND channel = ? AND lifted_at IS NULL"
        )
        for row in connection.execute(query, (*values, channel)).fetchall():
            entry = rows.entry(row)
            if is_in_force(entry, at):
                found[row[column]].append(entry)
    return found


def _matches(
    wanted: Covering, by_key: Mapping[str, Sequence[Entry]], by_loose: Mapping[str, Sequence[Entry]]
) -> Iterator[Entry]:
    for key in wanted.exact:
        yield from by_key.get(key, ())
    for key in wanted.parents:
        yield from (entry for entry in by_key.get(key, ()) if entry.include_subdomains)
    for name in wanted.loose:  # a key that is its own form without dots stands there once
        yield from by_key.get(name, ())
        yield from by_loose.get(name, ())


def _in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return entries once each, the oldest first."""
    found = tuple(entries)
    if len(found) <= 1:  # of nearly everybody
        return found
    by_id = {rows.entry_number(entry.entry_id): entry for entry in found}
    return tuple(by_id[number] for number in sorted(by_id, key=lambda number: number or 0))
