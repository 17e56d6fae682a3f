"""Overwriting what is deleted or moved, so that no byte of it stays in the file."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator


@contextmanager
def overwriting(connection: sqlite3.Connection) -> Iterator[None]:
    """Overwrite what is freed meanwhile; the log of the file has it until that is emptied."""
    ((before,),) = connection.execute("PRAGMA secure_delete").fetchall()
    connection.execute("PRAGMA secure_delete = ON")
    try:
        yield
    finally:
        connection.execute(f"PRAGMA secure_delete = {before}")
