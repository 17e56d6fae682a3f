"""The program is a newer one already, and the gateway that runs is still the older."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from gateway.data_lock import data_lock
from gateway.spool.spoolfile import MIGRATIONS
from suppression.database import Database

if TYPE_CHECKING:
    from pathlib import Path

    from tests.contract.cli.conftest import Commands

SCRIPTS = sorted(MIGRATIONS.glob("*.sql"))


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as file:
        (found,) = file.execute("PRAGMA user_version").fetchone()
    return int(found)


@pytest.mark.parametrize(
    "words",
    [("queue", "list"), ("suppress", "list"), ("suppress", "add", "ann@example.org")],
)
def test_no_command_changes_the_data_under_an_older_gateway(
    command: Commands, tmp_path: Path, words: tuple[str, ...]
) -> None:
    command("suppress", "add", "bob@example.org")
    data = command.folder / "data"
    spool = data / "messages.db"
    spool.unlink()
    older = tmp_path / "older"
    older.mkdir()
    for script in SCRIPTS[:-1]:
        shutil.copy(script, older)
    before = Database(spool, older)
    before.open()
    with data_lock(data):
        told = command(*words, code=4).talk
        assert "of an older version, whose gateway still runs: restart that first" in told
        assert version(spool) == len(SCRIPTS) - 1
        assert list(data.glob("*.before-*")) == []
    before.close()
    command(*words)  # it was stopped
    assert version(spool) == len(SCRIPTS)


@pytest.mark.parametrize("is_new", [True, False])
def test_commands_run_beside_a_gateway_of_the_same_version(
    command: Commands, *, is_new: bool
) -> None:
    if not is_new:
        command("suppress", "add", "bob@example.org")
    (command.folder / "data").mkdir(exist_ok=True)
    with data_lock(command.folder / "data"):
        command("suppress", "add", "ann@example.org")
        assert "ann@example.org" in command("suppress", "list").out
