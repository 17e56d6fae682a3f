"""Many rows with few statements.

At every step of a statement SQLite's driver gives up the interpreter, and a writer beside a busy
event loop waits long to get it back: so rows go in many at a time.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    Row = Sequence[Any]

_MOST: Final = 32  # rows; a power of two, as all lengths are, so that few statements are prepared


def insert(
    connection: sqlite3.Connection,
    into: str,
    rows: Sequence[Row],
    *,
    otherwise: Literal["ABORT", "IGNORE"] = "ABORT",
) -> None:
    """Insert rows in their order; `into` is a table with its columns, as "notes (id, text)".

    `otherwise`: what happens to a row that is there already.
    """
    for values, flat in in_few(rows):
        connection.execute(f"INSERT OR {otherwise} INTO {into} {values}", flat)


def in_few(rows: Sequence[Row]) -> Iterator[tuple[str, Row]]:
    """Yield rows as few `VALUES` clauses, each with what goes into its marks."""
    done = 0
    while done < len(rows):
        count = min(_MOST, 1 << ((len(rows) - done).bit_length() - 1))
        chunk = rows[done : done + count]
        yield _values(len(chunk[0]), count), [value for row in chunk for value in row]
        done += count


@lru_cache(maxsize=64)
def _values(columns: int, rows: int) -> str:
    row = f"({', '.join('?' * columns)})"
    return f"VALUES {', '.join([row] * rows)}"
