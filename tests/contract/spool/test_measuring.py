"""How much waits and since when, what went in a day, and whom nobody has told yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from gateway.spool.measuring import Measured
from gateway.spool.model import State
from gateway.spool.sent import SentText
from gateway.submission import Callback
from tests.contract.spool.make import CLERK, NOON, delivery, outcome, receipt, text

if TYPE_CHECKING:
    from tests.contract.spool.make import Desk

NOTHING = {State.QUEUED: 0, State.SENDING: 0, State.DEFERRED: 0, State.HELD: 0}
HOUR = timedelta(hours=1)
BY = {"by": CLERK.name, "because": "a question"}


async def measured(desk: Desk) -> Measured:
    return await desk.spool.measured(desk.clock().timestamp())


async def test_of_an_empty_spool_there_is_nothing_to_say(desk: Desk) -> None:
    assert await measured(desk) == Measured(
        counts=NOTHING, accepted_at={}, due_at={}, used={}, notices=0, notice_due_at=None
    )


async def test_what_waits_is_counted_with_the_oldest_of_each_state_and_route(desk: Desk) -> None:
    later = NOON + HOUR
    for at in (NOON, later):
        desk.clock.now = at
        await desk.spool.accept(receipt(delivery(), delivery("cid@example.net"), at=at))
        await desk.spool.accept(receipt(delivery(state=State.HELD), at=at))
        await desk.spool.accept(text(at=at, not_before=at + HOUR, expires_at=at + 9 * HOUR))
    (claimed, *_) = await desk.claim(room={"out": 1})
    again = later + 2 * HOUR
    await desk.spool.settle(outcome(claimed, State.DEFERRED, "451 busy", next_at=again))
    (claimed,) = await desk.claim(room={"out": 1})
    found = await measured(desk)
    assert found.counts == {
        State.QUEUED: 2, State.SENDING: 2, State.DEFERRED: 2, State.HELD: 2,
    }  # fmt: skip
    assert found.accepted_at == {
        State.QUEUED: NOON.timestamp(), State.SENDING: later.timestamp(),
        State.DEFERRED: NOON.timestamp(), State.HELD: NOON.timestamp(),
    }  # fmt: skip
    assert found.due_at == {"out": again.timestamp(), "texts": later.timestamp()}


async def test_what_went_counts_for_a_day_by_the_hour(desk: Desk) -> None:
    sent = SentText(region="US", segments=2, is_reply=False, spend=5)
    for at in (NOON, NOON + HOUR):
        await desk.spool.accept(text(at=at, sent=sent))
    await desk.spool.accept(text(at=NOON, sent=replace(sent, region="CA", spend=0)))
    desk.clock.now = NOON + 24 * HOUR - timedelta(seconds=1)
    assert (await measured(desk)).used == {
        ("submitter", "shop"): 6, ("region", "US"): 4, ("region", "CA"): 2, ("spend", "shop"): 10,
    }  # fmt: skip
    desk.clock.now = NOON + 24 * HOUR
    assert (await measured(desk)).used == {
        ("submitter", "shop"): 2, ("region", "US"): 2, ("spend", "shop"): 5,
    }  # fmt: skip


async def test_whom_nobody_has_told_yet_is_counted_with_who_is_due_first(desk: Desk) -> None:
    messages = [text(callback=Callback(url="https://shop.example/told")) for _ in range(2)]
    for message in messages:
        await desk.spool.accept(message)
    await desk.spool.cancel([message.queue_id for message in messages], **BY)
    await desk.spool.gather_notices()
    (first, _) = await desk.spool.notices(in_hand={}, of_one_host=9, limit=9)
    await desk.spool.tell_later(first.event.seq, NOON + HOUR)
    found = await measured(desk)
    assert (found.notices, found.notice_due_at) == (2, NOON.timestamp())
