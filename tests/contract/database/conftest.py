"""A file of notes, under one migration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from suppression.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SCHEMA = """
CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE replies (note INTEGER REFERENCES notes (id) DEFERRABLE INITIALLY DEFERRED) STRICT;
CREATE TRIGGER no_empty_notes BEFORE INSERT ON notes WHEN NEW.text = ''
BEGIN
    SELECT RAISE(ABORT, 'empty; a trigger holds statements of its own');
END;
"""


@pytest.fixture
def migrations(tmp_path: Path) -> Path:
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "001_notes.sql").write_text(SCHEMA)
    return folder


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "notes.db"


@pytest.fixture
def database(path: Path, migrations: Path) -> Iterator[Database]:
    database = Database(path, migrations)
    database.open()
    yield database
    database.close()
