"""Links between numbers and addresses, each inside a transaction of its caller.

**Failures:** what SQLite raises is raised as it is; the owner of the transaction answers for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from suppression import rows
from suppression.covering import other_form
from suppression.keys import RecipientKey
from suppression.link import Link

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from suppression.actor import Actor

_OF_PERSON: Final = "SELECT * FROM links WHERE (email = :key OR phone = :key) ORDER BY id"
_STANDING: Final = (
    "SELECT * FROM links WHERE (email = :key OR phone = :key) AND ended_at IS NULL ORDER BY id"
)


def link(  # noqa: PLR0913, PLR0917 - a link, who says so and when
    connection: sqlite3.Connection,
    email: RecipientKey,
    phone: RecipientKey,
    evidence: str,
    by: Actor,
    now: datetime,
) -> tuple[Link, bool]:
    """Write that a number and an address are one person's; the link and whether it is new."""
    pair = (email, phone)
    standing = connection.execute(
        "SELECT * FROM links WHERE email = ? AND phone = ? AND ended_at IS NULL", pair
    ).fetchone()
    if standing is not None:
        return read(standing), False
    (row,) = connection.execute(
        "INSERT INTO links (email, phone, loose, evidence, recorded_by, recorded_at)"
        " VALUES (?, ?, ?, ?, ?, ?) RETURNING *",
        (*pair, other_form(email), evidence, by.name, rows.seconds(now)),
    ).fetchall()
    return read(row), True


def of_person(connection: sqlite3.Connection, key: RecipientKey) -> tuple[Link, ...]:
    """Return every link there was of an address or a number, also the ended ones."""
    return tuple(map(read, connection.execute(_OF_PERSON, {"key": key}).fetchall()))


def others(connection: sqlite3.Connection, key: RecipientKey) -> tuple[RecipientKey, ...]:
    """Return the numbers of an address, or the addresses of a number, that stand."""
    found = connection.execute(_STANDING, {"key": key}).fetchall()
    return tuple(read(row).other(key) for row in found)


def end(
    connection: sqlite3.Connection, key: RecipientKey, because: str, now: datetime
) -> tuple[Link, ...]:
    """End every link of an address or a number."""
    found = connection.execute(
        "UPDATE links SET ended_at = :now, ended_because = :because"
        " WHERE (email = :key OR phone = :key) AND ended_at IS NULL RETURNING *",
        {"now": rows.seconds(now), "because": because, "key": key},
    ).fetchall()
    return tuple(map(read, found))


def read(row: sqlite3.Row) -> Link:
    """Read a row of `links`."""
    return Link(
        link_id=f"L-{row['id']}",
        email=RecipientKey(row["email"]),
        phone=RecipientKey(row["phone"]),
        evidence=row["evidence"],
        recorded_by=row["recorded_by"],
        recorded_at=rows.moment(row["recorded_at"]),
        ended_at=rows.moment(row["ended_at"]),
        ended_because=row["ended_because"],
    )
