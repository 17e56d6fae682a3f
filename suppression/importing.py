"""The statements of an import, each inside a transaction of its caller.

**Failures:** what SQLite raises is raised as it is; the owner of the transaction answers for it.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import asdict, replace
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

import msgspec

from suppression import rows
from suppression.covering import loose, other_form
from suppression.entry import NEVER, Reason
from suppression.errors import ImportUndone
from suppression.hashes import erased_names
from suppression.keys import RecipientKey
from suppression.transfer.job import Counts, Import
from suppression.transfer.merging import Standing, is_newer, stands_for
from suppression.transfer.row import BY_TERM

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator, Sequence
    from datetime import datetime

    from suppression.entry import Entry
    from suppression.hashes import ErasureSecrets
    from suppression.terms import Terms
    from suppression.transfer.job import Batch
    from suppression.transfer.row import Row

    Written: TypeAlias = tuple[Row, RecipientKey | None]

_IMPORT: Final = "I-"
_encode_lines: Final = msgspec.json.Encoder().encode_lines
_AT_ONCE: Final = 64  # rows a statement: at every step others may run
_COLUMNS: Final = (
    "channel, key, loose, scope, sender, reason, origin, evidence, requested_at, effective_at,"
    " expires_at, include_subdomains, recorded_by, method, repeated_at"
)
_METHOD: Final = "import"
_ROW: Final = f"({', '.join('?' * 15)})"
_OURS_ALONE: Final = (
    "id BETWEEN :first AND :last AND lifted_at IS NULL AND key NOT LIKE 'hmac:%'"
    " AND NOT EXISTS (SELECT 1 FROM import_claims"
    " LEFT JOIN imports ON imports.id = import_id"
    " WHERE entry_id = entries.id AND import_id <> :number"
    " AND ifnull(imports.state, '') NOT IN ('undoing', 'undone'))"
)


def import_number(import_id: str) -> int | None:
    """Return the row an import id names; None when it cannot name one."""
    return (
        rows.entry_number(import_id.replace(_IMPORT, "S-", 1)) if import_id[:2] == _IMPORT else None
    )


def import_of(row: sqlite3.Row) -> Import:
    """Read a row of `imports`."""
    return Import(
        import_id=f"{_IMPORT}{row['id']}",
        name=row["name"],
        digest=row["digest"],
        by=row["actor"],
        state=row["state"],
        started_at=rows.moment(row["started_at"]),
        ended_at=rows.moment(row["ended_at"]),
        undone_at=rows.moment(row["undone_at"]),
        position=row["position"],
        passed=row["passed"],
        counts=Counts(**json.loads(row["counts"])),
        report=json.loads(row["report"]),
    )


def refuse_undone(connection: sqlite3.Connection, number: int) -> None:
    """Add nothing to an import that somebody takes back."""
    found = connection.execute(
        "SELECT 1 FROM imports WHERE id = ? AND state IN ('undoing', 'undone')", (number,)
    ).fetchone()
    if found is not None:
        message = "the import was taken back while it ran"
        raise ImportUndone(message)


def standing(
    connection: sqlite3.Connection,
    keys: Collection[RecipientKey],
    now: float,
    secrets: ErasureSecrets,
) -> dict[tuple[str, str], list[Standing]]:
    """Return the entries in force of these keys, by key and channel; one step of one statement.

    Those of erased people are among them: no file brings their names back.
    """
    of_erased = erased_names(connection, keys, secrets)
    (found,) = connection.execute(
        "SELECT json_group_array(json_array(id, key, channel, scope, sender, reason, origin,"
        # JSON of SQLite writes fewer digits of a number than microseconds need
        " CAST(round(expires_at * 1000000) AS INTEGER), include_subdomains,"
        " CAST(round(ifnull(repeated_at, requested_at) * 1000000) AS INTEGER))) FROM entries"
        " WHERE key IN (SELECT value FROM json_each(?)) AND lifted_at IS NULL"
        " AND (expires_at IS NULL OR expires_at > ?)",
        (json.dumps([*keys, *of_erased]), now),
    ).fetchone()
    by_person: defaultdict[tuple[str, str], list[Standing]] = defaultdict(list)
    for each in json.loads(found):
        *rest, expires, subdomains, last = each
        end = None if expires is None else expires / 1_000_000
        entry = Standing._make((*rest, end, subdomains, last / 1_000_000))
        key = of_erased.get(entry.key, entry.key)
        by_person[key, entry.channel].append(entry)
    return by_person


def classified(
    wanted: Sequence[Row], by_person: dict[tuple[str, str], list[Standing]], least: float | None
) -> tuple[list[Row], Counts, list[tuple[Standing, Row]]]:
    """Return the rows the list does not do yet, the counts, and the others with what does them.

    `least`: until when a bounce has to stop somebody already, to stand for one without an end.
    """
    if not by_person:
        people = len({row[:2] for row in wanted}) if len(wanted) > 1 else len(wanted)
        return list(wanted), Counts(new=people, stronger=len(wanted) - people), []
    adding: list[Row] = []
    known: list[tuple[Standing, Row]] = []
    new = 0
    met: set[tuple[str, str]] = set()
    for row in wanted:
        person = row.key, row.channel
        entries = by_person.get(person, ())
        asked = row if row.expires_at != BY_TERM else row._replace(expires_at=least)
        standers = (entry for entry in entries if stands_for(entry, asked))
        # what is as new before what has to be noted as asked again
        stander = min(standers, key=partial(is_newer, asked), default=None)
        if stander is not None:
            known.append((stander, row))
            continue
        new += not entries and person not in met
        met.add(person)
        adding.append(row)
    counts = Counts(new=new, stronger=len(adding) - new, known=len(known))
    return adding, counts, known


def least_end(terms: Terms, now: datetime) -> float | None:
    """Return when half the time of a bounce that begins now is over: the file is not newer."""
    end = terms.end(Reason.HARD_BOUNCE, now)
    return None if end == NEVER else (now + (end - now) / 2).timestamp()


def written_as(
    adding: Sequence[Row],
    by_person: dict[tuple[str, str], list[Standing]],
    secrets: ErasureSecrets,
) -> list[Written]:
    """Return rows as the list is to hold them, each with its form without dots.

    Whoever was erased and is stopped stays a keyed hash, and what the file says of them is left out
    but for the place where it does.
    """
    erased = {
        person for person, entries in by_person.items()
        if any(entry.key != person[0] for entry in entries)
    }  # fmt: skip
    return [
        _unnamed(row, secrets) if row[:2] in erased else (row, other_form(RecipientKey(row.key)))
        for row in adding
    ]


def _unnamed(row: Row, secrets: ErasureSecrets) -> Written:
    key = RecipientKey(row.key)
    hashed = row._replace(key=secrets.hashed(key), evidence=f"row {row.number}")
    return hashed, secrets.hashed(loose(key))


def insert_rows(
    connection: sqlite3.Connection, adding: Sequence[Written], now: datetime, by: str, terms: Terms
) -> tuple[int, int]:
    """Write entries, in force from now; return the ids of the first and the last."""
    since, ends = now.timestamp(), rows.seconds(terms.end(Reason.HARD_BOUNCE, now))
    (last,) = connection.execute("SELECT ifnull(max(id), 0) FROM entries").fetchone()
    for start in range(0, len(adding), _AT_ONCE):
        some = adding[start : start + _AT_ONCE]
        values = [value for each in some for value in _values(each, since, ends, by)]
        connection.execute(
            f"INSERT INTO entries ({_COLUMNS}) VALUES {', '.join([_ROW] * len(some))}",  # noqa: S608 - names of ours
            values,
        )
    return last + 1, last + len(adding)


def _values(written: Written, now: float, ends: float | None, by: str) -> tuple[object, ...]:
    row, other = written
    key, channel, scope, sender, reason, origin, evidence, requested, expires, subdomains, *_ = row
    last = row.last_requested_at
    return (
        channel, key, other, scope, sender, reason, origin, evidence, requested, now,
        ends if expires == BY_TERM else expires, subdomains, by, _METHOD,
        last if last is not None and last > requested else None,
    )  # fmt: skip


def digest_of(adding: Sequence[Row]) -> str:
    """Return the SHA-256 over rows, as JSON a line, in their order."""
    return hashlib.sha256(_encode_lines(adding)).hexdigest()


def moved(connection: sqlite3.Connection, number: int, batch: Batch, counts: Counts) -> Import:
    """Note that a batch is dealt with, and what became of its rows; return the import after it."""
    (row,) = connection.execute("SELECT * FROM imports WHERE id = ?", (number,)).fetchall()
    before = import_of(row)
    total = before.counts + counts
    if batch.begins != before.position:  # all rows come once more: what was made alone stays so
        total = replace(before.counts, known=0, duplicate=0) + counts
    (row,) = connection.execute(
        "UPDATE imports SET state = 'adding', position = ?, passed = ?, counts = ? WHERE id = ?"
        " RETURNING *",
        (batch.position, batch.passed, counts_text(total), number),
    ).fetchall()
    return import_of(row)


def undo_ranges(connection: sqlite3.Connection, number: int) -> Iterator[tuple[int, int]]:
    """Return the ids of what an import made, batch by batch, oldest first."""
    found = connection.execute(
        "SELECT first_id, last_id FROM import_batches WHERE import_id = ? ORDER BY first_id",
        (number,),
    ).fetchall()
    return ((row[0], row[1]) for row in found)


def law_in_range(
    connection: sqlite3.Connection, first: int, last: int, number: int
) -> tuple[Entry, ...]:
    """Return what of a range of entries undoing would lift though the law asks for it."""
    found = connection.execute(
        "SELECT * FROM entries INDEXED BY entries_of_law"  # noqa: S608 - a condition of ours
        f" WHERE lifted_at IS NULL AND reason IN ('legal', 'minor') AND {_OURS_ALONE}",
        {"first": first, "last": last, "number": number},
    ).fetchall()
    return tuple(map(rows.entry, found))


def lift_range(  # noqa: PLR0913, PLR0917 - a statement and its values
    connection: sqlite3.Connection, first: int, last: int, number: int, now: float, by: str
) -> str:
    """End what an import made and nobody else asks for; return the ids, joined by commas.

    An erased person stays stopped: what is left of them is a keyed hash.
    """
    values = {
        "first": first, "last": last, "number": number, "now": now, "by": by,
        "because": undone_because(number),
    }  # fmt: skip
    (ids,) = connection.execute(
        f"SELECT ifnull(group_concat(id), '') FROM entries WHERE {_OURS_ALONE}",  # noqa: S608 - a condition of ours
        values,
    ).fetchone()
    connection.execute(
        f"UPDATE entries SET lifted_at = :now, lifted_by = :by, lifted_because = :because"  # noqa: S608 - as above
        f" WHERE {_OURS_ALONE}",
        values,
    )
    return str(ids)


def undone_because(number: int) -> str:
    """Return what stands as the reason of what undoing an import lifted."""
    return f"import {_IMPORT}{number} undone"


def counts_text(counts: Counts) -> str:
    """Return counts as they are stored."""
    return json.dumps(asdict(counts))
