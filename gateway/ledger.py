"""Reading the hash-chained record: whether it is whole, and what it says.

The list's file and the spool's hold a chain each. A chain shows every change in its middle; that
its end was cut off, or all of it written anew, shows against a head that was kept elsewhere.

**Failures:** a file that cannot be read raises `StoreUnavailable`; one whose chain is broken is an
answer, not an exception.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from gateway.errors import StoreUnavailable
from suppression.database import connect
from suppression.ledger import GENESIS, chain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_HASH_BYTES: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The last line of a chain: kept elsewhere, it vouches for every line up to it."""

    seq: int
    hash: bytes


EMPTY: Final = Head(seq=0, hash=GENESIS)
"""The head of a chain without lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What reading a whole chain showed."""

    head: Head  # the last line that can be trusted
    broken_at: int = 0  # the first line that cannot; 0 when there is none
    reason: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether nothing was changed, moved or taken out."""
        return self.broken_at == 0


def verify(path: Path, *, kept: Head = EMPTY) -> Verdict:
    """Compute the chain of a file anew, from its first line to its last.

    `kept`: a head that was written down earlier, which this chain must still contain.
    """
    with _open(path) as connection:
        verdict = _walk(connection, kept)
    if verdict.is_whole and verdict.head.seq < kept.seq:
        lost = f"the chain ends before line {kept.seq}, which was there once"
        return Verdict(head=verdict.head, broken_at=verdict.head.seq + 1, reason=lost)
    return verdict


def head(path: Path) -> Head:
    """Return the last line of a chain, to be kept somewhere else."""
    with _open(path) as connection:
        row = connection.execute(
            "SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1"
        ).fetchone()
    return Head(seq=row["seq"], hash=bytes(row["hash"])) if row else EMPTY


def export(
    path: Path, *, with_details: bool = False, after: int = 0, limit: int = -1
) -> Iterator[str]:
    """Yield the lines as JSON, in order; `line` is what the hash covers, for anybody to check.

    `with_details` adds what can be read about people; without it nobody is named. At most `limit`
    lines behind line `after`; fewer than 0 is all.
    """
    with _open(path) as connection:
        for row in connection.execute(
            "SELECT seq, body, hash, detail FROM ledger LEFT JOIN ledger_detail USING (seq)"
            " WHERE seq > ? ORDER BY seq LIMIT ?",
            (after, limit),
        ):
            line: dict[str, Any] = {
                "seq": row["seq"],
                "hash": bytes(row["hash"]).hex(),
                "line": row["body"],
            }
            if with_details and row["detail"] is not None:
                line["detail"] = json.loads(row["detail"])
            yield json.dumps(line, ensure_ascii=False)


def _walk(connection: sqlite3.Connection, kept: Head) -> Verdict:
    last = EMPTY
    for row in connection.execute(
        "SELECT seq, at, kind, person, body, hash FROM ledger ORDER BY seq"
    ):
        reason = _fault(row, last) or _departure(row, kept)
        if reason:
            return Verdict(head=last, broken_at=last.seq + 1, reason=reason)
        last = Head(seq=row["seq"], hash=bytes(row["hash"]))
    return Verdict(head=last)


def _fault(row: sqlite3.Row, last: Head) -> str:
    """Return what is wrong with a line that follows `last`; empty when nothing is."""
    if row["seq"] != last.seq + 1:
        return f"line {last.seq + 1} is missing"
    if len(row["hash"]) != _HASH_BYTES or row["hash"] != chain(last.hash, row["seq"], row["body"]):
        return "its hash is not that of its content and the line before"
    body = json.loads(row["body"])
    at = datetime.fromisoformat(body["at"])
    # the hash covers the body alone; what stands beside it is there to be looked up by
    written_at = int(row["at"] * 1000) == int(at.timestamp() * 1000)
    if not written_at or (row["kind"], row["person"]) != (body["kind"], body["person"]):
        return "what it is looked up by is not what it says"
    return ""


def _departure(row: sqlite3.Row, kept: Head) -> str:
    if row["seq"] == kept.seq and row["hash"] != kept.hash:
        return "it is not the line that was there when its hash was kept"
    return ""


@contextmanager
def _open(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(connect(path, read_only=True)) as connection:
            yield connection
    except sqlite3.Error as error:
        message = f"cannot read {path.name}: {error}"
        raise StoreUnavailable(message) from error
