"""Erasing a person: their rows turn into keyed hashes that still stop every message.

**Failures:** what SQLite raises is raised as it is; the owner of the transaction answers for it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from suppression import consenting, statements
from suppression.covering import loose
from suppression.entry import ALL, NEVER, Channel, Origin, Reason
from suppression.store import NewEntry

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection
    from datetime import datetime

    from suppression.entry import Entry
    from suppression.hashes import ErasureSecrets
    from suppression.keys import RecipientKey
    from suppression.ledger import Pepper
    from suppression.store import Actor

_EMPTIED: Final = "evidence = '', lifted_because = ''"
_UNSAID: Final = "evidence = '', revoked_because = ''"
_OF_PERSON: Final = (
    "IN (SELECT seq FROM ledger WHERE person <> ''"
    " AND person IN (SELECT value FROM json_each(:persons)))"
)
_NAMED: Final = "IN (SELECT value FROM json_each(:names))"
_REPLIES: Final = f"SELECT 'R-' || id FROM reviews WHERE key {_NAMED}"  # noqa: S608 - conditions of ours
_STATEMENTS: Final = (
    f"UPDATE entries SET key = :hashed, loose = :loose, {_EMPTIED} WHERE key {_NAMED}",  # noqa: S608 - conditions of ours
    f"UPDATE consents SET key = :hashed, {_UNSAID} WHERE key {_NAMED}",  # noqa: S608 - conditions of ours
    # links in old mail keep working: they stop the hash
    f"UPDATE grants SET key = :hashed, erased = id WHERE key {_NAMED} AND key <> :hashed",  # noqa: S608 - conditions of ours
    f"DELETE FROM waiting WHERE kind = 'review' AND reference IN ({_REPLIES})",  # noqa: S608 - conditions of ours
    f"DELETE FROM reviews WHERE key {_NAMED}",  # noqa: S608 - conditions of ours
    f"DELETE FROM links WHERE email {_NAMED} OR phone {_NAMED}",  # noqa: S608 - conditions of ours
    f"DELETE FROM soft_bounces WHERE key {_NAMED}",  # noqa: S608 - conditions of ours
    f"DELETE FROM conversations WHERE person {_NAMED}",  # noqa: S608 - conditions of ours
    f"DELETE FROM ledger_detail WHERE seq {_OF_PERSON}",  # noqa: S608 - conditions of ours
)


def erase(  # noqa: PLR0913 - a person, and the secrets that stand for them
    connection: sqlite3.Connection,
    key: RecipientKey,
    names: Collection[RecipientKey],
    *,
    secrets: ErasureSecrets,
    pepper: Pepper,
    by: Actor,
    now: datetime,
) -> tuple[Entry, ...]:
    """Turn a person's rows into hashes and empty what can be read; return what still stops them.

    `names`: what the list calls the person: the key, and its hashes.

    An entry keeps its scope and its reason. Where none stops the person for good, one that stops
    everything is made, or the next import would write to them again.
    """
    channel = channel_of(key)
    connection.execute("PRAGMA secure_delete = ON")  # what is freed is overwritten
    consenting.end_consents(connection, key, "", now)
    active = statements.active_entries(connection, names, channel, now)
    if all(entry.expires_at != NEVER for entry in active):
        new = NewEntry(
            channel=channel, key=key, scope=ALL, reason=Reason.ERASED, origin=Origin.SYSTEM,
            requested_at=now,
        )  # fmt: skip
        statements.insert_entry(connection, new, by, now)
    hashed = secrets.hashed(key)
    values = {
        "names": json.dumps(list(names)),
        "hashed": hashed,
        "loose": secrets.hashed(loose(key)),
        "persons": json.dumps([pepper.person(name) for name in names]),
    }
    for statement in _STATEMENTS:
        connection.execute(statement, values)
    connection.execute("PRAGMA secure_delete = OFF")
    return statements.active_entries(connection, (hashed,), channel, now)


def channel_of(key: RecipientKey) -> Channel:
    """Return the channel of an address or a number."""
    return Channel.SMS if key.startswith("+") else Channel.EMAIL
