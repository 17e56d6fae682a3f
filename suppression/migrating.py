"""Bringing a file to the newest schema, by numbered scripts, with a copy of what it was before.

**Failures:** what SQLite or the disk raises is raised as it is, and the file stays as it was before
the script that failed; a new one stays empty.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from suppression.errors import StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def is_older(connection: sqlite3.Connection, folder: Path) -> bool:
    """Whether `migrate` would change what is in a file."""
    return 0 < _version(connection) < max(_scripts(folder))


def keep_copy(connection: sqlite3.Connection, path: Path, folder: Path) -> None:
    """Copy a file that is about to be changed, so that the older program can be gone back to.

    It lies beside the file, `messages.before-9.db`; one that is there is of an attempt that did not
    come to its end, and stays.
    """
    copy = path.with_name(f"{path.stem}.before-{max(_scripts(folder))}.db")
    if not is_older(connection, folder) or copy.exists():
        return
    partial = copy.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with closing(sqlite3.connect(partial)) as target:
        connection.backup(target)
    _sync(partial)
    partial.replace(copy)
    _sync(copy.parent)


def migrate(connection: sqlite3.Connection, folder: Path) -> None:
    """Apply the migrations the file has not had yet, each in one transaction.

    A new file gets all of them in one: it is whole or still new, after one sync instead of many.

    Raises:
        StoreUnavailable: the file has had migrations that this version does not know.
    """
    scripts = _scripts(folder)
    newest, version = max(scripts), _version(connection)
    if version > newest:
        message = f"the data is of a newer version (schema {version}, known {newest})"
        raise StoreUnavailable(message)
    missing = sorted(number for number in scripts if number > version)
    for numbers in [missing] if version == 0 else [[number] for number in missing]:
        connection.execute("BEGIN IMMEDIATE")
        try:
            for number in numbers:
                for statement in _statements(scripts[number].read_text(encoding="utf-8")):
                    connection.execute(statement)
            connection.execute(f"PRAGMA user_version={numbers[-1]}")
            connection.commit()
        except sqlite3.Error:
            connection.rollback()
            raise


def _statements(script: str) -> Iterator[str]:
    """Yield the statements of a script; each ends with a line."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _scripts(folder: Path) -> dict[int, Path]:
    return {int(script.name[:3]): script for script in folder.glob("[0-9][0-9][0-9]_*.sql")}


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
