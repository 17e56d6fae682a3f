"""What asks the list for nothing new is counted, and takes as long as what does.

An answer that came sooner would tell whether an address was on the list, or a link was genuine.

**Failures:** what SQLite raises is raised as it is; the owner of the transaction answers for it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3


class Tally(StrEnum):
    """What is counted."""

    REPEATED = "repeated"  # an opt-out that stood already
    UNKNOWN = "unknown"  # a link that nobody made


ALL_TALLIES: Final = "SELECT what, count FROM tallies"


def count(connection: sqlite3.Connection, what: Tally) -> None:
    """Count one more."""
    connection.execute(
        "INSERT INTO tallies VALUES (?, 1) ON CONFLICT (what) DO UPDATE SET count = count + 1",
        (what,),
    )
