"""Temporary failures in a row, counted inside a transaction of the caller.

**Failures:** what SQLite raises is raised as it is; the owner of the transaction answers for it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from suppression import rows
from suppression.terms import SOFT_BOUNCE_SPAN, SOFT_BOUNCES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection
    from datetime import datetime

    from suppression.channel import Channel
    from suppression.keys import RecipientKey


def count(
    connection: sqlite3.Connection, key: RecipientKey, channel: Channel, at: datetime
) -> bool:
    """Count a temporary failure; whether there were so many for so long that the address rests."""
    (row,) = connection.execute(
        "INSERT INTO soft_bounces (key, channel, count, first_at, last_at)"
        " VALUES (:key, :channel, 1, :at, :at) ON CONFLICT (key, channel) DO UPDATE SET"
        " count = count + 1, first_at = min(first_at, :at), last_at = max(last_at, :at)"
        " RETURNING count, last_at - first_at AS span",
        {"key": key, "channel": channel, "at": rows.seconds(at)},
    ).fetchall()
    enough: bool = row["count"] >= SOFT_BOUNCES and row["span"] >= SOFT_BOUNCE_SPAN.total_seconds()
    if enough:
        reset(connection, (key,), channel)
    return enough


def reset(connection: sqlite3.Connection, keys: Collection[RecipientKey], channel: Channel) -> None:
    """Begin anew: a message arrived, or the address rests."""
    connection.execute(
        "DELETE FROM soft_bounces WHERE channel = ? AND key IN (SELECT value FROM json_each(?))",
        (channel, json.dumps(list(keys))),
    )


def counted(
    connection: sqlite3.Connection, keys: Collection[RecipientKey], channel: Channel
) -> bool:
    """Whether failures of one of these are counted now."""
    marks, values = rows.among(keys)
    query = f"SELECT 1 FROM soft_bounces WHERE key IN ({marks}) AND channel = ? LIMIT 1"  # noqa: S608 - marks
    return bool(connection.execute(query, (*values, channel)).fetchall())
