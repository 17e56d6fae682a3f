"""Many rows with few statements.

At every step of a statement SQLite's driver gives up the interpreter, and a writer beside a busy
event loop waits long to get it back: so rows go in many at a time.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

_MOST: Final = 32  # rows; a power of two, as all lengths are, so that few statements are prepared


def insert(
    connection: sqlite3.Connection,
    into: str,
    rows: Sequence[Sequence[Any]],
    *,
    otherwise: Literal["ABORT", "IGNORE"] = "ABORT",
) -> None:
    """Insert rows in their order; `into` is a table with its columns, as "notes (id, text)".

    `otherwise`: what happens to a row that is there already.
    """
    done = 0
    while done < len(rows):
        count = min(_MOST, 1 << ((len(rows) - done).bit_length() - 1))
        chunk = rows[done : done + count]
        values = [value for row in chunk for value in row]
        connection.execute(_statement(into, len(chunk[0]), count, otherwise), values)
        done += count


@lru_cache(maxsize=64)
def _statement(into: str, columns: int, rows: int, otherwise: str) -> str:
    row = f"({', '.join('?' * columns)})"
    return f"INSERT OR {otherwise} INTO {into} VALUES {', '.join([row] * rows)}"  # noqa: S608 - names of ours
