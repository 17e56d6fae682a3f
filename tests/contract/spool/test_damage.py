"""What is damaged is set aside, one item at a time, and who is on call reads how much that was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from gateway import queue_id as queue_ids
from gateway.errors import StoreUnavailable
from gateway.spool.model import State
from tests.contract.spool.damaging import (
    change_index,
    damage,
    flowed,
    forget_in_index,
    queued,
    retype,
    said,
)
from tests.contract.spool.make import opt_out, outcome

if TYPE_CHECKING:
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


ORPHANED = "UPDATE deliveries SET message = message + 99999 WHERE id = 2"


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


@pytest.mark.parametrize(
    "reason",
    [
        "UPDATE entries SET reason = CAST(x'ff' AS TEXT)",
        "UPDATE entries SET reason = 'unsubscribf'",
    ],
)
async def test_damage_outside_of_every_item_lets_nothing_leave_and_is_said_once_a_minute(
    desk: Desk, reason: str
) -> None:
    (message,) = await queued(desk, 1)
    await desk.add(opt_out("p0@example.net"))
    damage(desk, reason, file="suppression.db")
    with capture_logs() as lines:
        for _ in range(2):
            with pytest.raises(StoreUnavailable, match="damaged"):
                await desk.claim()
    assert await desk.state(message) is State.QUEUED
    (line,) = said(lines, "file-damaged")
    assert (line["file"], line["log_level"]) == ("messages.db", "error")


async def test_what_is_due_and_has_no_message_is_held_and_named(desk: Desk) -> None:
    _, second, _ = await queued(desk)
    damage(desk, ORPHANED)
    named = queue_ids.encode(queue_ids.decode(second.queue_id) + 99999)
    with capture_logs() as lines:
        assert await flowed(desk) == 2
        assert await flowed(desk) == 0
    (line,) = said(lines, "items-damaged")
    assert (line["held"], line["lost"], line["unread"]) == (1, 0, [named])
    assert (await desk.spool.standing()).states[State.HELD].recipients == 1
    assert await desk.spool.next_due() is None


async def test_what_is_due_and_has_no_message_and_cannot_be_held_keeps_nobody_waiting(
    desk: Desk,
) -> None:
    await queued(desk)
    damage(desk, ORPHANED, UNWRITABLE)
    with capture_logs() as lines:
        assert await flowed(desk) == 2
        desk.clock.advance(days=3)
        assert await flowed(desk) == 0
        assert await desk.spool.expire() == ()
    (line,) = said(lines, "items-damaged")
    assert (line["held"], line["lost"], line["unread"]) == (0, 1, [])


@pytest.mark.parametrize("state", [State.QUEUED, State.DEFERRED])
async def test_what_has_no_message_is_held_on_a_route_without_room_when_its_time_is_over(
    desk: Desk, state: State
) -> None:
    await queued(desk)
    for claimed in await desk.claim() if state is State.DEFERRED else ():
        await desk.spool.settle(outcome(claimed, state, next_at=desk.clock()))
    damage(desk, ORPHANED)
    with capture_logs() as lines:
        assert await desk.claim(room={"out": 0}) == ()
        assert await desk.spool.expire() == ()
        assert not said(lines, "items-damaged")
        desk.clock.advance(days=2)
        assert len(await desk.spool.expire()) == 2
        assert await desk.spool.expire() == ()
    (line,) = said(lines, "items-damaged")
    assert (line["held"], line["lost"]) == (1, 0)


async def test_what_was_being_sent_and_has_no_message_is_held_at_the_start(desk: Desk) -> None:
    await queued(desk)
    await desk.claim()
    damage(desk, ORPHANED)
    with capture_logs() as lines:
        await desk.spool.release_leases()
        assert await flowed(desk) == 2
    (line,) = said(lines, "items-damaged")
    assert (line["held"], line["lost"], len(line["unread"])) == (1, 0, 1)


async def test_what_was_being_sent_and_has_no_message_is_held_when_its_lease_is_over(
    desk: Desk,
) -> None:
    await queued(desk)
    await desk.claim()
    damage(desk, ORPHANED)
    with capture_logs() as lines:
        assert await flowed(desk) == 0
        assert not said(lines, "items-damaged")
        desk.clock.advance(seconds=60)
        assert await flowed(desk) == 2
    (line,) = said(lines, "items-damaged")
    assert (line["held"], line["lost"]) == (1, 0)


async def test_what_was_being_sent_and_is_lost_keeps_no_gateway_from_starting(desk: Desk) -> None:
    await queued(desk)
    await desk.claim()
    damage(desk, ORPHANED, UNWRITABLE)
    with capture_logs() as lines:
        await desk.spool.release_leases()
        desk.clock.advance(minutes=2)
        assert await flowed(desk) == 2
    (line,) = said(lines, "items-damaged")
    assert (line["held"], line["lost"]) == (0, 1)


async def test_an_index_that_names_one_delivery_twice_is_made_anew_and_each_leaves_once(
    desk: Desk,
) -> None:
    messages = await queued(desk, 4)
    change_index(desk, 3, 2)
    with capture_logs() as lines:
        claimed = [*await desk.claim(), *await desk.claim()]
    assert [each.queue_id for each in claimed] == [messages[n].queue_id for n in (0, 1, 3, 2)]
    assert [(line["event"], line["file"]) for line in lines] == [("indexes-mended", "messages.db")]


@pytest.mark.parametrize("number", [2, 3])
async def test_what_an_index_no_longer_names_leaves_once_it_is_made_anew(
    desk: Desk, number: int
) -> None:
    await queued(desk)
    change_index(desk, number, 99)
    with capture_logs() as lines:
        assert await flowed(desk) == 3
    assert [line["event"] for line in lines] == ["indexes-mended"]


async def test_what_was_being_sent_and_is_in_one_index_only_is_sent_again(desk: Desk) -> None:
    await queued(desk)
    await desk.claim()
    forget_in_index(desk, b"sending", 3)
    with capture_logs() as lines:
        await desk.spool.release_leases()
        assert await flowed(desk) == 3
    assert [line["event"] for line in lines] == ["indexes-mended"]


async def test_what_no_statement_may_write_any_more_stops_nobody_else(desk: Desk) -> None:
    await queued(desk)
    retype(desk, 2)
    with capture_logs() as lines:
        assert await flowed(desk) == 2
        assert await flowed(desk) == 0
        desk.clock.advance(days=30)
        await desk.spool.expire(limit=10)
    (line,) = said(lines, "items-damaged")
    assert (line["held"], line["lost"]) == (0, 1)


async def test_of_several_the_one_whose_plan_cannot_be_read_is_held(desk: Desk) -> None:
    first, second, third = await queued(desk)
    plan = "UPDATE contents SET plan = CAST(x'ff' AS TEXT) WHERE message = {}"
    damage(desk, plan.format(queue_ids.decode(second.queue_id)))
    assert await flowed(desk) == 2
    assert [await desk.state(each) for each in (first, second, third)] == [
        State.DELIVERED, State.HELD, State.DELIVERED,
    ]  # fmt: skip


@pytest.mark.parametrize("state", ["sending", "delivered", "held"])
async def test_what_is_due_in_a_state_that_waits_for_nothing_is_held(
    desk: Desk, state: str
) -> None:
    _, second, _ = await queued(desk)
    damage(desk, f"UPDATE deliveries SET state = '{state}' WHERE id = 2")  # noqa: S608 - a state
    with capture_logs() as lines:
        assert await flowed(desk) == 2
        assert await flowed(desk) == 0
    assert await desk.state(second) is State.HELD
    (line,) = said(lines, "items-damaged")
    assert (line["held"], line["lost"], line["unread"]) == (1, 0, [])


async def test_what_was_found_before_and_cannot_be_read_holds_its_delivery_alone(
    desk: Desk,
) -> None:
    first, second, third = await queued(desk)
    await desk.add(opt_out("p1@example.net"))
    damage(desk, "UPDATE deliveries SET later = '[' WHERE id = 2")
    with capture_logs() as lines:
        assert await flowed(desk) == 2
    assert [await desk.state(each) for each in (first, second, third)] == [
        State.DELIVERED, State.HELD, State.DELIVERED,
    ]  # fmt: skip
    (line,) = said(lines, "items-damaged")
    assert (line["held"], line["lost"], line["unread"]) == (1, 0, [second.queue_id])


async def test_what_is_damaged_after_something_else_was_set_aside_is_set_aside_too(
    desk: Desk,
) -> None:
    await queued(desk)
    damage(desk, UNREADABLE, UNWRITABLE)
    assert await flowed(desk) == 1
    (late,) = await queued(desk, 1)
    damage(desk, UNREADABLE.replace("1, 2", "4"))
    with capture_logs() as lines:
        assert await flowed(desk) == 0
    assert await desk.state(late) is State.HELD
    (line,) = said(lines, "items-damaged")
    assert (line["held"], line["lost"]) == (1, 0)


async def test_a_list_that_is_gone_is_not_called_damaged(desk: Desk) -> None:
    await queued(desk, 1)
    desk.listed.close()
    (desk.folder / "suppression.db").unlink()
    with capture_logs() as lines, pytest.raises(StoreUnavailable):
        await desk.claim()
    assert lines == []
