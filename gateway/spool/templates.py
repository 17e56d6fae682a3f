"""Approved templates of texts in the spool's file: each act stands in the record in its commit.

**Failures:** what SQLite raises is raised as it is; the owner of the transaction answers for it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - dataclass fields are read at run time
from typing import TYPE_CHECKING, Final

from filters.sms.template import Template
from gateway import queue_id as queue_ids
from gateway.spool.rows import moment
from suppression import ledger

if TYPE_CHECKING:
    import sqlite3

    from gateway.spool.review import Order

_PREFIX: Final = "A-"
_DIGITS: Final = 18
IN_FORCE: Final = """
SELECT * FROM templates
WHERE identity = :identity AND purpose = :purpose AND withdrawn_at IS NULL ORDER BY id
"""
ALL: Final = "SELECT * FROM templates ORDER BY withdrawn_at IS NOT NULL, id DESC LIMIT ?"
ONE: Final = "SELECT * FROM templates WHERE id = ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved:
    """A template, with who approved it and why, and who withdrew it."""

    template_id: str
    text: str
    identity: str
    purpose: str
    message: str  # queue id of what it was made of
    because: str
    approved_by: str
    approved_at: datetime
    withdrawn_because: str
    withdrawn_by: str
    withdrawn_at: datetime | None  # None while it is in force


def approve(
    connection: sqlite3.Connection, template: Template, message: str, order: Order
) -> Approved:
    """Put a template in force under an id that is given here. Idempotent: the same is the first."""
    found = connection.execute(
        "SELECT * FROM templates WHERE text = ? AND identity = ? AND purpose = ?"
        " AND withdrawn_at IS NULL",
        (template.text, template.identity, template.purpose),
    ).fetchone()
    if found is not None:
        return approved(found)
    made = approved(
        connection.execute(
            "INSERT INTO templates (text, identity, purpose, message, because, approved_by,"
            " approved_at) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING *",
            (
                template.text, template.identity, template.purpose, queue_ids.decode(message),
                order.because, order.by, order.at.timestamp(),
            ),
        ).fetchone()
    )  # fmt: skip
    _record(connection, "template-approved", made, order)
    return made


def withdraw(connection: sqlite3.Connection, template_id: str, order: Order) -> Approved | None:
    """End a template; none where there is no such one in force."""
    row = connection.execute(
        "UPDATE templates SET withdrawn_because = ?, withdrawn_by = ?, withdrawn_at = ?"
        " WHERE id = ? AND withdrawn_at IS NULL RETURNING *",
        (order.because, order.by, order.at.timestamp(), number(template_id)),
    ).fetchone()
    if row is None:
        return None
    ended = approved(row)
    _record(connection, "template-withdrawn", ended, order)
    return ended


def number(template_id: str) -> int:
    """Return the row of a template; 0 where it can be none's."""
    digits = template_id.removeprefix(_PREFIX)
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= _DIGITS else 0


def approved(row: sqlite3.Row) -> Approved:
    """Read a row."""
    return Approved(
        template_id=f"{_PREFIX}{row['id']}",
        text=row["text"],
        identity=row["identity"],
        purpose=row["purpose"],
        message=queue_ids.encode(row["message"]),
        because=row["because"],
        approved_by=row["approved_by"],
        approved_at=moment(row["approved_at"]),
        withdrawn_because=row["withdrawn_because"],
        withdrawn_by=row["withdrawn_by"],
        withdrawn_at=None if row["withdrawn_at"] is None else moment(row["withdrawn_at"]),
    )


def template(row: sqlite3.Row) -> Template:
    """Read what checks look at."""
    return Template(
        template_id=f"{_PREFIX}{row['id']}",
        text=row["text"],
        identity=row["identity"],
        purpose=row["purpose"],
    )


def _record(connection: sqlite3.Connection, kind: str, about: Approved, order: Order) -> None:
    """Write it down: the chain holds the digest, its words can be taken away."""
    of_chain = {
        "template": about.template_id,
        "identity": about.identity,
        "purpose": about.purpose,
        "sha256": hashlib.sha256(about.text.encode()).hexdigest(),
    }
    detail = {"actor": order.by, "because": order.because, "text": about.text}
    line = ledger.Line(at=order.at, kind=kind, facts=of_chain, detail=detail)
    ledger.append(connection, [line])
