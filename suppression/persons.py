"""Which addresses and numbers are one person's, by the links that stand between them.

**Failures:** whatever SQLite raises is raised as it is; the owner of the connection answers for it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from suppression.covering import covering
from suppression.keys import RecipientKey

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Mapping

    from suppression.covering import Matching

_LINKED: Final = (
    "SELECT {column}, email, phone FROM {schema}.links"
    " WHERE {column} IN (SELECT value FROM json_each(?)) AND {column} IS NOT NULL"
    " AND ended_at IS NULL"
)
_COLUMNS: Final = ("email", "phone", "loose")


def others_of(
    connection: sqlite3.Connection,
    keys: Collection[RecipientKey],
    matching: Matching,
    schema: str = "main",
) -> dict[RecipientKey, frozenset[RecipientKey]]:
    """Return by key what else the person is reached by; what nothing is linked to is left out.

    Who is linked to somebody that is linked is the same person, too. A subaddress has the links of
    its address, as far as an opt-out of that covers it.
    """
    linked: dict[RecipientKey, set[RecipientKey]] = {}
    unseen = set(keys)
    while unseen:
        near = _linked(connection, unseen, matching, schema)
        linked |= {key: near[key] for key in unseen}
        unseen = {other for others in near.values() for other in others} - linked.keys()
    return {key: _reached(key, linked) for key in keys if linked[key]}


def _reached(
    key: RecipientKey, linked: Mapping[RecipientKey, set[RecipientKey]]
) -> frozenset[RecipientKey]:
    reached, ahead = {key}, {key}
    while ahead:
        ahead = {other for each in ahead for other in linked[each]} - reached
        reached |= ahead
    return frozenset(reached - {key})


def _linked(
    connection: sqlite3.Connection,
    keys: Collection[RecipientKey],
    matching: Matching,
    schema: str,
) -> Mapping[RecipientKey, set[RecipientKey]]:
    """Return what each key is linked with itself."""
    named: defaultdict[str, set[RecipientKey]] = defaultdict(set)
    for key in keys:
        wanted = covering(key, matching)
        for name in (*wanted.exact, *wanted.loose):
            named[name].add(key)
    names = json.dumps(list(named))
    found: defaultdict[RecipientKey, set[RecipientKey]] = defaultdict(set)
    for column in _COLUMNS:
        query = _LINKED.format(column=column, schema=schema)
        for name, email, phone in connection.execute(query, (names,)).fetchall():
            for key in named[name]:
                found[key].add(RecipientKey(email if key.startswith("+") else phone))
    return found
