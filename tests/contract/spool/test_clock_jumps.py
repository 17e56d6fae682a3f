"""A clock that is set keeps nothing waiting for a day, repeats nothing, and moves no morning."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from gateway.errors import StoreUnavailable
from gateway.spool.model import State
from gateway.submission import Callback
from tests.contract.spool.make import NOON, Desk, email, outcome, receipt, text
from tests.contract.spool.set_clock import SetClock, set_by, set_desk, spool_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gateway.spool.model import NewMessage

ONE_DAY = pytest.mark.parametrize("days", [1, -1])


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with set_desk(tmp_path) as desk:
        yield desk


async def deferred(desk: Desk, message: NewMessage, minutes: float = 5) -> NewMessage:
    await desk.spool.accept(message)
    for claimed in await desk.claim():
        later = desk.clock.now + timedelta(minutes=minutes)
        await desk.spool.settle(outcome(claimed, State.DEFERRED, "451 busy", next_at=later))
    return message


async def test_what_was_due_stays_due_when_the_clock_goes_back(desk: Desk) -> None:
    await desk.claim()
    await desk.spool.accept(receipt())
    set_by(desk, days=-1)
    assert len(await desk.claim()) == 1


async def test_whoever_is_called_is_due_when_the_clock_went_back(desk: Desk) -> None:
    await desk.spool.accept(message := text(expires_at=NOON + timedelta(hours=9)))
    (waiting,) = await desk.claim()
    later = desk.clock.now + timedelta(hours=1)
    await desk.spool.settle(outcome(waiting, State.QUEUED, "", next_at=later))
    set_by(desk, hours=-1)
    assert await desk.claim() == ()
    called = await desk.spool.call("texts", waiting.delivery_ids, count=1)
    assert called.called == waiting.delivery_ids
    assert await desk.spool.next_due() == desk.clock.now
    assert [each.queue_id for each in await desk.claim()] == [message.queue_id]


async def test_it_is_said_once_by_how_much_a_clock_was_set_and_not_that_it_was_adjusted(
    desk: Desk,
) -> None:
    with capture_logs() as lines:
        await desk.claim()
        set_by(desk, seconds=30)
        await desk.claim()
        assert lines == []
        for by_s in (31, -86400):
            set_by(desk, seconds=by_s)
            await desk.claim()
            await desk.claim()
    assert lines == [
        {"event": "clock-set", "log_level": "warning", "by_s": by_s} for by_s in (31, -86400)
    ]


@ONE_DAY
async def test_what_is_tried_again_in_minutes_is_tried_in_minutes(desk: Desk, days: int) -> None:
    await deferred(desk, receipt())
    desk.clock.advance(minutes=1)
    set_by(desk, days=days)
    assert await desk.claim() == ()
    desk.clock.advance(minutes=3.9)
    assert await desk.claim() == ()
    desk.clock.advance(minutes=0.2)
    (again,) = await desk.claim()
    assert again.attempt == 2


async def test_it_is_followed_once_however_often_a_claim_fails(desk: Desk) -> None:
    await deferred(desk, receipt())
    due = await desk.spool.next_due()
    assert due is not None
    await desk.spool.accept(email())
    with closing(sqlite3.connect(desk.folder / "suppression.db")) as other:
        other.execute(
            "CREATE TRIGGER full BEFORE INSERT ON grants BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
        set_by(desk, hours=1)
        for _ in range(3):
            with pytest.raises(StoreUnavailable):
                await desk.claim()
        other.execute("DROP TRIGGER full")
    assert len(await desk.claim()) == 1
    assert await desk.spool.next_due() == due + timedelta(hours=1)


@ONE_DAY
async def test_no_lease_is_lost(desk: Desk, days: int) -> None:
    letter, message = receipt(), text(expires_at=NOON + timedelta(days=3))
    await desk.spool.accept(letter)
    await desk.spool.accept(message)
    claimed = await desk.claim()
    set_by(desk, days=days)
    assert await desk.claim() == ()
    desk.clock.advance(seconds=59)
    assert await desk.claim() == ()
    assert {await desk.state(letter), await desk.state(message)} == {State.SENDING}
    for each in claimed:
        await desk.spool.settle(outcome(each, State.DELIVERED))
    assert {await desk.state(letter), await desk.state(message)} == {State.DELIVERED}


@ONE_DAY
async def test_a_lease_that_runs_out_runs_out(desk: Desk, days: int) -> None:
    await desk.spool.accept(receipt())
    await desk.claim()
    set_by(desk, days=days)
    desk.clock.advance(seconds=61)
    assert len(await desk.claim()) == 1


@ONE_DAY
async def test_the_morning_stays_where_the_calendar_has_it(desk: Desk, days: int) -> None:
    await desk.claim()
    morning = NOON + timedelta(hours=60)
    await desk.spool.accept(text(not_before=morning, expires_at=morning + timedelta(hours=1)))
    set_by(desk, days=days)
    assert await desk.claim() == ()
    assert await desk.spool.next_due() == morning


async def test_small_steps_move_nothing(desk: Desk) -> None:
    await deferred(desk, receipt())
    due = await desk.spool.next_due()
    for _ in range(5):
        set_by(desk, seconds=-20)
        await desk.claim()
    assert await desk.spool.next_due() == due


async def test_a_clock_set_back_while_nobody_ran_keeps_nothing_waiting(desk: Desk) -> None:
    await deferred(desk, receipt())
    desk.spool.close()
    set_by(desk, days=-1)
    assert isinstance(desk.clock, SetClock)
    again = spool_of(desk.folder, desk.clock, later_s=-1_000_000)
    again.open()
    await again.release_leases()
    due = await again.next_due()
    assert due is not None
    assert due - desk.clock.now == timedelta(minutes=5)
    again.close()


async def test_what_expires_goes_by_the_calendar(desk: Desk) -> None:
    message = await deferred(desk, text(), minutes=50)
    set_by(desk, days=1)
    await desk.claim()
    await desk.spool.expire()
    assert await desk.state(message) is State.EXPIRED


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 3, 8, 9, 59, 30, tzinfo=UTC),  # summer time begins in New York
        datetime(2026, 11, 1, 5, 59, 30, tzinfo=UTC),  # and ends
        datetime(2028, 2, 28, 23, 59, 30, tzinfo=UTC),
        datetime(2028, 2, 29, 23, 59, 30, tzinfo=UTC),
        datetime(2037, 12, 31, 23, 59, 30, tzinfo=UTC),
        datetime(2038, 1, 19, 3, 13, 37, tzinfo=UTC),  # 2 ** 31 seconds since 1970, less 30
    ],
)
async def test_mail_and_texts_pass_the_days_that_programs_trip_over(
    desk: Desk, moment: datetime
) -> None:
    desk.clock.now = moment
    letter = await deferred(desk, receipt(at=moment), minutes=1)
    message = text(at=moment, not_before=moment + timedelta(minutes=1))
    await desk.spool.accept(message)
    assert await desk.claim() == ()
    desk.clock.advance(minutes=1)
    for claimed in await desk.claim():
        await desk.spool.settle(outcome(claimed, State.DELIVERED))
    assert {await desk.state(letter), await desk.state(message)} == {State.DELIVERED}
    (line,) = (await desk.spool.trace(queue_id=message.queue_id))[-1:]
    assert line.at == moment + timedelta(minutes=1)


@ONE_DAY
async def test_an_application_is_told_again_in_minutes(desk: Desk, days: int) -> None:
    await desk.spool.accept(text(callback=Callback(url="https://app.example/told")))
    for claimed in await desk.claim():
        await desk.spool.settle(outcome(claimed, State.DELIVERED))
    await desk.spool.gather_notices()
    (notice,) = await desk.spool.notices(in_hand={}, of_one_host=9, limit=9)
    await desk.spool.tell_later(notice.event.seq, desk.clock.now + timedelta(minutes=5))
    set_by(desk, days=days)
    await desk.claim(room={"another": 1})
    assert await desk.spool.notices(in_hand={}, of_one_host=9, limit=9) == ()
    desk.clock.advance(minutes=5.1)
    assert len(await desk.spool.notices(in_hand={}, of_one_host=9, limit=9)) == 1


async def test_how_far_a_clock_was_set_back_is_told_by_what_was_written_last(desk: Desk) -> None:
    await desk.spool.accept(receipt(not_before=NOON + timedelta(days=90)))
    desk.clock.advance(days=2)
    await deferred(desk, receipt(expires_at=NOON + timedelta(days=9)))
    set_by(desk, days=-1)
    again = spool_of(desk.folder, desk.clock)  # type: ignore[arg-type]
    again.open()
    await again.release_leases()
    assert await again.next_due() == desk.clock.now + timedelta(minutes=5)
    again.close()


async def test_a_clock_that_went_on_while_nobody_ran_moves_nothing(desk: Desk) -> None:
    await deferred(desk, receipt())
    due = await desk.spool.next_due()
    desk.clock.advance(minutes=2)
    await desk.spool.release_leases()
    assert await desk.spool.next_due() == due
