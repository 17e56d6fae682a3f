"""Jobs that a busy process brings one after the other share a commit."""

from __future__ import annotations

import asyncio
import threading
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

from suppression import writer
from suppression.company import Company
from suppression.database import Database

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    import pytest

_PATIENCE_S = 10.0


def note(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT INTO notes DEFAULT VALUES")


async def test_jobs_of_a_busy_process_share_a_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits, all_came = threading.Event(), threading.Event()

    def wait_for_all(_: float) -> None:
        waits.set()
        all_came.wait(_PATIENCE_S)

    clock, work = partial(next, count(0, 0.001)), partial(next, count(0, 1))  # of a busy process
    monkeypatch.setattr(
        writer, "Company", partial(Company, sleep=wait_for_all, now_s=clock, worked_s=work)
    )
    (tmp_path / "001_notes.sql").write_text("CREATE TABLE notes (id INTEGER PRIMARY KEY) STRICT;")
    database = Database(tmp_path / "notes.db", tmp_path)
    database.open()
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(database.write(note))
            assert await asyncio.to_thread(waits.wait, _PATIENCE_S)
            others = [group.create_task(database.write(note)) for _ in range(3)]
            await asyncio.sleep(0)
            all_came.set()
        assert all(each.done() for each in others)
        assert database.writing.commits == 1
    finally:
        database.close()
