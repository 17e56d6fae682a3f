"""What went before a text: what was sent to the person and by the submitter, and what was approved.

Of most people there is nothing but counts: one statement says so, as of one moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from filters.sms.limits import NONE_SENT, Sent
from gateway.spool.rows import moment
from gateway.spool.sent import COUNTS, read_sent, sent_of
from gateway.spool.templates import IN_FORCE, template

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping
    from datetime import datetime, timedelta

    from filters.sms.template import Template

_LAST_NOTICE: Final = """
SELECT max(d.updated_at) FROM deliveries d JOIN messages m ON m.id = d.message
WHERE d.person = :person AND d.state = 'delivered' AND m.identity = :identity AND m.has_notice
"""
_RECENT_TEXTS: Final = """
SELECT c.raw FROM deliveries d JOIN messages m ON m.id = d.message JOIN contents c USING (message)
WHERE d.person = :person AND m.identity = :identity
AND (m.accepted_at >= :since OR d.updated_at >= :since
     OR max(d.next_at, :now) BETWEEN :due_from AND :due_until)
AND d.state IN ('queued', 'sending', 'deferred', 'delivered', 'unknown')
ORDER BY m.id DESC LIMIT 3
"""
_BEFORE: Final = f"""
SELECT ({_LAST_NOTICE}) AS noticed_at, approved.* FROM (SELECT 1) LEFT JOIN ({IN_FORCE}) approved
ORDER BY approved.id
"""  # noqa: S608 - statements of ours
_GLANCE: Final = f"""
SELECT EXISTS ({IN_FORCE}) OR EXISTS ({_RECENT_TEXTS}), ({_LAST_NOTICE}), {COUNTS}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lately:
    """What went before a text."""

    sent: Sent = NONE_SENT
    last_notice: datetime | None = None  # when a text of the identity last left saying how to stop
    texts: tuple[str, ...] = ()  # the last few of the identity, as far as they are kept
    templates: tuple[Template, ...] = ()  # in force, of the identity and the purpose


def near(at: datetime, leaves_at: datetime, within: timedelta) -> dict[str, float]:
    """Return since when texts count that were accepted or left, and when those that wait leave.

    One that is overdue may leave at any moment.
    """
    within_s, leaves_s = within.total_seconds(), leaves_at.timestamp()
    return {
        "now": at.timestamp(),
        "since": at.timestamp() - within_s,
        "due_from": leaves_s - within_s,
        "due_until": leaves_s + within_s,
    }


def glance(connection: sqlite3.Connection, asked: Mapping[str, Any]) -> Lately | None:
    """Return what went before a text where that is no more than counts; else none.

    `asked`: as of `read_lately`.
    """
    ((something, noticed_at, *counts),) = connection.execute(_GLANCE, asked).fetchall()
    return None if something else Lately(sent=sent_of(counts), last_notice=_noticed(noticed_at))


def read_lately(connection: sqlite3.Connection, asked: Mapping[str, Any]) -> Lately:
    """Return what went before a text; the texts are the oldest first.

    `asked`: what `sent.parameters` and `near` returned, the `identity` and the `purpose`.
    """
    before = read_before(connection, asked)
    recent = connection.execute(_RECENT_TEXTS, asked).fetchall()
    return Lately(
        sent=read_sent(connection, asked),
        last_notice=before.last_notice,
        texts=tuple(bytes(row["raw"]).decode("utf-8", "replace") for row in reversed(recent)),
        templates=before.templates,
    )


def read_before(connection: sqlite3.Connection, asked: Mapping[str, Any]) -> Lately:
    """Return the notice before a text, and the templates; no counts.

    `asked`: the `person`, the `identity` and the `purpose`.
    """
    rows = connection.execute(_BEFORE, asked).fetchall()
    return Lately(
        last_notice=_noticed(rows[0]["noticed_at"]),
        templates=tuple(template(row) for row in rows if row["id"] is not None),
    )


def _noticed(at: float | None) -> datetime | None:
    return None if at is None else moment(at)
