"""A text that has to wait for the morning lives from there: its end is put off, and sealed anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gateway.spool import seal

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from gateway.spool.rows import DeliveryRow


def prolonged(connection: sqlite3.Connection, row: DeliveryRow, until: datetime) -> DeliveryRow:
    """Let a text live until then, but no longer than it is of use; return its row as it is now.

    Nothing lives shorter by it. What is damaged stays as it is: a seal made anew would hide that.
    """
    ends_at = min(until.timestamp(), row.valid_until or row.expires_at)
    if ends_at <= row.expires_at or not seal.is_whole(row):
        return row
    row = row._replace(expires_at=ends_at, ends_at=ends_at)
    row = row._replace(seal=None if row.seal is None else seal.of_row(row))
    connection.execute(
        "UPDATE messages SET expires_at = ? WHERE id = ?", (row.expires_at, row.message)
    )
    connection.execute("UPDATE deliveries SET seal = ? WHERE id = ?", (row.seal, row.delivery_id))
    return row
