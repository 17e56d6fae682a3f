"""What has waited too long is looked at once, in the order it came, however much it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from filters.message import Recipient
from gateway.spool.delays import Delay, Delayed, Look
from gateway.spool.model import State
from gateway.wishes import NO_WISH, Wish, Wishes
from tests.contract.spool.make import NOON, delivery, email, outcome, receipt, recipient, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gateway.spool.model import NewMessage
    from tests.contract.spool.make import Desk

_HOUR = timedelta(hours=1)


async def looked(desk: Desk, until: datetime) -> list[str]:
    """Look until nothing new is found; the queue ids in the order they came up."""
    found: list[str] = []
    while (look := await desk.spool.look_for_delays(until)) is not None:
        found += [each.queue_id for each in look.messages]
        await desk.spool.looked_for_delays(look.until, (), about=())
    return found


async def accepted(desk: Desk, *messages: NewMessage) -> Sequence[str]:
    for message in messages:
        await desk.spool.accept(message)
    return [message.queue_id for message in messages]


async def test_what_waits_is_told_with_all_that_a_report_needs(desk: Desk) -> None:
    wish = Wish(notify="DELAY", original="rfc822;Ann@a.test")
    wishes = Wishes(envelope_id="QQ1", by_address={"ann@b.test": wish})
    people = [delivery(each) for each in ("ann@b.test", "bob@b.test", "cid@b.test")]
    await desk.spool.accept(first := email(*people, wishes=wishes))
    for claimed in await desk.claim():
        if claimed.recipients[0].address == "ann@b.test":
            later = NOON + 2 * _HOUR
            busy = outcome(claimed, State.DEFERRED, "451 busy", status="4.3.2", next_at=later)
            await desk.spool.settle(busy)
        elif claimed.recipients[0].address == "cid@b.test":
            await desk.spool.settle(outcome(claimed, State.DELIVERED))
    await desk.spool.accept(second := receipt(delivery("dan@b.test"), reverse_path="b@b.test"))
    view = await desk.spool.message(first.queue_id)
    assert view is not None
    ann, bob, _ = (each.delivery_id for each in view.deliveries)
    waits = Delay(
        delivery_id=bob, recipient=recipient("bob@b.test"), reply="", status="",
        tried_until=first.expires_at, wish=NO_WISH,
    )  # fmt: skip
    look = await desk.spool.look_for_delays(NOON)
    assert look is not None
    assert look.messages == (
        Delayed(
            queue_id=first.queue_id, category="commercial", reverse_path="shop@example.com",
            envelope_id="QQ1",
            delays=(
                replace(
                    waits, delivery_id=ann, recipient=recipient("ann@b.test"), reply="451 busy",
                    status="4.3.2", wish=wish,
                ),
                waits,
            ),
        ),
        Delayed(
            queue_id=second.queue_id, category="transactional", reverse_path="b@b.test",
            envelope_id="",
            delays=(
                replace(
                    waits, delivery_id=bob + 2,
                    recipient=Recipient(address="dan@b.test", key=recipient("dan@b.test").key),
                ),
            ),
        ),
    )  # fmt: skip


async def test_a_backlog_comes_up_once_each_what_came_first_ahead(desk: Desk) -> None:
    newest_first = [receipt(at=NOON - timedelta(seconds=each)) for each in range(60)]
    together = [receipt(at=NOON - _HOUR) for _ in range(60)]
    waiting = await accepted(desk, *newest_first, *together)
    assert await looked(desk, NOON) == [*waiting[60:], *reversed(waiting[:60])]
    assert await looked(desk, NOON) == []


async def test_it_is_looked_at_what_came_until_then_and_after_what_was_looked_at(
    desk: Desk,
) -> None:
    assert await desk.spool.look_for_delays(NOON) is None
    first, second, third = await accepted(
        desk, receipt(), receipt(), receipt(at=NOON + timedelta(seconds=1))
    )
    assert await desk.spool.look_for_delays(NOON - timedelta(seconds=1)) is None
    assert await looked(desk, NOON) == [first, second]
    (fourth,) = await accepted(desk, receipt())  # of that very moment
    assert await looked(desk, NOON) == [fourth]
    assert await looked(desk, NOON + _HOUR) == [third]


async def test_only_emails_that_wait_and_have_a_sender_are_delayed(desk: Desk) -> None:
    done, waits = await accepted(desk, receipt(), receipt(at=NOON + timedelta(seconds=1)))
    (claimed,) = await desk.claim()
    await desk.spool.settle(outcome(claimed, State.DELIVERED))
    await accepted(
        desk,
        receipt(reverse_path=""),
        text(expires_at=NOON + 48 * _HOUR),
        receipt(delivery(state=State.HELD)),
        receipt(delivery(state=State.REFUSED)),
    )
    assert claimed.queue_id == done
    assert await looked(desk, NOON + _HOUR) == [waits]


async def test_what_is_reported_is_on_the_record_of_each_and_not_told_again_after_a_clock_was_ahead(
    desk: Desk,
) -> None:
    told, untold = await accepted(desk, receipt(), receipt())
    look = await desk.spool.look_for_delays(NOON + _HOUR)
    assert look is not None
    (about,) = (each.delivery_id for each in look.messages[0].delays)
    report = receipt(delivery("shop@example.com"), reverse_path="", category="system")
    desk.clock.advance(hours=1)
    await desk.spool.looked_for_delays(look.until, [report], about=[about])
    assert await desk.state(report) is State.QUEUED
    line = (await desk.spool.trace(queue_id=told))[-1]
    assert (line.kind, line.at, line.detail) == (
        "delayed", NOON + _HOUR, {"address": "bob@example.net"},
    )  # fmt: skip
    expected = {"channel": "email", "category": "transactional", "route": "out", "attempt": 0}
    assert line.facts.items() >= expected.items()
    assert (await desk.kinds(report), len(await desk.spool.trace(queue_id=untold))) == (
        ["accepted"], 1,
    )  # fmt: skip
    back = NOON - _HOUR  # the clock stands where it should have stood
    assert await desk.spool.look_for_delays(back) == Look(messages=(), until=(back.timestamp(), 0))
    await desk.spool.looked_for_delays((back.timestamp(), 0), (), about=())
    assert await looked(desk, NOON) == [untold]
