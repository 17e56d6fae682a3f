"""Putting back what was lifted: an entry like it, in force from now, beside the one that ended.

**Failures:** what SQLite raises is raised as it is; the owner of the transaction answers for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from suppression import hashes, rows, severing, statements
from suppression.claiming import claim
from suppression.entry import Reason
from suppression.terms import MOST_SAID

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable

    from suppression.channel import Channel
    from suppression.covering import Matching
    from suppression.entry import Entry
    from suppression.evidence import Evidence
    from suppression.keys import RecipientKey
    from suppression.ledger import Line

_SAME: Final = (
    "channel, key, loose, scope, sender, reason, origin, requested_at, repeated_at, expires_at,"
    " include_subdomains, recorded_by, method"
)
_RESTORE: Final = (
    f"INSERT INTO entries ({_SAME}, effective_at, evidence)"  # noqa: S608 - names of ours
    f" SELECT {_SAME}, :at, :evidence FROM entries WHERE id = :number RETURNING *"
)


def restore(  # noqa: PLR0913 - whose, which, and what says so
    connection: sqlite3.Connection,
    key: RecipientKey,
    channel: Channel,
    entry_ids: Collection[str],
    evidence: Evidence,
    *,
    matching: Matching,
) -> tuple[tuple[Entry, ...], list[Line]]:
    """Return the entries in force for those of a person that were lifted, and the ledger's lines.

    The new entry says all that the old one did, who asked for it by what and when last: so whatever
    ended that one ends this one, and nothing else does.
    """
    names = hashes.names(connection, key, matching.erasure)
    found, lines = [], []
    for lifted in _lifted(connection, names, channel, entry_ids):
        active = statements.active_entries(connection, names, channel, evidence.at)
        entry = _standing(active, lifted)
        if entry is None:
            entry = _restored(connection, lifted, evidence)
            lines.append(evidence.restored(entry, lifted))
        else:  # by an import, perhaps: undoing it must not let go of what is put back here
            claim(connection, [rows.entry_number(entry.entry_id) or 0], 0, evidence.at)
        if entry.reason is Reason.WRONG_NUMBER:
            because = f"wrong number, {entry.entry_id}"
            lines += severing.void(connection, key, because, evidence, matching)
        found.append(entry)
    return tuple(found), lines


def _lifted(
    connection: sqlite3.Connection,
    names: Collection[RecipientKey],
    channel: Channel,
    entry_ids: Collection[str],
) -> tuple[Entry, ...]:
    """Return those of a person's entries that were lifted, the oldest first."""
    marks, values = rows.among(names)
    found = connection.execute(
        f"SELECT * FROM entries WHERE key IN ({marks}) AND channel = ?"  # noqa: S608 - marks of ours
        " AND lifted_at IS NOT NULL ORDER BY id",
        (*values, channel),
    ).fetchall()
    return tuple(entry for entry in map(rows.entry, found) if entry.entry_id in entry_ids)


def _standing(active: Iterable[Entry], lifted: Entry) -> Entry | None:
    """Return the entry that does all that the lifted one did, and is ended by nothing more."""
    return next(
        (
            entry
            for entry in active
            if statements.stands_for(entry, lifted)
            and entry.method == lifted.method
            and entry.last_requested_at >= lifted.last_requested_at
        ),
        None,
    )


def _restored(connection: sqlite3.Connection, lifted: Entry, evidence: Evidence) -> Entry:
    values = {
        "number": rows.entry_number(lifted.entry_id),
        "at": rows.seconds(evidence.at),
        "evidence": f"{lifted.evidence} ({lifted.entry_id} put back)"[:MOST_SAID],
    }
    (row,) = connection.execute(_RESTORE, values).fetchall()
    return rows.entry(row)
