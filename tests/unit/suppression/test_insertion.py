"""Rows go in all of them, in their order, with few statements."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from suppression.insertion import insert


@pytest.mark.parametrize(("count", "statements"), [(0, 0), (1, 1), (3, 2), (32, 1), (103, 6)])
def test_however_many_rows_there_are_each_is_written_once(count: int, statements: int) -> None:
    seen: list[str] = []
    rows = [(number, bytes([number])) for number in range(count)]
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute("CREATE TABLE notes (id INTEGER, text BLOB)")
        connection.set_trace_callback(seen.append)
        insert(connection, "notes (id, text)", rows)
        assert len(seen) == statements
        assert connection.execute("SELECT id, text FROM notes ORDER BY rowid").fetchall() == rows
