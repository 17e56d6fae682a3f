"""Texts to us on their way in: parts that wait for one another, and what came twice.

**Failures:** what SQLite raises is raised as it is; the owner of the transaction answers for it.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Final

from gateway.spool.rows import moment

if TYPE_CHECKING:
    import sqlite3

    from suppression.ledger import Pepper

_REPEATED_WITHIN: Final = timedelta(minutes=10)
_KEPT: Final = timedelta(hours=1)
_SAME: Final = "route = ? AND sender = ? AND ours = ? AND reference = ? AND total = ?"
_OVERDUE: Final = """
SELECT * FROM heard_parts h WHERE route = ? AND (
    SELECT max(at) FROM heard_parts w WHERE w.route = h.route AND w.sender = h.sender
    AND w.ours = h.ours AND w.reference = h.reference AND w.total = h.total
) <= ? ORDER BY sender, ours, reference, total, number
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """What the parts of one text have in common."""

    route: str
    sender: str  # as the SMSC writes it
    to: str
    reference: int
    total: int

    @property
    def key(self) -> tuple[str, str, str, int, int]:
        """What its rows are found by."""
        return (self.route, self.sender, self.to, self.reference, self.total)


def keep(
    connection: sqlite3.Connection, whole: Whole, part: int, words: str, *, at: datetime
) -> tuple[str, ...]:
    """Keep a part, and return all of them once the last one is there; none before."""
    connection.execute(
        "INSERT OR REPLACE INTO heard_parts VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (*whole.key, part, words.encode("utf-8", "surrogatepass"), at.timestamp()),
    )
    rows = connection.execute(
        f"SELECT * FROM heard_parts WHERE {_SAME} ORDER BY number",  # noqa: S608 - words of ours
        whole.key,
    ).fetchall()
    return tuple(map(_words, rows)) if len(rows) == whole.total else ()


def forget(connection: sqlite3.Connection, whole: Whole, part: int = 0) -> None:
    """Forget the parts of a text that was taken, or one that is said again."""
    connection.execute(
        f"DELETE FROM heard_parts WHERE {_SAME} AND (number = ? OR ? = 0)",  # noqa: S608 - words of ours
        (*whole.key, part, part),
    )


def overdue(
    connection: sqlite3.Connection, route: str, *, before: datetime
) -> list[tuple[Whole, tuple[str, ...]]]:
    """Return what is there of texts whose last part to come came long ago."""
    rows = connection.execute(_OVERDUE, (route, before.timestamp()))
    return [(whole, tuple(map(_words, found))) for whole, found in groupby(rows, _whole)]


def received_at(  # noqa: PLR0913 - who said what to whom, where and when
    connection: sqlite3.Connection,
    route: str,
    said: tuple[str, str, str],
    *,
    over: str,
    pepper: Pepper,
    at: datetime,
) -> datetime:
    """Return when a text came first: before now where an earlier connection brought the same.

    `said`: sender, number, words; `over` names the connection.
    """
    digest = hmac.digest(pepper.secret, "\0".join(said).encode("utf-8", "replace"), "sha256")
    earlier = connection.execute(
        "SELECT at FROM heard_texts WHERE route = ? AND digest = ? AND connection <> ? AND at > ?",
        (route, digest, over, (at - _REPEATED_WITHIN).timestamp()),
    ).fetchone()
    if earlier is not None:
        return moment(earlier["at"])
    connection.execute(
        "INSERT OR REPLACE INTO heard_texts VALUES (?, ?, ?, ?)",
        (route, digest, over, at.timestamp()),
    )
    return at


def retire(connection: sqlite3.Connection, now: datetime) -> None:
    """Forget what no repetition is looked for any more."""
    connection.execute("DELETE FROM heard_texts WHERE at <= ?", ((now - _KEPT).timestamp(),))


def _whole(row: sqlite3.Row) -> Whole:
    return Whole(
        route=row["route"], sender=row["sender"], to=row["ours"],
        reference=row["reference"], total=row["total"],
    )  # fmt: skip


def _words(row: sqlite3.Row) -> str:
    return bytes(row["words"]).decode("utf-8", "surrogatepass")
