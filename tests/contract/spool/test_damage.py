"""What is damaged is set aside, one item at a time, and who is on call reads how much that was."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from structlog.testing import capture_logs

from gateway.errors import StoreUnavailable
from gateway.spool.model import State
from tests.contract.spool.make import delivery, email, opt_out, outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, MutableMapping, Sequence

    from gateway.spool.model import NewMessage
    from tests.contract.spool.make import Desk

UNREADABLE = "UPDATE deliveries SET reply = CAST(x'ff' AS TEXT) WHERE id IN (1, 2)"
UNWRITABLE = """
CREATE TRIGGER a_bad_page BEFORE UPDATE ON deliveries WHEN old.id = 2
BEGIN SELECT RAISE(ABORT, 'as a page that cannot be written'); END
"""
NOT_TO_BE_RECORDED = """
CREATE TRIGGER a_bad_line BEFORE INSERT ON ledger WHEN new.kind = 'held'
BEGIN SELECT RAISE(ABORT, 'as a page that cannot be written'); END
"""


async def queued(desk: Desk, count: int = 3) -> Sequence[NewMessage]:
    messages = [email(delivery(f"p{number}@example.net")) for number in range(count)]
    for message in messages:
        await desk.spool.accept(message)
    return messages


def damage(desk: Desk, *statements: str, file: str = "messages.db") -> None:
    with closing(sqlite3.connect(desk.folder / file)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def said(
    lines: Iterable[MutableMapping[str, Any]], event: str
) -> Sequence[MutableMapping[str, Any]]:
    return [line for line in lines if line["event"] == event]


async def flowed(desk: Desk) -> int:
    claimed = await desk.claim()
    for each in claimed:
        await desk.spool.settle(outcome(each, State.DELIVERED))
    return len(claimed)


async def test_what_cannot_be_read_is_held_and_the_others_flow(desk: Desk) -> None:
    first, second, third = await queued(desk)
    damage(desk, UNREADABLE)
    with capture_logs() as lines:
        assert await flowed(desk) == 1
    assert [await desk.state(each) for each in (first, second, third)] == [
        State.HELD, State.HELD, State.DELIVERED,
    ]  # fmt: skip
    assert [await desk.kinds(each) for each in (first, second)] == [["accepted", "held"]] * 2
    (line,) = said(lines, "items-damaged")
    assert (line["held"], line["lost"], line["log_level"]) == (2, 0, "error")


async def test_what_cannot_be_held_either_is_left_where_it_is_and_the_others_flow(
    desk: Desk,
) -> None:
    first, second, third = await queued(desk)
    damage(desk, UNREADABLE, UNWRITABLE)
    with capture_logs() as lines:
        assert await flowed(desk) == 1
        assert await flowed(desk) == 0
    assert [await desk.state(each) for each in (first, second, third)] == [
        State.HELD, State.QUEUED, State.DELIVERED,
    ]  # fmt: skip
    (line,) = said(lines, "items-damaged")
    assert (line["held"], line["lost"]) == (1, 1)


async def test_an_item_whose_holding_cannot_be_recorded_is_held_all_the_same(desk: Desk) -> None:
    first, second, third = await queued(desk)
    damage(desk, UNREADABLE, NOT_TO_BE_RECORDED)
    with capture_logs() as lines:
        assert await flowed(desk) == 1
    assert [await desk.state(each) for each in (first, second, third)] == [
        State.HELD, State.HELD, State.DELIVERED,
    ]  # fmt: skip
    (line,) = said(lines, "items-damaged")
    assert (line["held"], line["lost"]) == (2, 0)
    desk.clock.advance(hours=1)
    assert await flowed(desk) == 0


async def test_damage_outside_of_every_item_lets_nothing_leave_and_is_said_once_a_minute(
    desk: Desk,
) -> None:
    (message,) = await queued(desk, 1)
    await desk.add(opt_out("p0@example.net"))
    damage(desk, "UPDATE entries SET reason = CAST(x'ff' AS TEXT)", file="suppression.db")
    with capture_logs() as lines:
        for _ in range(2):
            with pytest.raises(StoreUnavailable):
                await desk.claim()
    assert await desk.state(message) is State.QUEUED
    (line,) = said(lines, "file-damaged")
    assert (line["file"], line["log_level"]) == ("messages.db", "error")
