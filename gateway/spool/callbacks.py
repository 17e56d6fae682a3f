"""Who wants to be told what becomes of a text, for as long as its content is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from gateway import queue_id as queue_ids
from suppression.insertion import insert

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from gateway.spool.model import NewMessage


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


def unregister(connection: sqlite3.Connection, messages: str) -> None:
    """Forget about messages whose content is emptied; `messages`: their ids as one parameter."""
    for table in ("callback_notices", "callbacks"):
        sql = f"DELETE FROM {table} WHERE message IN (SELECT value FROM json_each(?))"  # noqa: S608 - a name of ours
        connection.execute(sql, (messages,))
