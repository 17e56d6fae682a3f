"""List and spool written at once."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from gateway.errors import StoreUnavailable
from gateway.spool.joint import SPOOL
from gateway.submission import Retried
from suppression import ledger, waiters
from tests.contract.spool.make import NOON, text

if TYPE_CHECKING:
    from gateway.spool.model import Stored
    from tests.contract.spool.make import Desk

LINE = ledger.Line(at=NOON, kind="a test")


def both(connection: sqlite3.Connection) -> None:
    ledger.append(connection, [LINE])
    ledger.append(connection, [LINE], schema=SPOOL)


def kinds(desk: Desk) -> list[list[str]]:
    return [
        [row["kind"] for row in each._database.read("SELECT kind FROM ledger ORDER BY seq")]
        for each in (desk.listed, desk.spool)
    ]


async def test_both_ledgers_get_their_lines(desk: Desk) -> None:
    await desk.joint.write(both)
    assert kinds(desk) == [["a test"], ["a test"]]


async def test_a_message_is_accepted_with_what_is_written_to_the_list(desk: Desk) -> None:
    joint, message = desk.joint, text()
    once = Retried(key="order-7", digest=b"a")

    def job(connection: sqlite3.Connection) -> list[Stored]:
        ledger.append(connection, [LINE])
        return [joint.accept(connection, each, once) for each in (message, text())]

    now = desk.clock.advance(minutes=5)
    stored, again = await joint.write(job)
    assert (stored.queue_id, stored.replayed) == (message.queue_id, False)
    assert again == replace(stored, replayed=True)
    assert kinds(desk) == [["a test"], ["accepted"]]
    (line,) = await desk.spool.trace(queue_id=message.queue_id)
    assert line.at == now
    (claimed,) = await desk.claim()
    assert claimed.queue_id == message.queue_id


async def test_who_imports_sees_that_a_job_wants_the_list(desk: Desk) -> None:
    path = desk.folder / "suppression.db"
    assert not waiters.are_at(path)
    seen: list[bool] = []
    await desk.joint.write(lambda _: seen.append(waiters.are_at(path)))
    assert seen == [True]
    assert not waiters.are_at(path)


async def test_from_its_beginning_a_job_holds_the_locks_of_both_files(desk: Desk) -> None:
    """What it reads of the list stays true until it has written."""

    def is_locked(name: str) -> bool:
        with closing(sqlite3.connect(desk.folder / name, timeout=0)) as other:
            try:
                other.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                return "locked" in str(error)
            return False

    def job(_connection: sqlite3.Connection) -> list[bool]:
        return [is_locked(name) for name in ("suppression.db", "messages.db")]

    assert await desk.joint.write(job) == [True, True]


async def test_of_a_job_that_fails_nothing_stays_in_either_file(desk: Desk) -> None:
    def job(connection: sqlite3.Connection) -> None:
        both(connection)
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        await desk.joint.write(job)
    assert kinds(desk) == [[], []]
    await desk.joint.write(both)
    assert kinds(desk) == [["a test"], ["a test"]]


@pytest.mark.parametrize("name", ["suppression.db", "messages.db"])
async def test_a_file_that_is_gone_is_unavailable_and_the_other_stays_as_it_was(
    desk: Desk, name: str
) -> None:
    for file in desk.folder.glob(f"{name}*"):
        file.unlink()
    with pytest.raises(StoreUnavailable):
        await desk.joint.write(both)


async def test_claims_and_joint_writes_at_once_do_not_wait_in_a_circle(desk: Desk) -> None:
    async def accept_and_claim() -> None:
        for _ in range(10):
            await desk.spool.accept(text())
            await desk.claim()

    async with asyncio.timeout(20):
        await asyncio.gather(
            accept_and_claim(), *(desk.joint.write(both) for _ in range(40)), accept_and_claim()
        )
    assert kinds(desk)[0] == ["a test"] * 40


async def test_only_the_ledgers_have_a_name_in_both_files(desk: Desk) -> None:
    """Any other name a joint job says means one table, whichever file it is in."""
    query = "SELECT name FROM sqlite_schema WHERE type = 'table'"
    names = [
        {row["name"] for row in each._database.read(query)} for each in (desk.listed, desk.spool)
    ]
    assert names[0] & names[1] == {"ledger", "ledger_detail"}
