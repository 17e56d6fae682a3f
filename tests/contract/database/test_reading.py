"""What is read is as of one moment, from the file that is there, and says what is damaged."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from suppression.database import Database, connect
from suppression.errors import StoreUnavailable
from tests.contract.database.notes import insert, notes

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path


async def test_what_is_read_at_once_is_as_of_one_moment(database: Database, path: Path) -> None:
    await database.write(insert("first"))

    def twice(connection: sqlite3.Connection) -> tuple[int, int]:
        before = connection.execute("SELECT count(*) FROM notes").fetchone()[0]
        with closing(connect(path)) as other:
            insert("second")(other)
        return before, connection.execute("SELECT count(*) FROM notes").fetchone()[0]

    assert database.read_at_once(twice) == (1, 1)
    assert notes(database) == ["first", "second"]


async def test_a_reading_that_fails_leaves_no_old_moment_behind(database: Database) -> None:
    def broken(connection: sqlite3.Connection) -> None:
        connection.execute("SELECT * FROM notes").fetchall()
        connection.execute("SELECT * FROM nothing")

    with pytest.raises(StoreUnavailable):
        database.read_at_once(broken)
    await database.write(insert("later"))
    assert notes(database) == ["later"]
    assert database.read_at_once(lambda each: len(each.execute("SELECT 1").fetchall())) == 1


async def test_a_file_replaced_in_use_is_the_one_that_is_read(
    database: Database, path: Path, migrations: Path
) -> None:
    await database.write(insert("old"))
    restored = Database(path.with_name("restored.db"), migrations)
    restored.open()
    await restored.write(insert("restored"))
    restored.close()
    aside = _set_aside(path)
    with pytest.raises(StoreUnavailable):
        database.read("SELECT text FROM notes")
    _write_nonsense(path)
    with pytest.raises(StoreUnavailable):
        database.read("SELECT text FROM notes")
    path.with_name("restored.db").rename(path)
    assert [row["text"] for row in database.read("SELECT text FROM notes")] == ["restored"]
    for file in _files(path):
        file.unlink()
    for file in aside:
        file.rename(path.with_name(file.name))
    assert [row["text"] for row in database.read("SELECT text FROM notes")] == ["old"]


def _set_aside(path: Path) -> list[Path]:
    folder = path.with_name("aside")
    folder.mkdir()
    return [file.rename(folder / file.name) for file in _files(path)]


def _write_nonsense(path: Path) -> None:
    path.write_bytes(b"this is no database " * 4096)


def _files(path: Path) -> list[Path]:
    """Return the file and what SQLite keeps beside it."""
    return sorted(path.parent.glob(f"{path.name}*"))


def test_a_query_that_fails_is_unavailable(database: Database) -> None:
    with pytest.raises(StoreUnavailable, match="cannot read"):
        database.read("SELECT * FROM nowhere")


async def test_text_that_is_none_any_more_is_read_with_marks_by_who_asks_for_them(
    database: Database, path: Path, migrations: Path
) -> None:
    await database.write(
        lambda c: c.execute("INSERT INTO notes (text) VALUES (CAST(x'6f6bff' AS TEXT))")
    )
    with pytest.raises(StoreUnavailable, match="cannot read"):
        notes(database)
    marking = Database(path, migrations, shows_damage=True)
    marking.open()
    assert notes(marking) == ["ok\ufffd"]
    with pytest.raises(StoreUnavailable, match="cannot read"):
        marking.read("SELECT * FROM nowhere")
    marking.close()


async def test_a_file_whose_columns_have_no_name_any_more_is_unavailable(
    path: Path, migrations: Path
) -> None:
    _make_and_damage(path, migrations)
    damaged = Database(path, migrations, shows_damage=True)
    damaged.open()
    with pytest.raises(StoreUnavailable, match="cannot read"):
        damaged.read("SELECT * FROM notes")
    with pytest.raises(StoreUnavailable, match="cannot read"):
        await damaged.scan("SELECT * FROM notes")
    damaged.close()


def _make_and_damage(path: Path, migrations: Path) -> None:
    made = Database(path, migrations)
    made.open()
    made.close()
    path.write_bytes(path.read_bytes().replace(b"text", b"te\xfft"))


def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(StoreUnavailable, match="readonly"):
        database.read("DELETE FROM notes")
