"""In which order what waits is listed, and that every page of it shows something else."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from filters.decision import Effect
from gateway.spool.model import State
from gateway.spool.waiting import RouteDepth, StateDepth, WaitingQuery
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
    from gateway.spool.model import NewMessage

_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)


async def listed(desk: Desk, state: State, *, limit: int = 50, **query: str) -> list[str]:
    """Return what is listed, page by page."""
    found: list[str] = []
    after = ""
    while True:
        page = await desk.spool.waiting(
            WaitingQuery(state=state, limit=limit, after=after, **query)
        )
        found += [view.queue_id for view in page.messages]
        assert len(page.messages) <= limit
        if not (after := page.after):
            return found


async def accepted(desk: Desk, *messages: NewMessage) -> list[str]:
    for message in messages:
        await desk.spool.accept(message)
    return [message.queue_id for message in messages]


async def test_of_one_route_what_is_due_first_stands_first_else_what_is_given_up_first(
    desk: Desk,
) -> None:
    late, soon = await accepted(
        desk,
        receipt(not_before=NOON - _MINUTE, expires_at=NOON + 3 * _HOUR),
        receipt(not_before=NOON, expires_at=NOON + _HOUR),
    )
    assert await listed(desk, State.QUEUED) == [soon, late]
    assert await listed(desk, State.QUEUED, route="out") == [late, soon]
    taken = await desk.claim()
    assert await listed(desk, State.SENDING, route="out") == [soon, late]
    for claimed in taken:
        next_at = NOON + (_HOUR if claimed.queue_id == soon else _MINUTE)
        await desk.spool.settle(outcome(claimed, State.DEFERRED, next_at=next_at))
    assert await listed(desk, State.DEFERRED) == [soon, late]
    assert await listed(desk, State.DEFERRED, route="out") == [late, soon]
    await desk.spool.hold([late, soon], by="ann", because="a question")
    assert await listed(desk, State.HELD, route="out") == [soon, late]
    assert await listed(desk, State.HELD, route="texts") == []


async def test_no_page_shows_what_another_showed_however_much_is_given_up_at_once(
    desk: Desk,
) -> None:
    people = [delivery(f"{number}@example.net", state=State.HELD) for number in range(2)]
    held = await accepted(desk, *(email(*people) for _ in range(5)))
    for limit in (1, 2, 5, 6):
        assert await listed(desk, State.HELD, limit=limit) == held
    assert await desk.spool.waiting_ids(WaitingQuery(state=State.HELD, limit=3)) == tuple(held[:3])


async def test_what_may_have_left_is_listed_once_a_message_in_the_order_it_came(
    desk: Desk,
) -> None:
    both = [delivery("ann@example.net"), delivery("bob@example.net")]
    messages = await accepted(desk, receipt(*both), text(), receipt())
    for claimed in await desk.claim():
        await desk.spool.settle(outcome(claimed, State.UNKNOWN))
    assert await listed(desk, State.UNKNOWN, limit=1) == messages
    assert await listed(desk, State.UNKNOWN, route="out") == [messages[0], messages[2]]
    assert await listed(desk, State.UNKNOWN, channel="sms") == [messages[1]]


async def test_a_message_is_listed_in_each_state_that_one_of_its_recipients_is_in(
    desk: Desk,
) -> None:
    people = [delivery("ann@example.net"), delivery("bob@example.net", state=State.HELD)]
    first, second = await accepted(desk, receipt(*people), receipt(*reversed(people)))
    for state in (State.QUEUED, State.HELD):
        page = await desk.spool.waiting(WaitingQuery(state=state))
        assert [view.queue_id for view in page.messages] == [first, second]
        assert [len(view.deliveries) for view in page.messages] == [2, 2]


async def test_a_message_is_listed_for_each_route_that_one_of_its_recipients_waits_for(
    desk: Desk,
) -> None:
    people = [
        delivery(f"{number}@example.net", route=route)
        for number, route in enumerate(("out", "other", "out", "other"))
    ]
    messages = await accepted(desk, receipt(*people), receipt(*people[1:]))
    for route in ("out", "other"):
        assert await listed(desk, State.QUEUED, route=route, limit=1) == messages
        query = WaitingQuery(state=State.QUEUED, route=route, limit=9)
        assert await desk.spool.waiting_ids(query) == tuple(messages)  # what is done to all
    for claimed in await desk.claim(room={"out": 9, "other": 9}):
        await desk.spool.settle(outcome(claimed, State.UNKNOWN))
    for route in ("out", "other"):
        assert await listed(desk, State.UNKNOWN, route=route) == messages


async def test_a_message_is_listed_by_each_code_that_holds_one_of_its_recipients(
    desk: Desk,
) -> None:
    often, seldom = objection("OFTEN", Effect.HOLD), objection("SELDOM", Effect.HOLD)
    people = [
        delivery(f"{number}@example.net", state=State.HELD, findings=findings)
        for number, findings in enumerate(((often,), (often, seldom), (often,), (seldom,)))
    ]
    (both,) = await accepted(desk, email(*people))
    (other,) = await accepted(desk, email(people[0]))
    assert await listed(desk, State.HELD, code="OFTEN", limit=1) == [both, other]
    assert await listed(desk, State.HELD, code="SELDOM", limit=1) == [both]
    assert await listed(desk, State.HELD, code="SELDOM", route="none") == []


async def test_the_depths_of_states_and_routes_say_what_comes_first(desk: Desk) -> None:
    later = NOON + _MINUTE
    await accepted(
        desk,
        text(expires_at=NOON + 4 * _HOUR),
        receipt(delivery("ann@example.net"), delivery("bob@example.net"), at=later),
        receipt(at=later, expires_at=NOON + 4 * _HOUR, not_before=later + _MINUTE),
        text(at=later, not_before=later + _MINUTE),
        text(at=later),
    )
    before = await desk.spool.standing()
    assert dict(before.states) == {
        State.QUEUED: StateDepth(recipients=6, oldest=NOON, ends_at=later + _HOUR)
    }
    assert dict(before.routes) == {
        "out": RouteDepth(recipients=3, next_at=later),
        "texts": RouteDepth(recipients=3, next_at=NOON),
    }
    desk.clock.now = later
    for claimed in await desk.claim(room={"texts": 9}):
        await desk.spool.settle(outcome(claimed, State.UNKNOWN))
    after = await desk.spool.standing()
    assert after.states[State.UNKNOWN] == StateDepth(recipients=2, oldest=NOON, ends_at=None)
    assert after.states[State.QUEUED].recipients == 4
    assert after.routes["texts"] == RouteDepth(recipients=1, next_at=later + _MINUTE)


async def test_which_of_many_are_still_in_a_state_is_said_in_their_order(desk: Desk) -> None:
    held = [delivery(each, state=State.HELD) for each in ("ann@example.net", "bob@example.net")]
    first, second, queued = await accepted(desk, receipt(*held), receipt(*held), receipt())
    asked = [second, queued, "no id", first, email().queue_id]
    assert await desk.spool.still(asked, [State.HELD]) == (second, first)
    assert await desk.spool.still(asked, [State.HELD, State.QUEUED]) == (second, queued, first)
    assert await desk.spool.still([queued], [State.HELD]) == ()
    assert await desk.spool.still([first], []) == ()
