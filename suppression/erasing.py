"""Erasing a person: their rows turn into keyed hashes that still stop every message.

**Failures:** what SQLite raises is raised as it is; the owner of the transaction answers for it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from suppression import consenting, ledger, linking, severing, statements
from suppression.covering import loose
from suppression.entry import ALL, NEVER, NewEntry, Origin, Reason
from suppression.keys import channel_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection

    from suppression.covering import Matching
    from suppression.entry import Entry
    from suppression.evidence import Evidence
    from suppression.keys import RecipientKey

_EMPTIED: Final = "evidence = '', lifted_because = ''"
_NOBODY_S: Final = (
    "person = '', ours = '', grade = '', matched = '', digest = '', offered = '[]',"
    " received_at = 0, taken_at = 0, helped_at = NULL"
)
_UNSAID: Final = "evidence = '', revoked_because = '', zone = '', postal_code = ''"
_OF_PERSON: Final = (
    "IN (SELECT seq FROM ledger WHERE person <> ''"
    " AND person IN (SELECT value FROM json_each(:persons)))"
)
_OF_LINKS: Final = (
    "IN (SELECT seq FROM ledger WHERE kind IN ('link.recorded', 'link.ended')"
    " AND person IN (SELECT value FROM json_each(:others))"
    " AND body ->> 'entry_id' IN (SELECT value FROM json_each(:links)))"
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
    f"DELETE FROM texts WHERE person {_NAMED} AND reference = ''",  # noqa: S608 - conditions of ours
    # whoever reads a provider's list of texts again is not to hear them as new ones
    f"UPDATE texts SET {_NOBODY_S} WHERE person {_NAMED}",  # noqa: S608 - conditions of ours
    f"DELETE FROM conversations WHERE person {_NAMED}",  # noqa: S608 - conditions of ours
    f"DELETE FROM ledger_detail WHERE seq {_OF_PERSON}",  # noqa: S608 - conditions of ours
    f"DELETE FROM ledger_detail WHERE seq {_OF_LINKS}",  # noqa: S608 - conditions of ours
)


def erase(  # noqa: PLR0913 - a person, and all that an erasure needs
    connection: sqlite3.Connection,
    key: RecipientKey,
    names: Collection[RecipientKey],
    *,
    covered_by: Collection[Entry],
    evidence: Evidence,
    matching: Matching,
) -> tuple[Entry, ...]:
    """Turn a person's rows into hashes and empty what can be read; return what still stops them.

    `names`: what the list calls the person: the key, and its hashes. `covered_by`: what stops them
    by another spelling.

    An entry keeps its scope and its reason. Where none stops the person for good, one that stops
    everything is made, or the next import would write to them again. Of their texts the ids that a
    provider has them by stay, and nothing of whom they are. What the law asks for goes on for them,
    and for what they were linked with.
    """
    channel, now, pepper, secrets = channel_of(key), evidence.at, evidence.pepper, matching.erasure
    connection.execute("PRAGMA secure_delete = ON")  # what is freed is overwritten
    consenting.end_consents(connection, key, "", now)
    ledger.append(connection, severing.outlasting(connection, key, evidence, matching))
    active = statements.active_entries(connection, names, channel, now)
    if all(entry.expires_at != NEVER for entry in (*active, *covered_by)):
        new = NewEntry(
            channel=channel, key=key, scope=ALL, reason=Reason.ERASED, origin=Origin.SYSTEM,
            requested_at=now,
        )  # fmt: skip
        statements.insert_entry(connection, new, evidence.by, now)
    hashed, links = secrets.hashed(key), linking.of_person(connection, key)
    values = {
        "names": json.dumps(list(names)),
        "hashed": hashed,
        "loose": secrets.hashed(loose(key)),
        "persons": json.dumps([pepper.person(name) for name in names]),
        "others": json.dumps([pepper.person(link.other(key)) for link in links]),
        "links": json.dumps([link.link_id for link in links]),
    }
    for statement in _STATEMENTS:
        connection.execute(statement, values)
    connection.execute("PRAGMA secure_delete = OFF")
    return statements.active_entries(connection, (hashed,), channel, now)
