"""Outcomes that cannot be put down are not those of others, and no room is nobody's fault."""

from __future__ import annotations

import asyncio
import sqlite3
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from gateway.delivery import settler
from gateway.errors import StoreFull, StoreUnavailable
from gateway.spool.model import Settlement, State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gateway.delivery.settler import Settler

DAMAGED = 3


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settler, "_RETRY_S", 0.0)
    monkeypatch.setattr(settler, "_GATHER_S", 0.0)


class Spool:
    """One in which a delivery cannot be written to, and that has no room for a while."""

    def __init__(self, *, without_room: int = 0) -> None:
        self.settled: list[int] = []
        self.asked = 0
        self.without_room = without_room  # commits

    async def settle(self, settlements: Sequence[Settlement]) -> None:
        await asyncio.sleep(0)
        self.asked += 1
        ids = [each.delivery_id for each in settlements]
        if self.without_room:
            self.without_room -= 1
            raise not_written(sqlite3.SQLITE_FULL)
        if DAMAGED in ids:
            raise not_written(sqlite3.SQLITE_CORRUPT)
        self.settled += ids


def not_written(code: int) -> StoreUnavailable:
    cause = sqlite3.DatabaseError("as SQLite's own")
    cause.sqlite_errorcode = code
    error = StoreFull("full") if code == sqlite3.SQLITE_FULL else StoreUnavailable("malformed")
    error.__cause__ = cause
    return error


def delivered(*numbers: int) -> list[Settlement]:
    return [Settlement(delivery_id=each, state=State.DELIVERED, reply="") for each in numbers]


async def asked(spool: Spool, times: int) -> None:
    """Wait until the spool was asked so often more."""
    until = spool.asked + times
    async with asyncio.timeout(10):
        while spool.asked < until:  # noqa: ASYNC110 - the loop turns, and no clock is waited for
            await asyncio.sleep(0)


async def finished(settling: Settler, running: asyncio.Task[None]) -> None:
    settling.finish()
    async with asyncio.timeout(10):
        await running


async def test_one_outcome_that_cannot_be_written_keeps_no_other_waiting() -> None:
    spool = Spool()
    settling = settler.Settler(spool)
    settling.add(delivered(DAMAGED))
    settling.add(delivered(*range(4, 9)))
    settling.finish()
    with capture_logs() as lines:
        await settling.run()
    assert sorted(spool.settled) == [4, 5, 6, 7, 8]
    assert [(line["event"], line["count"]) for line in lines] == [("not-settled", 1)]


@pytest.mark.parametrize("without_room", range(10))
async def test_whenever_room_comes_back_every_known_outcome_is_written(without_room: int) -> None:
    """Three tries together, then one by one: none is given up for those that went first."""
    spool = Spool(without_room=without_room)
    settling = settler.Settler(spool)
    settling.add(delivered(4, 5, 6, 7))
    async with asyncio.TaskGroup() as group:
        running = group.create_task(settling.run())
        await asked(spool, without_room + 1)
        await finished(settling, running)
    assert sorted(spool.settled) == [4, 5, 6, 7]
    assert not settling.is_behind


async def test_it_is_behind_until_everything_is_written_that_ended_meanwhile() -> None:
    spool = Spool(without_room=10**6)
    settling = settler.Settler(spool)
    settling.add(delivered(4, 5))
    async with asyncio.TaskGroup() as group:
        running = group.create_task(settling.run())
        await asked(spool, 2)
        for number in range(10, 30):
            await asked(spool, 1)
            settling.add(delivered(number))
            assert settling.is_behind
        spool.without_room = 0
        while settling.is_behind:  # noqa: ASYNC110 - the loop turns
            await asyncio.sleep(0)
        assert sorted(spool.settled) == [4, 5, *range(10, 30)]
        await finished(settling, running)


async def test_a_damaged_item_alone_keeps_no_mail_waiting_and_goes_with_the_next() -> None:
    """Whether it is the item or the file, shows when others are written: so others must come."""
    spool = Spool()
    settling = settler.Settler(spool)
    settling.add(delivered(DAMAGED))
    async with asyncio.TaskGroup() as group:
        running = group.create_task(settling.run())
        await asked(spool, 6)
        assert not settling.is_behind
        with capture_logs() as lines:
            settling.add(delivered(4))
            await finished(settling, running)
    assert spool.settled == [4]
    assert [(line["event"], line["count"]) for line in lines] == [("not-settled", 1)]


async def test_no_room_beside_damage_is_still_no_room() -> None:
    spool = Spool(without_room=10**6)
    settling = settler.Settler(spool)
    settling.add(delivered(DAMAGED, 4, 5))
    async with asyncio.TaskGroup() as group:
        running = group.create_task(settling.run())
        await asked(spool, 12)
        assert settling.is_behind
        spool.without_room = 0
        await asked(spool, 6)
        await finished(settling, running)
    assert spool.settled == [4, 5]
