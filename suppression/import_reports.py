"""What the reports of imports quote of their files, where somebody has to be forgotten.

**Failures:** what SQLite raises is raised as it is; the owner of the transaction answers for it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable


def strike(connection: sqlite3.Connection, struck: Callable[[str], str]) -> None:
    """Write every report anew that is another one where `struck` went over its words."""
    connection.execute("PRAGMA secure_delete = ON")  # what is freed is overwritten
    for row in connection.execute("SELECT id, report FROM imports").fetchall():
        report = json.loads(row["report"])
        left = _struck(report, struck)
        if left != report:
            values = (json.dumps(left), row["id"])
            connection.execute("UPDATE imports SET report = ? WHERE id = ?", values)
    connection.execute("PRAGMA secure_delete = OFF")


def _struck(said: object, struck: Callable[[str], str]) -> object:
    if isinstance(said, str):
        return struck(said)
    if isinstance(said, list):
        return [_struck(each, struck) for each in said]
    if isinstance(said, dict):
        return {name: _struck(each, struck) for name, each in said.items()}
    return said
