"""Who wants to be told what becomes of a text, until they are told and its words are gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from gateway import queue_id as queue_ids
from gateway.spool.overwriting import overwriting
from gateway.spool.rows import numbers
from suppression.insertion import insert

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from gateway.spool.model import NewMessage

TOLD: Final = (
    "delivered", "arrived", "deferred", "failed", "rejected", "expired", "suppressed", "cancelled",
    "unknown", "held", "released",
)  # fmt: skip
"""What an application is told of. What was answered to its own request it knows."""
IS_TOLD: Final = "kind IN ({})".format(", ".join(f"'{kind}'" for kind in TOLD))
_FORGOTTEN: Final = f"""
DELETE FROM callbacks WHERE message IN (
    SELECT message FROM callbacks c WHERE forget_at <= :now
    AND NOT EXISTS (SELECT 1 FROM callback_notices WHERE message = c.message)
    AND NOT EXISTS (SELECT 1 FROM ledger WHERE queue_id = c.queue_id AND {IS_TOLD}
                    AND seq > (SELECT seq FROM callback_cursor))
    LIMIT :limit
) RETURNING message
"""  # noqa: S608 - words of ours


def register(connection: sqlite3.Connection, messages: Iterable[NewMessage]) -> None:
    """Note who wants to be told of what becomes of these."""
    insert(
        connection,
        "callbacks (message, queue_id, url, host, account, signer)",
        [
            (queue_ids.decode(each.queue_id), each.queue_id, each.callback.url,
             urlsplit(each.callback.url).hostname or "", each.callback.account,
             each.callback.signer)
            for each in messages
            if each.callback.url
        ],
    )  # fmt: skip


def let_go(connection: sqlite3.Connection, messages: str, at: datetime) -> None:
    """Forget from then on who is told of messages; `messages`: their ids as one parameter."""
    with overwriting(connection):  # a row that gets longer is moved
        connection.execute(
            "UPDATE callbacks SET forget_at = ? WHERE message IN (SELECT value FROM json_each(?))",
            (at.timestamp(), messages),
        )


def forget(connection: sqlite3.Connection, now: datetime, *, limit: int) -> list[int]:
    """Forget some of those that were let go and are owed nothing more; of which messages.

    A URL may name somebody in a way that nobody but its application reads.
    """
    with overwriting(connection):
        found = connection.execute(_FORGOTTEN, {"now": now.timestamp(), "limit": limit}).fetchall()
    return [message for (message,) in found]


def unregister(connection: sqlite3.Connection, messages: Collection[int]) -> None:
    """Forget at once who is told of messages, and tell them nothing more."""
    for table in ("callback_notices", "callbacks"):
        sql = f"DELETE FROM {table} WHERE message IN (SELECT value FROM json_each(?))"  # noqa: S608 - a name of ours
        connection.execute(sql, (numbers(messages),))
