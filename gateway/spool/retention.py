"""What is kept of a finished message: its content for a while, hashes and findings after that."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from gateway import queue_id as queue_ids
from gateway.spool import callbacks, hearing
from gateway.spool.rows import numbers
from gateway.spool.sent import forget
from suppression.channel import Channel

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection
    from datetime import datetime

_BATCH: Final = 500  # messages a transaction, so that no accept waits long for it
_REQUESTS: Final = timedelta(hours=48)
"""How long a repeated request is recognised; clients repeat for a day at most."""
_REPORTS: Final = timedelta(hours=72)
"""How long after a text an application is told what the provider says of it, at least."""

# the conditions on deliveries are last: the index of kept messages gives the old ones first
_FINISHED: Final = """
SELECT id FROM messages WHERE is_retired = 0 AND accepted_at <= ? AND channel = ?
AND NOT EXISTS (SELECT 1 FROM deliveries
                WHERE message = messages.id AND (ends_at IS NOT NULL OR owes_report = 1
                                                 OR updated_at > ?))
ORDER BY accepted_at LIMIT ?
"""
_IS_ERASED: Final = """
SELECT EXISTS (SELECT 1 FROM deliveries WHERE address = ''
               AND message IN (SELECT value FROM json_each(?)))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retired:
    """What was emptied."""

    count: int  # messages
    is_erasing: bool = False  # whether it ends what the erasure of a person began


def retire(
    connection: sqlite3.Connection, *, now: datetime, email_body: timedelta, sms_text: timedelta
) -> Retired:
    """Empty what was finished long enough ago, a batch at a time.

    When there are none, forget where it was told what became of them, a batch at a time.
    """
    connection.execute(
        "DELETE FROM requests WHERE stored_at <= ?", ((now - _REQUESTS).timestamp(),)
    )
    forget(connection, now)
    hearing.retire(connection, now)
    found: list[int] = []
    for channel, kept in ((Channel.EMAIL, email_body), (Channel.SMS, sms_text)):
        until = (now - kept).timestamp()
        found += (
            row[0] for row in connection.execute(_FINISHED, (until, channel.value, until, _BATCH))
        )
    if not found:
        forgotten = callbacks.forget(connection, now, limit=_BATCH)
        ((is_erasing,),) = connection.execute(_IS_ERASED, (numbers(forgotten),))
        return Retired(count=len(forgotten), is_erasing=bool(is_erasing))
    empty(connection, found, told_until=now + max(_REPORTS - sms_text, timedelta()))
    return Retired(count=len(found))


def empty(
    connection: sqlite3.Connection, messages: Collection[int], *, told_until: datetime
) -> None:
    """Empty the content of messages, and their subjects wherever they stand.

    What an application is owed it is told all the same, and what happens until then.
    """
    chosen = (numbers(messages),)
    connection.execute(
        "DELETE FROM contents WHERE message IN (SELECT value FROM json_each(?))", chosen
    )
    connection.execute(
        "DELETE FROM whereabouts WHERE message IN (SELECT value FROM json_each(?))", chosen
    )
    connection.execute(
        "DELETE FROM text_parts WHERE message IN (SELECT value FROM json_each(?))", chosen
    )
    callbacks.let_go(connection, *chosen, told_until)
    connection.execute(
        "UPDATE messages SET subject = '', envelope_id = '', is_retired = 1"
        " WHERE id IN (SELECT value FROM json_each(?))",
        chosen,
    )
    connection.execute(
        "UPDATE deliveries SET original = ''"
        " WHERE message IN (SELECT value FROM json_each(?)) AND original != ''",
        chosen,
    )
    names = json.dumps([queue_ids.encode(message) for message in messages])
    connection.execute(
        "UPDATE ledger_detail SET detail ="  # nobody can take words out of what is damaged
        " CASE WHEN json_valid(detail) THEN json_remove(detail, '$.subject') ELSE '{}' END"
        " WHERE seq IN"
        " (SELECT seq FROM ledger WHERE queue_id IN (SELECT value FROM json_each(?)))",
        (names,),
    )
