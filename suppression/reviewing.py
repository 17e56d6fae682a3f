"""The statements about replies that wait for a person, inside a transaction of the caller.

**Failures:** what SQLite raises is raised as it is; the owner of the transaction answers for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from suppression import rows, waiting
from suppression.channel import Channel
from suppression.covering import covering
from suppression.keys import RecipientKey
from suppression.review import Decision, NewReview, Review

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection

    from suppression.covering import Matching

_PREFIX: Final = "R-"


def put_up(connection: sqlite3.Connection, new: NewReview) -> Review:
    """Put a reply up for reading. Idempotent: the same words of a person wait once."""
    found = connection.execute(
        "SELECT * FROM reviews WHERE key = ? AND channel = ? AND text = ? AND matched = ?"
        " AND decided_at IS NULL",
        (new.key, new.channel, new.text, new.matched),
    ).fetchone()
    if found is None:
        found = connection.execute(
            "INSERT INTO reviews (channel, key, text, matched, received_at)"
            " VALUES (?, ?, ?, ?, ?) RETURNING *",
            (new.channel, new.key, new.text, new.matched, new.received_at.timestamp()),
        ).fetchone()
    up = review(found)
    waiting.wait(
        connection,
        waiting.Waiting(
            kind=waiting.Wait.REVIEW, reference=up.review_id, received_at=up.received_at
        ),
    )
    return up


def unread(
    connection: sqlite3.Connection,
    keys: Collection[RecipientKey],
    channel: Channel,
    matching: Matching,
) -> frozenset[RecipientKey]:
    """Return who of these wrote a reply that waits for a reader; as wide as an opt-out is."""
    written = {key: covering(key, matching).exact for key in keys}
    marks, values = rows.among({name for each in written.values() for name in each})
    found = connection.execute(
        "SELECT key FROM reviews WHERE channel = ? AND decided_at IS NULL"  # noqa: S608 - marks
        f" AND key IN ({marks})",
        (channel, *values),
    ).fetchall()
    open_keys = {row[0] for row in found}
    return frozenset(key for key, each in written.items() if not open_keys.isdisjoint(each))


def number(review_id: str) -> int:
    """Return the row of a reply; 0 where it can be none's."""
    digits = review_id.removeprefix(_PREFIX)
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else 0  # noqa: PLR2004 - 64 bits


def review(row: sqlite3.Row) -> Review:
    """Read a row."""
    return Review(
        review_id=f"{_PREFIX}{row['id']}",
        channel=Channel(row["channel"]),
        key=RecipientKey(row["key"]),
        text=row["text"],
        matched=row["matched"],
        received_at=rows.moment(row["received_at"]),
        decided_at=rows.moment(row["decided_at"]),
        decision=Decision(row["decision"]),
        decided_by=row["decided_by"],
        because=row["because"],
    )
