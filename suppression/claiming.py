"""Who else asks for what an import made: undoing the import leaves that alone.

**Failures:** what SQLite raises is raised as it is; the owner of the transaction answers for it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from suppression.transfer.job import UNDO_LASTS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator
    from datetime import datetime

_RANGE: Final = 5000  # ids that are lifted in one commit
_UNDOABLE: Final = (
    "(state IN ('reading', 'adding', 'failed', 'undoing')"
    " OR (state = 'done' AND ended_at > :since))"
)
_FORGETTABLE: Final = (  # what an undone import made goes with the last import that asks for it
    "(imports.state <> 'undone' OR import_claims.import_id NOT IN"  # noqa: S608 - a condition of ours
    f" (SELECT id FROM imports WHERE {_UNDOABLE}))"
)

_SAME_FILE: Final = (
    "SELECT same.id FROM imports same JOIN imports own ON own.id = ? WHERE same.id <> own.id"
    " AND same.digest = own.digest AND same.options = own.options"
    " AND same.state NOT IN ('undoing', 'undone')"
)
_NOT_OF_THESE: Final = (
    "SELECT asked.value FROM json_each(:asked) asked WHERE NOT EXISTS ("
    " SELECT 1 FROM import_claims, json_each(:these) this"
    " WHERE entry_id = asked.value AND import_id = this.value"
    ") AND NOT EXISTS ("
    " SELECT 1 FROM import_batches, json_each(:these) this"
    " WHERE import_id = this.value AND asked.value BETWEEN first_id AND last_id)"
)


def claim(
    connection: sqlite3.Connection, entries: Collection[int], import_number_: int, at: datetime
) -> None:
    """Note that somebody else asks for entries that an import made and may take back.

    The same file once more is nobody else: what an import of it made or asked for before goes with
    that one. `import_number_`: of the import that asks; 0 is anybody else.
    """
    (first,) = connection.execute(
        "SELECT min((SELECT min(first_id) FROM import_batches WHERE import_id = imports.id))"  # noqa: S608 - a condition of ours
        f" FROM imports WHERE id <> :own AND {_UNDOABLE}",
        {"own": import_number_, "since": (at - UNDO_LASTS).timestamp()},
    ).fetchone()
    claimed = [number for number in entries if first is not None and number >= first]
    these = [row[0] for row in connection.execute(_SAME_FILE, (import_number_,))] if claimed else []
    if these:
        values = {"asked": json.dumps(claimed), "these": json.dumps(these)}
        claimed = [row[0] for row in connection.execute(_NOT_OF_THESE, values)]
    if claimed:
        connection.execute(
            "INSERT OR IGNORE INTO import_claims SELECT value, ? FROM json_each(?)",
            (import_number_, json.dumps(claimed)),
        )


def claims_to_forget(connection: sqlite3.Connection, at: datetime) -> list[tuple[int, int]]:
    """Return ranges of entries of which somebody's asking, too, decides no undoing any more."""
    found = connection.execute(
        "SELECT first_id, last_id FROM import_batches JOIN imports ON imports.id = import_id"  # noqa: S608 - conditions of ours
        f" WHERE NOT {_UNDOABLE} AND EXISTS (SELECT 1 FROM import_claims"
        f" WHERE entry_id BETWEEN first_id AND last_id AND {_FORGETTABLE})",
        {"since": (at - UNDO_LASTS).timestamp()},
    ).fetchall()
    return [(row[0], row[1]) for row in found]


def forget_claims(connection: sqlite3.Connection, first: int, last: int, at: datetime) -> int:
    """Forget who asked, too, for entries of a range that `claims_to_forget` returned; how many."""
    done = connection.execute(
        "DELETE FROM import_claims WHERE entry_id BETWEEN :first AND :last AND EXISTS ("  # noqa: S608 - conditions of ours
        "SELECT 1 FROM import_batches JOIN imports ON imports.id = import_batches.import_id"
        f" WHERE first_id = :first AND NOT {_UNDOABLE} AND {_FORGETTABLE})",
        {"first": first, "last": last, "since": (at - UNDO_LASTS).timestamp()},
    )
    return done.rowcount


def claimed_ranges(connection: sqlite3.Connection, number: int) -> Iterator[tuple[int, int]]:
    """Return the ids of what undone imports made and this one asked for, too."""
    found = connection.execute(
        "SELECT entry_id FROM import_claims JOIN import_batches ON first_id ="
        " (SELECT max(first_id) FROM import_batches WHERE first_id <= entry_id)"
        " JOIN imports ON imports.id = import_batches.import_id"
        " WHERE import_claims.import_id = ? AND entry_id <= last_id"
        " AND imports.state = 'undone' ORDER BY entry_id",
        (number,),
    )
    first = last = 0
    for (entry,) in found:
        if first and (entry > last + 1 or entry - first >= _RANGE):
            yield first, last
            first = 0
        first, last = first or entry, entry
    if first:
        yield first, last
