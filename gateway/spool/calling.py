"""What waits for a turn on its route, and gets it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gateway.spool.rows import numbers

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """Who is due now, and who waits on the route no more."""

    called: tuple[int, ...]
    gone: tuple[int, ...]


def call(
    connection: sqlite3.Connection,
    route: str,
    delivery_ids: Sequence[int],
    *,
    count: int,
    at: datetime,
) -> Called:
    """Make those due that still wait, the first `count` of them; of the oldest due first.

    Other deliveries of a message that were given back together with one leave together with it.
    A clock that was put back since a message was accepted makes it due no later than now.
    """
    found = dict(
        connection.execute(
            "SELECT id, next_at IS NOT NULL FROM deliveries WHERE route = ?"
            " AND (next_at IS NOT NULL OR state = 'sending')"  # given back, and not written yet
            " AND id IN (SELECT value FROM json_each(?))",
            (route, numbers(delivery_ids)),
        ).fetchall()
    )
    called = tuple(each for each in delivery_ids if found.get(each))[:count]
    connection.execute(
        "UPDATE deliveries"
        " SET next_at = (SELECT min(accepted_at, ?) FROM messages WHERE id = message)"
        " WHERE route = ? AND (message, next_at) IN (SELECT message, next_at FROM deliveries"
        " WHERE id IN (SELECT value FROM json_each(?)))",
        (at.timestamp(), route, numbers(called)),
    )
    return Called(called=called, gone=tuple(each for each in delivery_ids if each not in found))
