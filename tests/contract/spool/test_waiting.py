"""What waits and what was decided, counted and listed by what is kept for that."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from filters.decision import Effect
from filters.plan import NO_PLAN
from gateway.spool.day_counts import DayCount, ReasonCount, days_until
from gateway.spool.model import State
from gateway.spool.spoolfile import MIGRATIONS
from gateway.spool.waiting import WaitingQuery
from suppression.database import connect
from suppression.migrating import migrate
from tests.contract.spool.make import (
    NOON,
    Desk,
    delivery,
    email,
    objection,
    outcome,
    receipt,
    text,
)

if TYPE_CHECKING:
    from pathlib import Path

HELD = objection("HELD_REVIEW", Effect.HOLD)


async def listed(desk: Desk, **query: object) -> list[str]:
    page = await desk.spool.waiting(WaitingQuery(**{"state": State.HELD, **query}))  # type: ignore[arg-type]
    return [view.queue_id for view in page.messages]


async def test_verdicts_are_counted_by_the_day_they_came(desk: Desk) -> None:
    refused = delivery("ann@example.net", state=State.REFUSED, findings=(objection(),))
    await desk.spool.accept(email(delivery(), refused))
    await desk.spool.accept(
        receipt(delivery("eve@example.net", state=State.HELD, findings=(HELD,)))
    )
    await desk.spool.accept(text(at=NOON - timedelta(days=1)))
    await desk.spool.accept(email(category="system", plan=NO_PLAN))
    found = await desk.spool.day_counts(NOON.date() - timedelta(days=1))
    yesterday, today = NOON.date() - timedelta(days=1), NOON.date()
    assert found.days == (
        DayCount(day=yesterday, channel="sms", verdict="passed", recipients=1),
        DayCount(day=today, channel="email", verdict="changed", recipients=1),
        DayCount(day=today, channel="email", verdict="held", recipients=1),
        DayCount(day=today, channel="email", verdict="refused", recipients=1),
    )
    assert found.reasons == (
        ReasonCount(code="HELD_REVIEW", verdict="held", recipients=1),
        ReasonCount(code="SUPPRESSED_OPTOUT", verdict="refused", recipients=1),
    )
    assert (await desk.spool.day_counts(today)).reasons == found.reasons
    after = await desk.spool.day_counts(today + timedelta(days=1))
    assert (after.days, after.reasons) == ((), ())


async def test_counts_of_a_day_add_up_and_many_come_in_one_commit(desk: Desk) -> None:
    many = [delivery(f"{n}@example.net") for n in range(100)]
    await desk.spool.accept(email(*many), more=[email(), email()])
    await desk.spool.accept(email())
    (count,) = (await desk.spool.day_counts(NOON.date())).days
    assert count.recipients == 103


async def test_what_came_before_the_counts_were_kept_is_counted_once(
    desk: Desk, tmp_path: Path
) -> None:
    now = datetime.now(UTC)
    refused = delivery("ann@example.net", state=State.REFUSED, findings=(objection(), objection()))
    await desk.spool.accept(email(delivery(), refused, at=now))
    await desk.spool.accept(email(at=now - timedelta(days=60)))
    before = await desk.spool.day_counts(now.date())
    older = tmp_path / "older.db"
    with sqlite3.connect(tmp_path / "messages.db") as source, sqlite3.connect(older) as target:
        source.backup(target)
    connection = connect(older)
    connection.execute("DROP TABLE day_counts")
    connection.execute("DROP INDEX deliveries_unknown")
    connection.execute("DROP TABLE delays_looked")
    connection.execute("DROP TABLE templates")
    connection.execute("DROP INDEX deliveries_oldest")
    connection.execute("ALTER TABLE deliveries DROP COLUMN seal")
    connection.execute("ALTER TABLE messages DROP COLUMN valid_until")
    connection.execute("DROP INDEX callback_notices_of_host")
    connection.execute("ALTER TABLE callback_notices DROP COLUMN host")
    connection.execute("DROP INDEX callbacks_forgotten")
    connection.execute("ALTER TABLE callbacks DROP COLUMN forget_at")
    connection.execute("DROP TABLE event_ids")
    connection.execute("PRAGMA user_version = 10")
    migrate(connection, MIGRATIONS)
    rows = connection.execute("SELECT verdict, code, recipients FROM day_counts").fetchall()
    assert sorted(map(tuple, rows)) == [
        ("changed", "", 1), ("refused", "", 1), ("refused", "SUPPRESSED_OPTOUT", 1),
    ]  # fmt: skip
    assert {(each.verdict, each.recipients) for each in before.days} == {
        ("changed", 1), ("refused", 1),
    }  # fmt: skip
    connection.close()


async def test_a_day_ends_at_midnight_utc(desk: Desk) -> None:
    midnight = datetime(2026, 11, 24, tzinfo=UTC)
    for at in (midnight - timedelta(seconds=1), midnight, midnight + timedelta(seconds=1)):
        await desk.spool.accept(receipt(at=at))
    found = await desk.spool.day_counts(date(2026, 11, 1))
    assert [(each.day, each.recipients) for each in found.days] == [
        (date(2026, 11, 23), 1), (date(2026, 11, 24), 2),
    ]  # fmt: skip


async def test_the_most_frequent_reasons_are_named_each_once_a_recipient(desk: Desk) -> None:
    twice = (objection("CODE_B"), objection("CODE_B"), objection("W_LARGE", Effect.PASS))
    refused = [
        delivery(f"{n}@example.net", state=State.REFUSED, findings=(*twice, objection(code)))
        for n, code in enumerate(["CODE_C", "CODE_C", "CODE_A", "CODE_D"])
    ]
    await desk.spool.accept(email(delivery(findings=twice[2:]), *refused, plan=NO_PLAN))
    found = await desk.spool.day_counts(NOON.date())
    assert [(each.code, each.verdict, each.recipients) for each in found.reasons] == [
        ("CODE_B", "refused", 4), ("CODE_C", "refused", 2), ("CODE_A", "refused", 1),
        ("CODE_D", "refused", 1),
    ]  # fmt: skip
    assert [(each.verdict, each.recipients) for each in found.days] == [
        ("passed", 1), ("refused", 4),
    ]  # fmt: skip


async def test_of_a_hundred_reasons_all_are_counted_and_the_first_dozen_named(desk: Desk) -> None:
    refused = [
        delivery(f"{n}@example.net", state=State.REFUSED, findings=(objection(f"CODE_{n:03}"),))
        for n in range(100)
    ]
    await desk.spool.accept(email(*refused))
    await desk.spool.accept(email(refused[-1]))
    found = await desk.spool.day_counts(NOON.date())
    assert [each.code for each in found.reasons] == [
        "CODE_099", *(f"CODE_{n:03}" for n in range(11)),
    ]  # fmt: skip
    (count,) = found.days
    assert count.recipients == 101


def test_the_last_days_end_with_today() -> None:
    assert days_until(NOON, 2) == (date(2026, 11, 22), date(2026, 11, 23))


async def test_what_waits_is_counted_by_state_and_by_route(desk: Desk) -> None:
    assert (await desk.spool.standing()).states == {}
    await desk.spool.accept(email(delivery(), delivery("ann@example.net", state=State.HELD)))
    await desk.spool.accept(text(at=NOON + timedelta(minutes=1)))
    found = await desk.spool.standing()
    assert found.states[State.QUEUED].recipients == 2
    assert found.states[State.QUEUED].oldest == NOON
    assert found.states[State.HELD].ends_at == NOON + timedelta(days=2)
    assert found.routes["out"].recipients == 1
    assert found.routes["texts"].next_at == NOON + timedelta(minutes=1)
    desk.clock.advance(minutes=2)
    (sms,) = [each for each in await desk.claim() if each.route == "texts"]
    await desk.spool.settle(outcome(sms, State.UNKNOWN))
    unknown = (await desk.spool.standing()).states[State.UNKNOWN]
    assert (unknown.recipients, unknown.ends_at) == (1, None)
    assert await listed(desk, state=State.UNKNOWN) == [sms.queue_id]


async def test_what_is_given_up_first_stands_first_page_by_page(desk: Desk) -> None:
    messages = []
    for hours in (3, 1, 2):
        held = [delivery(f"{n}@example.net", state=State.HELD, findings=(HELD,)) for n in range(3)]
        message = email(*held, expires_at=NOON + timedelta(hours=hours))
        messages.append(message.queue_id)
        await desk.spool.accept(message)
    in_order = [messages[1], messages[2], messages[0]]
    assert await listed(desk) == in_order
    first = await desk.spool.waiting(WaitingQuery(state=State.HELD, limit=2))
    assert [view.queue_id for view in first.messages] == in_order[:2]
    assert [len(view.deliveries) for view in first.messages] == [3, 3]
    assert await listed(desk, after=first.after) == in_order[2:]
    assert await listed(desk, after="no cursor") == in_order
    all_of_them = await desk.spool.waiting(WaitingQuery(state=State.HELD, limit=3))
    assert (len(all_of_them.messages), all_of_them.after) == (3, "")
    query = WaitingQuery(state=State.HELD, limit=10)
    assert list(await desk.spool.waiting_ids(query)) == in_order
    assert await desk.spool.waiting_ids(replace(query, limit=1)) == (messages[1],)


async def test_what_is_held_at_its_second_look_is_found_by_its_reason(desk: Desk) -> None:
    await desk.spool.accept(email())
    (claimed,) = await desk.claim()
    found = objection("HELD_LATER", Effect.HOLD)
    await desk.spool.settle(outcome(claimed, State.HELD, finding=found))
    assert await listed(desk, code="HELD_LATER") == [claimed.queue_id]


async def test_a_list_of_what_waits_is_narrowed(desk: Desk) -> None:
    held = email(delivery(state=State.HELD, findings=(HELD,)))
    sms = text()
    queued = email()
    for message in (held, sms, queued):
        await desk.spool.accept(message)
    assert await listed(desk, code="HELD_REVIEW") == [held.queue_id]
    assert await listed(desk, code="OTHER") == []
    assert await listed(desk, channel="sms") == []
    assert await listed(desk, state=State.QUEUED, channel="sms") == [sms.queue_id]
    assert await listed(desk, state=State.QUEUED, route="out") == [queued.queue_id]
    later = email(not_before=NOON - timedelta(minutes=1))
    await desk.spool.accept(later)
    of_route = WaitingQuery(state=State.QUEUED, route="out", limit=1)
    first = await desk.spool.waiting(of_route)
    assert [view.queue_id for view in first.messages] == [later.queue_id]
    assert await listed(desk, state=State.QUEUED, route="out", after=first.after) == [
        queued.queue_id
    ]


_OF_NO_TABLE = ("SCAN 4 CONSTANT ROWS", "SCAN waiting")  # of the names of states


async def test_the_lists_are_read_from_their_indexes(desk: Desk, tmp_path: Path) -> None:
    """A scan of two million messages would be seen by everybody who waits for the page."""
    for state, route in ((State.HELD, ""), (State.UNKNOWN, ""), (State.DEFERRED, "out")):
        connection = connect(tmp_path / "messages.db", read_only=True)
        ran: list[str] = []
        connection.set_trace_callback(ran.append)
        from gateway.spool import waiting  # noqa: PLC0415 - what it runs is looked at

        waiting.page(connection, WaitingQuery(state=state, route=route))
        waiting.standing(connection)
        connection.set_trace_callback(None)
        for sql in ran:
            plan = [row["detail"] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
            scans = [each for each in plan if each.startswith("SCAN") and "INDEX" not in each]
            of_tables = [each for each in scans if not each.startswith(_OF_NO_TABLE)]
            assert [each for each in of_tables if "json_each" not in each] == [], (sql, plan)
        connection.close()
