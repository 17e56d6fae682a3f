"""The grants behind unsubscribe links: one for each person, sender identity and stream.

**Failures:** whatever SQLite raises is raised as it is; the owner of the connection answers for it.
"""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, NamedTuple

from suppression import rows
from suppression.channel import Channel
from suppression.insertion import insert

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection

    from suppression.keys import RecipientKey


class Grantee(NamedTuple):
    """Whom a link speaks for, and what it stops."""

    key: RecipientKey
    channel: Channel
    sender: str
    stream: str


def ensure_grants(
    connection: sqlite3.Connection, wanted: Collection[Grantee], *, schema: str = "main"
) -> tuple[dict[Grantee, int], bool]:
    """Return the id of the one grant of each grantee, and whether some had to be made."""
    missing = set(wanted)
    found: dict[Grantee, int] = {}
    made = False
    while missing:
        found |= existing_grants(connection, missing, schema=schema)
        missing -= found.keys()
        made = made or bool(missing)
        # an id that somebody has already is drawn again
        insert(
            connection,
            f"{schema}.grants (id, key, channel, sender, stream)",
            [(rows.signed(secrets.randbelow((1 << 64) - 1) + 1), *each) for each in missing],
            otherwise="IGNORE",
        )
    return found, made


def existing_grants(
    connection: sqlite3.Connection, grantees: Collection[Grantee], *, schema: str = "main"
) -> dict[Grantee, int]:
    """Return the id of the one grant of each grantee that has one."""
    query = (
        "SELECT grants.id, grants.key, channel, sender, stream"  # noqa: S608 - a schema name of ours
        f" FROM json_each(?) AS wanted CROSS JOIN {schema}.grants AS grants"
        " ON grants.key = wanted.value ->> 0 AND channel = wanted.value ->> 1"
        " AND sender = wanted.value ->> 2 AND stream = wanted.value ->> 3"
    )
    return {
        Grantee(key, Channel(channel), sender, stream): rows.unsigned(number)
        for number, key, channel, sender, stream in connection.execute(
            query, (json.dumps(list(grantees)),)
        ).fetchall()
    }
