"""A long job goes last, and lets in who waits for the file elsewhere."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from suppression import waiters
from tests.contract.database.notes import Gate, insert, notes

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from suppression.database import Database


async def test_a_long_job_goes_last_and_in_a_commit_of_its_own(database: Database) -> None:
    gate = Gate()
    async with asyncio.TaskGroup() as group:
        group.create_task(database.write(gate))
        await gate.reached()
        group.create_task(database.write_long(insert("long")))
        await asyncio.sleep(0)
        assert database.writing.waiting == 1
        group.create_task(database.write(insert("short")))
        await asyncio.sleep(0)
        assert database.writing.waiting == 2
        gate.is_open.set()
    assert notes(database) == ["short", "long"]
    assert database.writing.commits == 3


async def test_who_writes_a_file_is_seen_there_until_it_is_written(
    database: Database, path: Path
) -> None:
    gate = Gate()
    assert not waiters.are_at(path)
    async with asyncio.TaskGroup() as group:
        group.create_task(database.write(gate))
        await gate.reached()
        assert waiters.are_at(path)
        gate.is_open.set()
    assert not waiters.are_at(path)


async def test_a_long_job_lets_in_who_waits_for_the_file_elsewhere(
    database: Database, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiters, "_PATIENCE_S", 600.0)
    assert not waiters.are_at(path)
    async with asyncio.TaskGroup() as group:
        with waiters.seen_at((path,)):
            group.create_task(database.write_long(insert("long")))
            await asyncio.sleep(0)
            await database.write(insert("one"))
            await database.write(insert("two"))  # what lay in the queue before is written by now
    assert notes(database) == ["one", "two", "long"]


async def test_a_long_job_does_not_wait_for_ever(database: Database, path: Path) -> None:
    assert not waiters.are_at(path)
    with waiters.seen_at((path,)):
        await database.write_long(insert("long"))
    assert notes(database) == ["long"]


def test_nobody_is_seen_where_nobody_may_look(path: Path) -> None:
    with waiters.seen_at((path,)):
        assert not waiters.are_at(path)
    assert not path.parent.exists()
