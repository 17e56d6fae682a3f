"""Opt-outs that came and are not in force everywhere yet: where they wait, and since when.

**Failures:** what SQLite raises is raised as it is; the owner of the transaction answers for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - dataclass fields are read at run time
from enum import StrEnum
from typing import TYPE_CHECKING

from suppression import rows
from suppression.deadlines import Deadlines, deadlines
from suppression.entry import NEVER

if TYPE_CHECKING:
    import sqlite3


class Wait(StrEnum):
    """What an opt-out waits for."""

    JOURNALLED = "journalled"  # the list could not be written: it stands in a journal
    REVIEW = "review"  # a person has to read whether it is one
    PROPAGATION = "propagation"  # in force here; another system has to learn of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One opt-out that waits, or waited."""

    kind: Wait
    reference: str  # where it waits: a line of a journal, a message, an entry; never an address
    target: str = ""  # the system that has to learn of it
    received_at: datetime
    settled_at: datetime = NEVER


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """How many opt-outs wait for the same, and the clocks of the one that came first."""

    kind: Wait
    target: str
    count: int
    oldest: Deadlines


def wait(connection: sqlite3.Connection, waiting: Waiting) -> None:
    """Note that an opt-out waits; one that is noted already keeps its clock."""
    connection.execute(
        "INSERT INTO waiting (kind, reference, target, received_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        (waiting.kind, waiting.reference, waiting.target, rows.seconds(waiting.received_at)),
    )


def settle(
    connection: sqlite3.Connection, kind: Wait, reference: str, target: str, now: datetime
) -> bool:
    """Note that an opt-out waits no more; whether it did."""
    done = connection.execute(
        "UPDATE waiting SET settled_at = ? WHERE kind = ? AND reference = ? AND target = ?"
        " AND settled_at IS NULL",
        (rows.seconds(now), kind, reference, target),
    )
    return done.rowcount == 1


def backlog(connection: sqlite3.Connection) -> tuple[Backlog, ...]:
    """Return what waits, by what it waits for."""
    found = connection.execute(
        "SELECT kind, target, count(*) AS count, min(received_at) AS oldest FROM waiting"
        " WHERE settled_at IS NULL GROUP BY kind, target ORDER BY kind, target"
    ).fetchall()
    return tuple(
        Backlog(
            kind=Wait(row["kind"]),
            target=row["target"],
            count=row["count"],
            oldest=deadlines(rows.moment(row["oldest"])),
        )
        for row in found
    )


def of(connection: sqlite3.Connection, reference: str) -> tuple[Waiting, ...]:
    """Return what one entry, message or journal line waits or waited for."""
    found = connection.execute(
        "SELECT * FROM waiting WHERE reference = ? ORDER BY id", (reference,)
    ).fetchall()
    return tuple(
        Waiting(
            kind=Wait(row["kind"]),
            reference=row["reference"],
            target=row["target"],
            received_at=rows.moment(row["received_at"]),
            settled_at=rows.moment(row["settled_at"]),
        )
        for row in found
    )
