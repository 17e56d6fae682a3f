"""What was sent to a person and by a submitter lately, as of one moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from filters.sms.caps import NONE_SENT, Sent
from gateway.spool.rows import moment
from gateway.spool.sent import read_sent

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping
    from datetime import datetime

_LAST_NOTICE: Final = """
SELECT max(d.updated_at) FROM deliveries d JOIN messages m ON m.id = d.message
WHERE d.person = :person AND d.state = 'delivered' AND m.channel = 'sms'
AND m.identity = :identity AND m.has_notice
"""
_RECENT_TEXTS: Final = """
SELECT c.raw FROM deliveries d JOIN messages m ON m.id = d.message JOIN contents c USING (message)
WHERE d.person = :person AND m.channel = 'sms' AND m.identity = :identity
AND m.accepted_at >= :since
AND d.state IN ('queued', 'sending', 'deferred', 'delivered', 'unknown')
ORDER BY m.id DESC LIMIT 3
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lately:
    """What went before a text."""

    sent: Sent = NONE_SENT
    last_notice: datetime | None = None  # when a text of the identity last left saying how to stop
    texts: tuple[str, ...] = ()  # the last few of the identity, as far as they are kept


def read_lately(connection: sqlite3.Connection, asked: Mapping[str, Any]) -> Lately:
    """Return what went before a text; the texts are the oldest first.

    `asked`: what `sent.parameters` returned, the `identity`, and `since` when texts count.
    """
    recent = connection.execute(_RECENT_TEXTS, asked).fetchall()
    return Lately(
        sent=read_sent(connection, asked),
        last_notice=last_notice(connection, asked),
        texts=tuple(bytes(row["raw"]).decode("utf-8", "replace") for row in reversed(recent)),
    )


def last_notice(connection: sqlite3.Connection, asked: Mapping[str, Any]) -> datetime | None:
    """Return when a text of an identity to a person last left saying how to stop.

    `asked`: the `person` and the `identity`.
    """
    ((at,),) = connection.execute(_LAST_NOTICE, asked).fetchall()
    return None if at is None else moment(at)
