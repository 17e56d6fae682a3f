"""A commit that fails fails for all who share it, and the next works if the disk does."""

from __future__ import annotations

import asyncio
import sqlite3
from typing import TYPE_CHECKING

import pytest

from suppression.errors import StoreBroken, StoreFull, StoreUnavailable
from tests.contract.database.notes import Gate, break_the_commit, insert, notes, settled

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from suppression.database import Database


async def outcomes_behind_a_gate(
    database: Database, *jobs: Callable[[sqlite3.Connection], object]
) -> list[object]:
    """Run jobs that share one commit, and return the result or error of each."""
    gate = Gate()
    async with asyncio.TaskGroup() as group:
        group.create_task(database.write(gate))
        await gate.reached()
        tasks = [group.create_task(settled(database.write(job))) for job in jobs]
        await asyncio.sleep(0)
        gate.is_open.set()
    return [task.result() for task in tasks]


def fill(connection: sqlite3.Connection) -> None:
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count={pages}")
    connection.execute("INSERT INTO notes (text) VALUES (?)", ("x" * 100_000,))


def lose_the_transaction(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT OR ROLLBACK INTO notes (text) VALUES ('before')")


@pytest.mark.parametrize(
    ("broken", "error"),
    [
        (fill, StoreFull),
        (break_the_commit, StoreUnavailable),
        (lose_the_transaction, StoreUnavailable),
    ],
)
async def test_a_commit_that_fails_fails_for_all_and_the_next_one_works(
    database: Database, broken: Callable[[sqlite3.Connection], None], error: type[StoreUnavailable]
) -> None:
    await database.write(insert("before"))
    outcomes = await outcomes_behind_a_gate(database, insert("one"), broken, insert("two"))
    assert [type(outcome) for outcome in outcomes] == [error] * 3
    assert database.broken is None
    assert len({id(outcome) for outcome in outcomes}) == 3
    assert notes(database) == ["before"]
    assert await database.write(insert("three")) == "three"
    assert notes(database) == ["before", "three"]


async def test_a_full_disk_behind_a_failing_job_fails_for_all(database: Database) -> None:
    outcomes = await outcomes_behind_a_gate(database, insert("one"), insert(""), fill)
    assert all(isinstance(outcome, StoreUnavailable) for outcome in outcomes)
    assert notes(database) == []
    assert await database.write(insert("two")) == "two"


def fail_to_sync(_: sqlite3.Connection | None = None) -> None:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_FSYNC  # as SQLite's own has
    raise error


@pytest.mark.parametrize("way", ["write", "write_attached", "write_apart"])
async def test_after_a_sync_that_failed_nothing_is_written_any_more(
    database: Database, way: str
) -> None:
    await database.write(insert("before"))
    verbs: dict[str, Callable[[], Awaitable[object]]] = {
        "write": lambda: database.write(fail_to_sync),
        "write_attached": lambda: database.write_attached(fail_to_sync),  # type: ignore[arg-type]
        "write_apart": lambda: database.write_apart(fail_to_sync),
    }
    for _ in range(2):
        with pytest.raises(StoreBroken, match="does not keep"):
            await verbs[way]()
    for verb in (database.write(insert("after")), database.write_apart(lambda: 1)):
        with pytest.raises(StoreBroken):
            await verb
    assert isinstance(database.broken, StoreBroken)
    assert notes(database) == ["before"]
    database.close()
    database.open()  # as a process that is started again
    assert database.broken is None
    assert await database.write(insert("later")) == "later"


async def test_a_job_out_of_memory_does_not_end_the_writer(database: Database) -> None:
    def exhaust(connection: sqlite3.Connection) -> None:
        connection.execute("ROLLBACK")
        raise MemoryError

    assert isinstance(await settled(database.write(exhaust)), StoreUnavailable)
    assert await database.write(insert("one")) == "one"
