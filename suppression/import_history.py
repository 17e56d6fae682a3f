"""What imports did to one person: their lines of the ledger name nobody.

**Failures:** what SQLite raises is raised as it is; the owner of the connection answers for it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from suppression import rows
from suppression.event import Event
from suppression.importing import undone_because

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection

    from suppression.channel import Channel
    from suppression.keys import RecipientKey

_MADE: Final = (
    "SELECT entries.*, seq, imports.id AS import_id, name, actor, address, imports.method AS via"
    " FROM entries"
    " JOIN import_batches ON first_id ="
    " (SELECT max(first_id) FROM import_batches WHERE first_id <= entries.id)"
    " JOIN imports ON imports.id = import_id"
    " WHERE key IN (SELECT value FROM json_each(?)) AND channel = ?"
    " AND entries.id <= last_id ORDER BY entries.id"
)


def imported_events(
    connection: sqlite3.Connection, names: Collection[RecipientKey], channel: Channel
) -> tuple[Event, ...]:
    """Return when imports put a person on the list, and when one of them was taken back.

    `names`: what the list calls the person.
    """
    events = []
    for row in connection.execute(_MADE, (json.dumps(list(names)), channel)).fetchall():
        entry = rows.entry(row)
        source = f"import I-{row['import_id']} of {row['name']}"
        said = (entry.reason, entry.scope, source, entry.evidence)
        events.append(
            Event(
                seq=row["seq"], at=entry.effective_at, kind="added", by=row["actor"],
                method=row["via"], address=row["address"], entry_id=entry.entry_id,
                summary=", ".join(filter(None, said)),
            )
        )  # fmt: skip
        if entry.lifted_because == undone_because(row["import_id"]):
            events.append(
                Event(
                    seq=row["seq"], at=entry.lifted_at, kind="lifted", by=entry.lifted_by,
                    method="import", address="", entry_id=entry.entry_id,
                    summary=entry.lifted_because,
                )
            )  # fmt: skip
    return tuple(events)
