"""Presses of the public page, each inside a transaction of its caller.

An entry of the page can be taken back by the page that made it until something else asks for the
same: then it is confirmed, and no page and no bulk undo touches it any more.

**Failures:** what SQLite raises is raised as it is; the owner of the transaction answers for it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from suppression import rows
from suppression.keys import RecipientKey
from suppression.press import BURST, BURST_WITHIN, SUSPECTED_SCANNER
from suppression.transfer.evidence_text import MOST_KEPT, visible

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable

    from suppression.entry import Entry
    from suppression.ledger import Pepper
    from suppression.press import Press
    from suppression.transfer.merging import Standing
    from suppression.transfer.row import Row

_TAG: Final = f"; {SUSPECTED_SCANNER}"
_COMPANIES: Final = ("origin", "domain")
"""What the presses of one scanner have in common: where it stands, or whom it guards."""


def note(
    connection: sqlite3.Connection, entry: Entry, press: Press, pepper: Pepper, now: datetime
) -> tuple[Entry, ...]:
    """Remember that a press made an entry; return what looks as if a scanner had pressed it."""
    domain = press.person.rpartition("@")[2]
    row = {
        "entry": rows.entry_number(entry.entry_id),
        "act": press.act,
        "person": _hashed(pepper, press.person),
        "domain": _hashed(pepper, domain),
        "origin": _hashed(pepper, press.origin),
        "send": press.send,
        "hasty_at": rows.seconds(now) if press.is_hasty else None,
        "since": rows.seconds(now - BURST_WITHIN),
        "burst": BURST,
    }
    connection.execute(
        "INSERT INTO presses (entry, act, person, domain, origin, send, hasty_at)"
        " VALUES (:entry, :act, :person, :domain, :origin, :send, :hasty_at)",
        row,
    )
    if not press.is_hasty:
        return ()
    suspected: set[int] = set()
    for column in _COMPANIES:
        burst = f"send = :send AND hasty_at > :since AND {column} = :{column} AND {column} <> ''"
        suspected |= {
            number
            for (number,) in connection.execute(
                f"UPDATE presses SET suspected = 1 WHERE {burst} AND suspected = 0"  # noqa: S608 - a name of ours
                f" AND (SELECT count(DISTINCT person) FROM presses WHERE {burst}) >= :burst"
                " RETURNING entry",
                row,
            ).fetchall()
        }
    return tuple(_tagged(connection, number) for number in sorted(suspected))


def confirm(connection: sqlite3.Connection, entry: Entry, press: Press, pepper: Pepper) -> bool:
    """Let an entry stand for good because something else asks for it too; whether that was new.

    A page that is pressed twice confirms nothing, and neither does another hasty press from where
    the first came: a scanner opens what it finds more than once.
    """
    number = rows.entry_number(entry.entry_id)
    row = connection.execute("SELECT * FROM presses WHERE entry = ?", (number,)).fetchone()
    if row is None or (press.act and press.act == row["act"]):
        return False
    origin = _hashed(pepper, press.origin)
    if press.is_hasty and row["hasty_at"] is not None and origin == row["origin"]:
        return False
    _let_stand(connection, [row["entry"]])
    return True


def confirm_by_file(
    connection: sqlite3.Connection, known: Iterable[tuple[Standing, Row]]
) -> tuple[Entry, ...]:
    """Let entries stand for good that a file asks for too; return those for which that was new.

    `known`: entries, each with what the file says. A copy of the entry itself, as
    the list exports it, is nobody else's word.
    """
    said: defaultdict[int, list[Row]] = defaultdict(list)
    for standing, row in known:
        said[standing.number].append(row)
    found = connection.execute(
        "SELECT entries.* FROM entries JOIN presses ON presses.entry = entries.id"
        " WHERE entries.id IN (SELECT value FROM json_each(?)) ORDER BY entries.id",
        (json.dumps(list(said)),),
    ).fetchall()
    asked = [
        entry for entry in map(rows.entry, found)
        if not all(_is_copy(row, entry) for row in said[rows.entry_number(entry.entry_id) or 0])
    ]  # fmt: skip
    _let_stand(connection, [rows.entry_number(entry.entry_id) or 0 for entry in asked])
    return tuple(asked)


def _is_copy(row: Row, entry: Entry) -> bool:
    first, last = row.requested_at, row.last_requested_at or row.requested_at
    first_at, last_at = (datetime.fromtimestamp(at, UTC) for at in (first, last))
    if first_at != entry.requested_at or last_at > entry.last_requested_at:
        return False
    return _untagged(row.evidence) == _untagged(visible(entry.evidence, MOST_KEPT))


def _untagged(evidence: str) -> str:
    return evidence.replace(_TAG, "")


def _let_stand(connection: sqlite3.Connection, numbers: Collection[int]) -> None:
    ours = json.dumps(list(numbers))
    connection.execute(
        "UPDATE entries SET evidence = replace(evidence, ?, '')"
        " WHERE id IN (SELECT entry FROM presses WHERE suspected = 1"
        " AND entry IN (SELECT value FROM json_each(?)))",
        (_TAG, ours),
    )
    connection.execute(
        "DELETE FROM presses WHERE entry IN (SELECT value FROM json_each(?))", (ours,)
    )


def made_by(
    connection: sqlite3.Connection, act: str, keys: Collection[RecipientKey], since: datetime
) -> tuple[Entry, ...]:
    """Return what a page made for these people since then, and nobody has confirmed."""
    found = connection.execute(
        "SELECT entries.* FROM presses JOIN entries ON entries.id = presses.entry"
        " WHERE act = ? AND effective_at > ? ORDER BY entries.id",
        (act, rows.seconds(since)),
    ).fetchall()
    return tuple(entry for entry in map(rows.entry, found) if entry.key in keys)


SUSPECTED: Final = (
    "SELECT entries.* FROM presses JOIN entries ON entries.id = presses.entry"
    " WHERE suspected = 1 AND lifted_at IS NULL AND effective_at BETWEEN ? AND ?"
    " ORDER BY entries.id"
)
"""Entries in force, of a span of time, that a scanner seems to have made."""


def _tagged(connection: sqlite3.Connection, number: int) -> Entry:
    (row,) = connection.execute(
        "UPDATE entries SET evidence = evidence || ? WHERE id = ? RETURNING *", (_TAG, number)
    ).fetchall()
    return rows.entry(row)


def _hashed(pepper: Pepper, text: str) -> str:
    return pepper.person(RecipientKey(text)) if text else ""
