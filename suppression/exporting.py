"""Reading the list for a file: one snapshot of it, whatever happens meanwhile.

**Failures:** what SQLite raises is raised as it is; the owner of the connection answers for it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from suppression.matching import IN_FORCE
from suppression.transfer.writing import Line, csv_pieces, json_pieces

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from typing import BinaryIO

    from suppression.store import Query
    from suppression.transfer.writing import Form

_NAMED: Final = "instr(key, '@') > 1 OR key LIKE '+%'"
_LISTING: Final = (
    "SELECT key, channel, scope, sender, reason, requested_at, expires_at, include_subdomains,"
    " origin, evidence, repeated_at FROM entries WHERE {where} ORDER BY key, channel, requested_at,"
    " scope, sender, reason, origin, expires_at, include_subdomains, evidence, repeated_at"
)
_HASHES: Final = (
    "SELECT sha256(key) AS hash FROM entries WHERE {where} AND ({named})"
    " UNION SELECT substr(key, 8) FROM entries WHERE {where} AND key LIKE 'sha256:%' ORDER BY hash"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What a file of the list holds."""

    lines: int
    left_out: int  # entries that have no hash of this kind: domains, other hashes
    sha256: str  # of the file's bytes


def write(
    connection: sqlite3.Connection, query: Query, at: float, form: Form, file: BinaryIO
) -> Exported:
    """Write the entries in force that match to a file, in the order of their keys."""
    connection.execute("BEGIN")
    try:
        where, values = _condition(query, at)
        left_out = _left_out(connection, where, values) if form == "sha256" else 0
        hashed, ends = hashlib.sha256(), 0
        for piece in _pieces(connection, where, values, form):
            file.write(piece)
            hashed.update(piece)
            ends += piece.count(b"\n")
        lines = ends - (form == "csv")  # its first line names the columns
        return Exported(lines=lines, left_out=left_out, sha256=hashed.hexdigest())
    finally:
        connection.execute("ROLLBACK")


def _pieces(
    connection: sqlite3.Connection, where: str, values: dict[str, Any], form: Form
) -> Iterator[bytes]:
    if form == "sha256":
        connection.create_function("sha256", 1, _sha256, deterministic=True)
        hashes = connection.execute(_HASHES.format(where=where, named=_NAMED), values)
        return (f"{row[0]}\n".encode() for row in hashes)
    found = connection.execute(_LISTING.format(where=where), values)
    lines = map(Line._make, found)
    return csv_pieces(lines) if form == "csv" else json_pieces(lines)


def _left_out(connection: sqlite3.Connection, where: str, values: dict[str, Any]) -> int:
    (count,) = connection.execute(
        f"SELECT count(*) FROM entries WHERE {where} AND NOT ({_NAMED} OR key LIKE 'sha256:%')",  # noqa: S608 - conditions of ours
        values,
    ).fetchone()
    return int(count)


def _condition(query: Query, at: float) -> tuple[str, dict[str, Any]]:
    asked: dict[str, tuple[str, Any]] = {
        "text": ("instr(key, :text) > 0", query.text.strip().lower()),
        "channel": ("channel = :channel", query.channel),
        "reason": ("reason = :reason", query.reason),
        "scope": ("scope = :scope", query.scope),
        "since": ("effective_at >= :since", query.since and query.since.timestamp()),
    }
    given = {name: each for name, each in asked.items() if each[1] not in {"", None}}
    conditions = [IN_FORCE, *(condition for condition, _ in given.values())]
    return " AND ".join(conditions), {"at": at, **{name: each[1] for name, each in given.items()}}


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
