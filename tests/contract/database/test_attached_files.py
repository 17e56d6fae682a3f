"""What is written to two files holds the locks of both, and lies in no half of a commit."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from suppression import waiters
from suppression.database import Database
from suppression.errors import StoreUnavailable
from suppression.transaction import Written
from tests.contract.database.notes import Gate, break_the_commit, insert, notes, settled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def _files(path: Path) -> list[Path]:
    """Return the file and what SQLite keeps beside it."""
    return sorted(path.parent.glob(f"{path.name}*"))


async def test_an_attached_write_holds_the_locks_of_both_files(
    database: Database, path: Path, migrations: Path, tmp_path: Path
) -> None:
    spool = Database(tmp_path / "spool.db", migrations, attached={"list": path})
    spool.open()

    def claim(connection: sqlite3.Connection) -> Written[str]:
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as other:
            try:
                other.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                connection.execute("INSERT INTO list.notes (text) VALUES ('claimed')")
                return Written(str(error), elsewhere=True)
        return Written("not locked", elsewhere=False)

    def durability(connection: sqlite3.Connection) -> Written[int]:
        return Written(connection.execute("PRAGMA list.synchronous").fetchone()[0], elsewhere=False)

    async with asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(job)
            for job in (
                spool.write(insert("one")),
                spool.write_attached(claim),
                spool.write(insert("two")),
                spool.write_attached(durability),
            )
        ]
    spool.close()
    assert [task.result() for task in tasks] == ["one", "database is locked", "two", 2]
    assert notes(database) == ["claimed"]


@pytest.mark.parametrize(("elsewhere", "commits"), [(False, 1), (True, 2)])
@pytest.mark.parametrize("broken", [insert("fine"), break_the_commit])
async def test_an_attached_write_shares_a_commit_unless_it_wrote_elsewhere(  # noqa: PLR0917 - fixtures
    database: Database,
    path: Path,
    migrations: Path,
    tmp_path: Path,
    broken: Callable[[sqlite3.Connection], object],
    elsewhere: bool,
    commits: int,
) -> None:
    """Files are committed one after the other: a promise must not lie in half of a commit."""
    spool = Database(tmp_path / "spool.db", migrations, attached={"list": path})
    spool.open()
    gate = Gate()

    def claim(connection: sqlite3.Connection) -> Written[str]:
        connection.execute("INSERT INTO main.notes (text) VALUES ('claimed')")
        if elsewhere:
            connection.execute("INSERT INTO list.notes (text) VALUES ('granted')")
        return Written("claimed", elsewhere=elsewhere)

    async with asyncio.TaskGroup() as group:
        group.create_task(spool.write(gate))
        await gate.reached()
        tasks = [
            group.create_task(settled(waiting))
            for waiting in (
                spool.write(insert("one")),
                spool.write_attached(claim),
                spool.write(broken),
            )
        ]
        await asyncio.sleep(0)
        gate.is_open.set()
    one, claimed, last = (task.result() for task in tasks)
    if broken is break_the_commit:
        assert isinstance(one, StoreUnavailable)
        assert isinstance(last, StoreUnavailable)
        assert (claimed == "claimed") is elsewhere
        assert notes(spool) == ["claimed"] * elsewhere
    else:
        assert [one, claimed, last] == ["one", "claimed", "fine"]
        assert notes(spool) == ["claimed", "one", "fine"]
        assert gate.commits == 1 + commits
    assert notes(database) == ["granted"] * elsewhere
    spool.close()


async def test_a_job_with_an_attached_file_is_seen_at_both(
    database: Database, path: Path, migrations: Path, tmp_path: Path
) -> None:
    other = tmp_path / "data" / "spool.db"
    spool = Database(other, migrations, attached={"list": path})
    spool.open()
    assert not any(map(waiters.are_at, (path, other)))

    def look(_: sqlite3.Connection) -> tuple[bool, bool]:
        return waiters.are_at(path), waiters.are_at(other)

    assert await spool.write(look) == (False, True)
    assert await spool.write_attached(
        lambda connection: Written(look(connection), elsewhere=False)
    ) == (True, True)
    spool.close()


async def test_a_write_waits_for_another_process_and_leaves_the_attached_files_alone(
    database: Database, path: Path, migrations: Path, tmp_path: Path
) -> None:
    spool = Database(tmp_path / "spool.db", migrations, attached={"list": path})
    spool.open()
    await spool.write_attached(lambda _: Written(None, elsewhere=False))

    def opt_out_meanwhile(_: sqlite3.Connection) -> str:
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as other:
            other.execute("INSERT INTO notes (text) VALUES ('opted out')")
        with closing(sqlite3.connect(tmp_path / "spool.db", timeout=0)) as other:
            with pytest.raises(sqlite3.OperationalError) as caught:
                other.execute("BEGIN IMMEDIATE")
            return str(caught.value)

    assert await spool.write(opt_out_meanwhile) == "database is locked"
    with closing(sqlite3.connect(tmp_path / "spool.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        async with asyncio.TaskGroup() as group:
            writing = group.create_task(spool.write(insert("patient")))
            await asyncio.sleep(0.05)
            assert not writing.done()
            other.execute("COMMIT")
    assert writing.result() == "patient"
    assert notes(database) == ["opted out"]
    spool.close()


async def test_an_attached_file_that_is_missing_is_unavailable_and_not_made(
    path: Path, migrations: Path, tmp_path: Path
) -> None:
    spool = Database(path, migrations, attached={"list": tmp_path / "missing.db"})
    spool.open()
    with pytest.raises(StoreUnavailable):
        await spool.write_attached(lambda c: Written(insert("one")(c), elsewhere=False))
    assert await spool.write(insert("two")) == "two"
    spool.close()
    assert not (tmp_path / "missing.db").exists()


async def test_an_attached_file_replaced_in_use_is_never_the_old_one(
    database: Database, path: Path, migrations: Path, tmp_path: Path
) -> None:
    await database.write(insert("old"))
    spool = Database(tmp_path / "spool.db", migrations, attached={"list": path})
    spool.open()

    def listed(connection: sqlite3.Connection) -> Written[list[str]]:
        found = connection.execute("SELECT text FROM list.notes")
        return Written([row["text"] for row in found], elsewhere=False)

    assert await spool.write_attached(listed) == ["old"]
    for file in _files(path):
        file.rename(tmp_path / file.name)
    for _ in range(2):
        with pytest.raises(StoreUnavailable):
            await spool.write_attached(listed)
    restored = Database(path, migrations)
    restored.open()
    await restored.write(insert("restored"))
    assert await spool.write_attached(listed) == ["restored"]
    assert await spool.write(insert("one")) == "one"
    restored.close()
    spool.close()
