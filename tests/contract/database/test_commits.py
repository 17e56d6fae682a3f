"""Many callers share a commit: each is answered, and what fails fails alone."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from suppression.database import Database, connect
from suppression.writer import NOTHING_WRITTEN
from tests.contract.database.notes import Gate, insert, notes, settled

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path


async def test_what_was_written_is_read_at_once(database: Database) -> None:
    assert await database.write(insert("one")) == "one"
    assert notes(database) == ["one"]
    assert [tuple(row) for row in await database.scan("SELECT text FROM notes")] == [("one",)]


async def test_how_writing_fares_is_told(database: Database) -> None:
    await database.write(insert("one"))
    fares = database.writing
    assert (fares.commits, fares.failures, fares.waiting) == (1, 0, 0)
    assert fares.seconds > 0
    database.close()
    assert database.writing == NOTHING_WRITTEN


async def test_many_callers_share_a_commit_and_keep_their_order(database: Database) -> None:
    gate = Gate()
    async with asyncio.TaskGroup() as group:
        group.create_task(database.write(gate))
        await gate.reached()
        tasks = [group.create_task(database.write(insert(f"{i:03}"))) for i in range(600)]
        await asyncio.sleep(0)
        gate.is_open.set()
    assert [task.result() for task in tasks] == notes(database) == [f"{i:03}" for i in range(600)]
    assert gate.commits == 1 + 3  # the gate alone, then 256, 256 and 88


@pytest.mark.parametrize(
    ("broken", "error"),
    [
        (insert("one"), sqlite3.IntegrityError),
        (insert(""), sqlite3.IntegrityError),
        (lambda c: c.execute("SELECT * FROM nowhere"), sqlite3.OperationalError),
        (lambda c: c.execute("SELECT ?"), sqlite3.ProgrammingError),
        (lambda _: [].pop(), IndexError),
        (lambda _: next(iter(())), RuntimeError),
    ],
)
async def test_a_failing_job_fails_alone(
    database: Database, broken: Callable[[sqlite3.Connection], object], error: type[Exception]
) -> None:
    def half_done(connection: sqlite3.Connection) -> object:
        connection.execute("INSERT INTO notes (text) VALUES ('half')")
        return broken(connection)

    gate = Gate()
    gate.is_open.set()
    async with asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(settled(database.write(job)))
            for job in (gate, insert("one"), half_done, insert("two"))
        ]
    assert isinstance(tasks[2].result(), error)
    assert [tasks[1].result(), tasks[3].result()] == notes(database) == ["one", "two"]


def insert_each(connection: sqlite3.Connection, texts: Sequence[str]) -> list[tuple[str, int]]:
    """Insert what several callers bring, and tell each how many they were."""
    for text in texts:
        connection.execute("INSERT INTO notes (text) VALUES (?)", (text,))
    return [(text, len(texts)) for text in texts]


async def test_callers_of_the_same_work_are_served_in_one_go(database: Database) -> None:
    gate = Gate()
    async with asyncio.TaskGroup() as group:
        group.create_task(database.write(gate))
        await gate.reached()
        some = [group.create_task(database.write_item(insert_each, text)) for text in "abc"]
        group.create_task(database.write(insert("between")))
        last = group.create_task(database.write_item(insert_each, "d"))
        await asyncio.sleep(0)
        gate.is_open.set()
    assert [task.result() for task in (*some, last)] == [("a", 3), ("b", 3), ("c", 3), ("d", 1)]
    assert notes(database) == ["a", "b", "c", "between", "d"]


async def test_one_that_fails_in_company_fails_alone(database: Database) -> None:
    async def outcome(text: str) -> object:
        try:
            return await database.write_item(insert_each, text)
        except sqlite3.IntegrityError as error:
            return error

    gate = Gate()
    async with asyncio.TaskGroup() as group:
        group.create_task(database.write(gate))
        await gate.reached()
        tasks = [group.create_task(outcome(text)) for text in ("a", "", "b")]
        await asyncio.sleep(0)
        gate.is_open.set()
    first, empty, last = (task.result() for task in tasks)
    assert isinstance(empty, sqlite3.IntegrityError)
    assert [first, last] == [("a", 1), ("b", 1)]
    assert notes(database) == ["a", "b"]


async def test_those_who_come_in_company_again_and_again_are_all_served(
    database: Database,
) -> None:
    texts = [[f"{wave}-{number}" for number in range(5)] for wave in range(8)]
    for wave in texts:  # the writer begins to wait for company, and loses nobody by it
        assert await asyncio.gather(*(database.write(insert(text)) for text in wave)) == wave
    assert notes(database) == [text for wave in texts for text in wave]


async def test_a_caller_who_hangs_up_does_not_stop_the_commit(database: Database) -> None:
    gate = Gate()
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(database.write(gate))
        await gate.reached()
        gone = group.create_task(database.write(insert("one")))
        failing = group.create_task(database.write(insert("")))
        await asyncio.sleep(0)
        gone.cancel()
        failing.cancel()
        await asyncio.sleep(0)
        gate.is_open.set()
        await waiting
        await database.write(insert("two"))
    assert gone.cancelled()
    assert notes(database) == ["one", "two"]


async def test_closing_finishes_what_was_submitted(database: Database, path: Path) -> None:
    gate = Gate()
    async with asyncio.TaskGroup() as group:
        group.create_task(database.write(gate))
        await gate.reached()
        task = group.create_task(database.write(insert("one")))
        await asyncio.sleep(0)
        gate.is_open.set()
        database.close()
    assert task.result() == "one"
    with closing(connect(path, read_only=True)) as connection:
        assert connection.execute("SELECT count(*) FROM notes").fetchone()[0] == 1


def test_a_loop_that_is_gone_does_not_end_the_writer(database: Database) -> None:
    gate = Gate()

    async def give_up() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(database.write(gate), 0.01)

    asyncio.run(give_up())
    gate.is_open.set()
    assert asyncio.run(database.write(insert("one"))) == "one"


async def test_callers_of_two_loops_are_both_answered(database: Database) -> None:
    gate = Gate()
    async with asyncio.TaskGroup() as group:
        group.create_task(database.write(gate))
        await gate.reached()
        here = group.create_task(database.write(insert("here")))
        there = group.create_task(
            asyncio.to_thread(lambda: asyncio.run(database.write(insert("there"))))
        )
        await asyncio.sleep(0.05)
        gate.is_open.set()
    assert (here.result(), there.result()) == ("here", "there")
