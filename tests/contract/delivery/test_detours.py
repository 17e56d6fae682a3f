"""Texts go another way while a provider takes none: each once, and none it may have."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from gateway.config.models import Route
from gateway.delivery.detours import Detours
from gateway.delivery.outbox import OutboxCarrier
from gateway.providers.kannel import Kannel
from gateway.spool.model import Settlement, State
from gateway.spool.receipts import Receipt, Report
from tests.contract.delivery.make import eventually
from tests.contract.delivery.scheduling import running, scheduler
from tests.contract.providers.make import carrier
from tests.contract.providers.service import CLOSE, Service, says, serving
from tests.contract.spool.make import Desk, opt_out, text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from gateway.delivery.carrier import Carrier
    from gateway.delivery.scheduler import Scheduler
    from gateway.spool.model import NewMessage

TAKEN = says(202, "0: Accepted for delivery")
DOWN = says(403, "Authorization failed for sendsms")
REFUSED = says(400, "Number(s) has/have been denied by white- and/or black-lists.")
FIRST, SECOND = "+15005550006", "+15005550001"
AT_ONCE = timedelta(0)


def kannel(service: Service, **changes: Any) -> tuple[Route, Carrier]:  # noqa: ANN401 - any field
    fields: dict[str, Any] = {
        "channel": "sms", "kind": "kannel", "url": f"{service.url}/sendsms", "username": "us",
        "password": "secret",
    }  # fmt: skip
    route = Route(**{**fields, **changes})
    return route, carrier(Kannel(route, ""), on=route, patience_s=2)


@asynccontextmanager
async def two_routes(
    desk: Desk,
    first: Service,
    second: Service,
    **changes: Any,  # noqa: ANN401 - any field
) -> AsyncIterator[Scheduler]:
    asked = {"name": "texts", "number": FIRST, "then": "other", "then_after": AT_ONCE, **changes}
    routes = (kannel(first, **asked), kannel(second, name="other", number=SECOND))
    runs = scheduler(
        desk.spool, {route.name: hop for route, hop in routes},
        routes=[route for route, _ in routes], clock=desk.clock,
    )  # fmt: skip
    async with running(runs):
        yield runs


async def accepted(desk: Desk, count: int = 1) -> list[NewMessage]:
    messages = [text(f"+1916966828{last}", at=desk.clock.now) for last in range(count)]
    for message in messages:
        await desk.spool.accept(message)
    return messages


async def becomes(desk: Desk, message: NewMessage, state: State) -> None:
    async with asyncio.timeout(10):
        while await desk.state(message) is not state:  # noqa: ASYNC110 - a file sets no event
            await asyncio.sleep(0.02)


async def test_what_a_route_did_not_take_the_other_sends_from_its_own_number(desk: Desk) -> None:
    (message,) = await accepted(desk)
    async with serving(DOWN) as first, serving(TAKEN) as second:
        async with two_routes(desk, first, second):
            await becomes(desk, message, State.DELIVERED)
        assert len(first.requests) == len(second.requests) == 1
        assert second.requests[0].query["from"] == SECOND
        assert second.requests[0].query["to"] == "+19169668280"
    lines = await desk.spool.trace(queue_id=message.queue_id)
    assert [line.kind for line in lines] == ["accepted", "diverted", "delivered"]
    assert (lines[1].facts["route"], lines[1].facts["then"]) == ("texts", "other")
    assert "Authorization failed" in str(lines[1].detail["reply"])
    assert lines[2].facts["route"] == "other"


@pytest.mark.parametrize("said", [CLOSE, says(500, "who knows"), says(200, "<html>")])
async def test_what_a_route_may_have_taken_goes_nowhere(desk: Desk, said: bytes) -> None:
    messages = await accepted(desk, 2)
    async with serving(said) as first, serving(TAKEN) as second:
        async with two_routes(desk, first, second, max_connections=2):
            for message in messages:
                await becomes(desk, message, State.UNKNOWN)
        assert (len(first.requests), len(second.requests)) == (2, 0)


async def test_what_a_provider_refuses_goes_nowhere(desk: Desk) -> None:
    (message,) = await accepted(desk)
    async with serving(REFUSED) as first, serving(TAKEN) as second:
        async with two_routes(desk, first, second):
            await becomes(desk, message, State.FAILED)
        assert second.requests == []


async def test_everything_that_waits_for_a_route_that_rests_goes_the_other_way_once(
    desk: Desk,
) -> None:
    messages = await accepted(desk, 9)
    async with serving(CLOSE, CLOSE, CLOSE) as first, serving(TAKEN) as second:
        async with two_routes(desk, first, second, max_connections=1) as runs:
            await eventually(lambda: len(second.requests) == 6)
            runs.wake()
        assert len(first.requests) == 3
        assert len({request.query["to"] for request in second.requests}) == 6
    states = [await desk.state(message) for message in messages]
    assert sorted(states) == [State.DELIVERED] * 6 + [State.UNKNOWN] * 3


async def test_a_short_failure_is_no_reason_to_go_another_way(desk: Desk) -> None:
    (message,) = await accepted(desk)
    async with serving(DOWN) as first, serving(TAKEN) as second:
        async with two_routes(desk, first, second, then_after=timedelta(minutes=1)):
            await becomes(desk, message, State.DEFERRED)
        assert second.requests == []


async def test_what_neither_route_takes_stays_with_the_second(desk: Desk) -> None:
    (message,) = await accepted(desk)
    async with serving(DOWN) as first, serving(DOWN) as second:
        async with two_routes(desk, first, second) as runs:
            await eventually(lambda: second.requests)
            desk.clock.advance(minutes=10)
            runs.wake()
            await eventually(lambda: len(second.requests) == 2)
        assert len(first.requests) == 1
    view = await desk.spool.message(message.queue_id)
    assert view is not None
    assert view.deliveries[0].route == "other"


async def test_a_route_that_works_again_has_its_texts_again(desk: Desk) -> None:
    (message,) = await accepted(desk)
    async with serving(DOWN, TAKEN) as first, serving(TAKEN) as second:
        async with two_routes(desk, first, second) as runs:
            await becomes(desk, message, State.DELIVERED)
            for count in (2, 3):
                (other,) = await accepted(desk)
                runs.wake()
                await becomes(desk, other, State.DELIVERED)
                assert len(first.requests) == count
        assert len(second.requests) == 1


UNCLEAR, UNTAKEN = (State.UNKNOWN, "4.4.2"), (State.DEFERRED, "4.4.1")
SENT, REFUSES = (State.DELIVERED, "2.0.0"), (State.FAILED, "5.0.0")


@pytest.mark.parametrize(
    ("before", "then"),
    [
        ([], ""),
        ([UNTAKEN], "other"),
        ([UNCLEAR], ""),
        ([UNCLEAR, UNCLEAR], "other"),
        ([UNTAKEN, REFUSES], ""),
        ([UNTAKEN, SENT], ""),
        ([UNCLEAR, REFUSES, UNCLEAR], ""),
        ([UNCLEAR, UNCLEAR, REFUSES], ""),
    ],
)
async def test_a_route_fails_by_what_it_does_not_take_and_works_by_any_answer(
    desk: Desk, tmp_path: Path, before: list[tuple[State, str]], then: str
) -> None:
    await accepted(desk)
    (claim,) = await desk.claim()
    route = Route(
        name="texts", channel="sms", kind="outbox", then="other", then_after=timedelta(minutes=1)
    )
    now_s = [0.0]
    hops = {name: OutboxCarrier(tmp_path / name) for name in ("texts", "other")}
    detours = Detours([route], hops, lambda: now_s[0])
    noted: tuple[Settlement, ...] = ()
    for state, status in (*before, UNTAKEN):
        ended = Settlement(delivery_id=claim.delivery_ids[0], state=state, reply="x", status=status)
        noted = detours.note(claim, [ended])
        now_s[0] += 3600
    assert [each.then for each in noted] == [then]


async def test_whoever_stops_gets_nothing_the_other_way(desk: Desk) -> None:
    messages = await accepted(desk)
    for message, claim in zip(messages, await desk.claim(), strict=True):
        down = Settlement(
            delivery_id=claim.delivery_ids[0], state=State.DEFERRED, reply="403", status="4.4.1",
            then="other", attempt=1,
        )  # fmt: skip
        await desk.spool.settle([down])
        await desk.add(opt_out("+19169668280", at=desk.clock.now))
        assert await desk.claim(room={"other": 10, "texts": 10}) == ()
        assert await desk.state(message) is State.SUPPRESSED


async def test_a_text_of_unclear_fate_is_never_handed_over(desk: Desk) -> None:
    """Its number may be on the provider's list, which ours could not learn just then."""
    messages = await accepted(desk, 4)
    statuses = ("4.3.0", "4.4.2", "4.4.1", "")
    for claim, status in zip(await desk.claim(), statuses, strict=True):
        ends = State.QUEUED if not status else State.DEFERRED
        given = Settlement(
            delivery_id=claim.delivery_ids[0], state=ends, reply="x", status=status, attempt=1
        )
        await desk.spool.settle([given])
    assert await desk.spool.divert("texts", "other") == 2
    routes = [
        (await desk.spool.message(each.queue_id)).deliveries[0].route  # type: ignore[union-attr]
        for each in messages
    ]
    assert routes == ["texts", "texts", "other", "other"]
    assert await desk.spool.divert("other", "third") == 0


async def test_what_waits_for_the_morning_is_not_handed_over(desk: Desk) -> None:
    later = text("+19169668280", at=desk.clock.now, not_before=desk.clock.now + timedelta(hours=1))
    await desk.spool.accept(later)
    assert await desk.spool.divert("texts", "other") == 0


async def test_a_report_of_the_first_provider_keeps_a_text_from_leaving_twice(desk: Desk) -> None:
    (message,) = await accepted(desk)
    (claim,) = await desk.claim()
    down = Settlement(
        delivery_id=claim.delivery_ids[0], state=State.DEFERRED, reply="403", status="4.4.1",
        then="other", attempt=1,
    )  # fmt: skip
    await desk.spool.settle([down])
    told = Receipt(
        queue_id=message.queue_id, route="texts", attempt=1, report=Report.UNDER_WAY, said="sent"
    )
    await desk.spool.take_receipt(told)
    assert await desk.state(message) is State.DELIVERED
    assert await desk.claim(room={"other": 10}) == ()
