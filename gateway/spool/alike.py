"""What of the texts that wait, and of the newest others, reads like a template: a bounded look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - dataclass fields are read at run time
from typing import TYPE_CHECKING, Final

from gateway import queue_id as queue_ids
from gateway.spool.model import State
from gateway.spool.rows import moment

if TYPE_CHECKING:
    import sqlite3

    from filters.sms.template import Template

_LOOKS_AT: Final = 5_000  # deliveries that are held, and as many messages of whatever state
_SEEN: Final = """
WITH near(message) AS (
    SELECT * FROM (SELECT message FROM deliveries WHERE state = 'held' AND ends_at IS NOT NULL
                   ORDER BY ends_at LIMIT :looks)
    UNION SELECT * FROM (SELECT id FROM messages ORDER BY id DESC LIMIT :looks))
SELECT m.id, m.accepted_at, c.raw, d.state FROM near
JOIN messages m ON m.id = near.message AND m.channel = 'sms'
    AND m.identity = :identity AND m.category = :purpose
JOIN contents c ON c.message = m.id
JOIN deliveries d ON d.message = m.id
ORDER BY d.state <> 'held', m.id DESC
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """A text that reads like a template."""

    queue_id: str
    text: str
    state: State
    accepted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Resemblance:
    """The texts that read like a template, those that are held first, of how many looked at."""

    texts: tuple[Alike, ...]
    looked_at: int


def alike(connection: sqlite3.Connection, template: Template) -> Resemblance:
    """Return the texts of the template's identity and purpose that it fits."""
    asked = {"looks": _LOOKS_AT, "identity": template.identity, "purpose": template.purpose}
    rows = connection.execute(_SEEN, asked).fetchall()
    read = ((row, bytes(row["raw"]).decode("utf-8", "replace")) for row in rows)
    return Resemblance(
        texts=tuple(
            Alike(
                queue_id=queue_ids.encode(row["id"]), text=text, state=State(row["state"]),
                accepted_at=moment(row["accepted_at"]),
            )
            for row, text in read
            if template.fits(text)
        ),
        looked_at=len(rows),
    )  # fmt: skip
