"""Texts to us on their way in: parts that wait for one another, and what came twice.

**Failures:** what SQLite raises is raised as it is; the owner of the transaction answers for it.
"""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Final

from gateway.spool.rows import moment

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Sequence

    from suppression.ledger import Pepper

REPEATED_WITHIN: Final = timedelta(minutes=10)
"""How long what comes again is taken to be what came before."""

_KEPT: Final = timedelta(hours=1)
_PARTS_KEPT: Final = timedelta(days=30)  # a stop that no list could take for so long is none
_OF_A_SENDER: Final = 300  # parts that wait: a text has 255 at most
_OF_A_ROUTE: Final = 20_000
AT_ONCE: Final = 200  # texts
_NAMES: Final = "route, sender, ours, reference, total"
_SAME: Final = "route = ? AND sender = ? AND ours = ? AND reference = ? AND total = ?"

OVERDUE: Final = f"""
SELECT * FROM heard_parts JOIN (
    SELECT {_NAMES} FROM heard_parts WHERE route = ?
    GROUP BY {_NAMES} HAVING min(at) <= ? ORDER BY min(at) LIMIT {AT_ONCE}
) USING ({_NAMES}) ORDER BY {_NAMES}, number
"""  # noqa: S608 - words of ours
LEFT_OVER: Final = f"""
SELECT * FROM heard_parts JOIN (
    SELECT DISTINCT {_NAMES} FROM heard_parts
    WHERE route NOT IN (SELECT value FROM json_each(?)) LIMIT {AT_ONCE}
) USING ({_NAMES}) ORDER BY {_NAMES}, number
"""  # noqa: S608 - words of ours


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What is there of a text in parts."""

    whole: Whole
    numbers: tuple[int, ...]
    parts: tuple[str, ...]
    at: datetime  # when the first of them came


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What became of a part: it waits, or is the last one; or another has to be heard before it."""

    complete: Heard | None = None
    before: Heard | None = None


def keep(
    connection: sqlite3.Connection, whole: Whole, part: int, words: str, *, at: datetime
) -> Kept:
    """Keep a part, unless something else has to be heard and forgotten first.

    That is a text whose reference is used once more, or what waits longest where too much does.
    """
    encoded = words.encode("utf-8", "surrogatepass")
    rows = _rows(connection, whole)
    known = next((bytes(row["words"]) for row in rows if row["number"] == part), None)
    if known is None:
        if (crowding := _crowding(connection, whole)) is not None:
            return Kept(before=crowding)
        connection.execute(
            "INSERT INTO heard_parts VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (*whole.key, part, encoded, at.timestamp()),
        )
        rows = _rows(connection, whole)
    elif known != encoded:
        return Kept(before=_heard(rows))
    return Kept(complete=_heard(rows) if len(rows) == whole.total else None)


def forget(connection: sqlite3.Connection, whole: Whole, numbers: Collection[int]) -> None:
    """Forget parts that were taken, or that are said again; one that came since stays."""
    connection.executemany(
        f"DELETE FROM heard_parts WHERE {_SAME} AND number = ?",  # noqa: S608 - words of ours
        ((*whole.key, number) for number in numbers),
    )


def texts(rows: Sequence[sqlite3.Row]) -> list[Heard]:
    """Return the texts of `OVERDUE` or `LEFT_OVER`."""
    return [_heard(list(found)) for _, found in groupby(rows, _whole)]


def names(routes: Collection[str]) -> str:
    """Return the parameter of `LEFT_OVER`: the routes that hear their own."""
    return json.dumps(sorted(routes))


def received_at(  # noqa: PLR0913 - who said what to whom, where and when
    connection: sqlite3.Connection,
    route: str,
    said: tuple[str, str, str],
    *,
    over: str,
    pepper: Pepper,
    at: datetime,
    again: bool,
) -> datetime:
    """Return when a text came first: before `at` where an earlier connection brought the same.

    `said`: sender, number, words; `over` names the connection; `again`: this one brought it before,
    and it was not acknowledged. What comes a second time over a later connection is said anew: an
    SMSC repeats a text once a connection, and whoever means it texts it once more.
    """
    digest = hmac.digest(pepper.secret, "\0".join(said).encode("utf-8", "replace"), "sha256")
    earlier = connection.execute(
        "SELECT at FROM heard_texts WHERE route = ? AND digest = ?"
        " AND (connection <> ? OR ?) AND at > ?",
        (route, digest, over, again, (at - REPEATED_WITHIN).timestamp()),
    ).fetchone()
    if earlier is not None:
        connection.execute(
            "UPDATE heard_texts SET connection = ? WHERE route = ? AND digest = ?",
            (over, route, digest),
        )
        return min(moment(earlier["at"]), at)
    connection.execute(
        "INSERT OR REPLACE INTO heard_texts VALUES (?, ?, ?, ?)",
        (route, digest, over, at.timestamp()),
    )
    return at


def retire(connection: sqlite3.Connection, now: datetime) -> None:
    """Forget what no repetition is looked for any more, and parts that nobody came to hear."""
    connection.execute("DELETE FROM heard_texts WHERE at <= ?", ((now - _KEPT).timestamp(),))
    connection.execute("DELETE FROM heard_parts WHERE at <= ?", ((now - _PARTS_KEPT).timestamp(),))


def _crowding(connection: sqlite3.Connection, whole: Whole) -> Heard | None:
    """Return what waits longest, where as much waits as may."""
    for most, condition, parameters in (
        (_OF_A_SENDER, "route = ? AND sender = ?", (whole.route, whole.sender)),
        (_OF_A_ROUTE, "route = ?", (whole.route,)),
    ):
        (count,) = connection.execute(
            f"SELECT count(*) FROM heard_parts WHERE {condition}",  # noqa: S608 - words of ours
            parameters,
        ).fetchone()
        if count >= most:
            oldest = connection.execute(
                f"SELECT * FROM heard_parts WHERE {condition} ORDER BY at LIMIT 1",  # noqa: S608 - words of ours
                parameters,
            ).fetchone()
            return _heard(_rows(connection, _whole(oldest)))
    return None


def _rows(connection: sqlite3.Connection, whole: Whole) -> list[sqlite3.Row]:
    return connection.execute(
        f"SELECT * FROM heard_parts WHERE {_SAME} ORDER BY number",  # noqa: S608 - words of ours
        whole.key,
    ).fetchall()


def _heard(rows: Sequence[sqlite3.Row]) -> Heard:
    return Heard(
        whole=_whole(rows[0]), numbers=tuple(row["number"] for row in rows),
        parts=tuple(map(_words, rows)), at=moment(min(row["at"] for row in rows)),
    )  # fmt: skip


def _whole(row: sqlite3.Row) -> Whole:
    return Whole(
        route=row["route"], sender=row["sender"], to=row["ours"],
        reference=row["reference"], total=row["total"],
    )  # fmt: skip


def _words(row: sqlite3.Row) -> str:
    return bytes(row["words"]).decode("utf-8", "surrogatepass")
