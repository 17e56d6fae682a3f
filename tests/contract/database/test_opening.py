"""A file is opened by many, whole and for its owner alone, or is unavailable."""

from __future__ import annotations

import asyncio
import stat
import threading
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from suppression.database import Database, connect
from suppression.errors import StoreBroken, StoreUnavailable
from suppression.writer import Writer
from tests.contract.database.notes import insert, notes

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_that_is_damaged_is_said_to_be_so(path: Path, migrations: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"not a database" * 1000)
    database = Database(path, migrations)
    with pytest.raises(StoreBroken, match=r"notes\.db: .*; restore it from a backup"):
        database.open()
    assert database.broken is None


async def test_what_is_not_open_is_unavailable(path: Path, migrations: Path) -> None:
    database = Database(path, migrations)
    with pytest.raises(StoreUnavailable, match="not open"):
        database.read("SELECT 1")
    with pytest.raises(StoreUnavailable, match="not open"):
        await database.write(insert("one"))
    with pytest.raises(StoreUnavailable, match="cannot read"):
        await database.scan("SELECT 1")
    database.close()


async def test_a_database_is_opened_twice_and_again_without_harm(database: Database) -> None:
    database.open()
    await database.write(insert("one"))
    database.close()
    database.close()
    database.open()
    await database.write(insert("two"))
    assert notes(database) == ["one", "two"]


async def test_a_job_that_comes_after_the_last_is_refused(path: Path) -> None:
    writer = Writer(lambda: connect(path), lambda _: None, (path,))
    writer.stop()
    with pytest.raises(StoreUnavailable, match="closed"):
        await writer.submit(insert("one"))


def test_a_file_that_went_away_is_unavailable_and_not_made_anew(
    database: Database, path: Path
) -> None:
    path.unlink()
    with pytest.raises(StoreUnavailable):
        asyncio.run(database.write(insert("one")))
    assert not path.exists()


def test_only_its_owner_reads_the_file(database: Database, path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_every_connection_that_writes_waits_for_the_disk(database: Database, path: Path) -> None:
    with closing(connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert connection.execute("PRAGMA synchronous").fetchone()[0] == 2
        assert connection.execute("PRAGMA foreign_keys").fetchone()[0] == 1


def test_several_that_open_a_new_file_at_once_all_find_it_whole(
    path: Path, migrations: Path
) -> None:
    databases = [Database(path, migrations) for _ in range(8)]
    threads = [threading.Thread(target=database.open) for database in databases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [notes(database) for database in databases] == [[]] * 8
    for database in databases:
        database.close()


def test_a_place_that_is_no_folder_is_unavailable(tmp_path: Path, migrations: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnavailable, match="cannot open notes"):
        Database(tmp_path / "file" / "notes.db", migrations).open()


def test_a_file_of_something_else_is_unavailable(tmp_path: Path, migrations: Path) -> None:
    (tmp_path / "notes.db").write_bytes(b"something else" * 100)
    with pytest.raises(StoreUnavailable, match="cannot open notes"):
        Database(tmp_path / "notes.db", migrations).open()
