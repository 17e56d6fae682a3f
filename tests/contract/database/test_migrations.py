"""A file of an older version is brought up to date whole, or left as it was."""

from __future__ import annotations

import asyncio
import stat
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from suppression.database import Database, connect
from suppression.errors import StoreUnavailable
from tests.contract.database.notes import insert, notes

if TYPE_CHECKING:
    from pathlib import Path


def test_a_newer_migration_is_applied_to_what_is_there(path: Path, migrations: Path) -> None:
    first = Database(path, migrations)
    first.open()
    first.close()
    (migrations / "002_more.sql").write_text("ALTER TABLE notes ADD COLUMN more TEXT;\n")
    second = Database(path, migrations)
    second.open()
    assert second.read("SELECT more FROM notes") == []
    second.close()


FAILS = "CREATE TABLE more (id);\nCREATE TABLE notes (id);\n"


def test_a_migration_that_fails_leaves_the_schema_as_it_was(path: Path, migrations: Path) -> None:
    database = two_versions(path, migrations, "CREATE TABLE good (id);\n")
    (migrations / "003_yet_more.sql").write_text(FAILS)
    with pytest.raises(StoreUnavailable, match="already exists"):
        database.open()
    with closing(connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == 2
        found = connection.execute("SELECT name FROM sqlite_schema WHERE name IN ('good', 'more')")
        assert [row["name"] for row in found] == ["good"]


def test_a_new_file_has_all_migrations_or_none(path: Path, migrations: Path) -> None:
    (migrations / "002_more.sql").write_text(FAILS)
    with pytest.raises(StoreUnavailable, match="already exists"):
        Database(path, migrations).open()
    with closing(connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == 0
        assert connection.execute("SELECT name FROM sqlite_schema").fetchall() == []
    (migrations / "002_more.sql").write_text("CREATE TABLE more (id);\n")
    database = Database(path, migrations)
    database.open()
    assert notes(database) == database.read("SELECT id FROM more") == []
    database.close()


def two_versions(path: Path, migrations: Path, second: str) -> Database:
    """Keep a note under the first version, and return the file under the second."""
    first = Database(path, migrations)
    first.open()
    asyncio.run(first.write(insert("old")))
    first.close()
    (migrations / "002_more.sql").write_text(second)
    return Database(path, migrations)


def test_what_is_about_to_be_changed_is_copied_first(path: Path, migrations: Path) -> None:
    database = two_versions(path, migrations, "DELETE FROM notes;\n")
    database.open()
    assert notes(database) == []
    database.close()
    copy = path.with_name("notes.before-2.db")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    (migrations / "002_more.sql").unlink()
    before = Database(copy, migrations)
    before.open()  # by the program as it was
    assert notes(before) == ["old"]
    before.close()
    assert not path.with_name("notes.before-1.db").exists()


def test_a_change_that_fails_leaves_file_and_copy_as_they_were(
    path: Path, migrations: Path
) -> None:
    database = two_versions(path, migrations, "DELETE FROM notes;\nSELECT nonsense;\n")
    for _ in range(2):
        with pytest.raises(StoreUnavailable, match="nonsense"):
            database.open()
    for file in (path, path.with_name("notes.before-2.db")):
        with closing(connect(file)) as connection:
            assert connection.execute("PRAGMA user_version").fetchone()[0] == 1
            assert connection.execute("SELECT count(*) FROM notes").fetchone()[0] == 1
    assert not list(path.parent.glob("*.partial"))


def test_the_data_of_a_newer_version_is_left_alone(path: Path, migrations: Path) -> None:
    (migrations / "002_more.sql").write_text("CREATE TABLE more (id);\n")
    database = Database(path, migrations)
    database.open()
    database.close()
    (migrations / "002_more.sql").unlink()
    with pytest.raises(StoreUnavailable, match="newer version"):
        Database(path, migrations).open()
