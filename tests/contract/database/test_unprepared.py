"""A job that first writes to an attached file does the rest only as long as nobody else wrote."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from suppression.transaction import Job, Unprepared, Written, begin_attached

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from suppression.transaction import Outcome


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(tmp_path / "own.db", isolation_level=None)) as found:
        found.execute("ATTACH ? AS list", (str(tmp_path / "list.db"),))
        for schema in ("main", "list"):
            found.execute(f"PRAGMA {schema}.journal_mode=WAL")
            found.execute(f"CREATE TABLE {schema}.{schema}_said (what)")
        yield found


def done(connection: sqlite3.Connection, said: list[str]) -> Outcome:
    """Run a job that says when it looks, and when it goes on."""

    def rest(now: sqlite3.Connection) -> Written[str]:
        now.execute("INSERT INTO main_said VALUES ('taken')")
        return Written("went on", elsewhere=True)

    def first(now: sqlite3.Connection) -> None:
        now.execute("INSERT INTO list_said VALUES ('granted')")

    def work(now: sqlite3.Connection, _: object) -> list[Written[str] | Unprepared[str]]:
        said.append("looked")
        if len(said) > 1:
            return [Written("looked again", elsewhere=True)]
        now.execute("INSERT INTO main_said VALUES ('looked')")
        return [Unprepared(first, rest)]

    with closing(asyncio.new_event_loop()) as loop:
        return begin_attached(connection, Job(work, None, loop.create_future(), "attached"))


def test_it_goes_on_from_what_it_found(connection: sqlite3.Connection) -> None:
    said: list[str] = []
    assert done(connection, said).result.result == "went on"
    assert said == ["looked"]
    assert not connection.in_transaction
    assert connection.execute("SELECT what FROM main_said").fetchall() == [("looked",), ("taken",)]
    assert connection.execute("SELECT what FROM list_said").fetchall() == [("granted",)]


@pytest.mark.parametrize("name", ["own.db", "list.db"])
def test_it_looks_again_once_somebody_else_wrote(
    connection: sqlite3.Connection, tmp_path: Path, name: str
) -> None:
    said: list[str] = []
    begun: list[str] = []

    def between(statement: str) -> None:
        begun.append(statement)
        if begun.count("BEGIN IMMEDIATE") == 3 and statement == "BEGIN IMMEDIATE":
            with closing(sqlite3.connect(tmp_path / name)) as other, other:
                other.execute("CREATE TABLE new (what)")

    connection.set_trace_callback(between)
    assert done(connection, said).result.result == "looked again"
    assert said == ["looked", "looked"]
    assert connection.execute("SELECT what FROM list_said").fetchall() == [("granted",)]


def test_what_cannot_be_written_first_leaves_the_rest_undone(
    connection: sqlite3.Connection, tmp_path: Path
) -> None:
    connection.execute("DROP TABLE list_said")
    said: list[str] = []
    with pytest.raises(sqlite3.OperationalError):
        done(connection, said)
    connection.rollback()
    assert connection.execute("SELECT what FROM main_said").fetchall() == [("looked",)]
