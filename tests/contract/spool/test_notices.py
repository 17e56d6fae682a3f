"""What an application is told of its texts: each thing once, in order, and of no other text."""

from __future__ import annotations

import asyncio
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest

from filters.decision import Effect
from gateway import queue_id as queue_ids
from gateway.spool.model import State
from gateway.spool.receipts import Receipt, Report
from gateway.spool.spoolfile import MIGRATIONS
from gateway.submission import Callback
from suppression.database import connect
from suppression.entry import Reason
from tests.contract.spool.damaging import damage
from tests.contract.spool.make import (
    CLERK,
    delivery,
    email,
    objection,
    opt_out,
    outcome,
    spool_at,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gateway.spool.model import Claimed, NewMessage
    from gateway.spool.notices import Notice
    from tests.contract.spool.make import Desk

ASKED = Callback(url="https://shop.example/told", account="AC1", signer=b"key")
BY = {"by": CLERK.name, "because": "a question"}
NUMBER = "+19169668284"


async def gathered(desk: Desk) -> None:
    while await desk.spool.gather_notices():
        pass


async def due(
    desk: Desk,
    *,
    in_hand: Mapping[int, str] = MappingProxyType({}),
    of_one_host: int = 9,
    limit: int = 9,
) -> Sequence[Notice]:
    await gathered(desk)
    return await desk.spool.notices(in_hand=in_hand, of_one_host=of_one_host, limit=limit)


async def told(desk: Desk) -> list[str]:
    """Tell everything there is to tell, one after the other; what it was."""
    kinds = []
    while found := await due(desk):
        for notice in found:
            kinds.append(notice.event.kind)
            await desk.spool.told(notice.event.seq)
    return kinds


async def accepted(desk: Desk, **changes: Any) -> NewMessage:  # noqa: ANN401 - any field
    message = text(**{"at": desk.clock(), "callback": ASKED, **changes})
    await desk.spool.accept(message)
    return message


async def claimed(desk: Desk) -> Claimed:
    (found,) = await desk.claim()
    return found


def said(message: NewMessage, report: Report) -> Receipt:
    return Receipt(queue_id=message.queue_id, route="texts", attempt=2, report=report, said="there")


async def test_everything_that_becomes_of_a_text_is_told_in_its_order(desk: Desk) -> None:
    message = await accepted(desk)
    await desk.spool.hold([message.queue_id], **BY)
    await desk.spool.release([message.queue_id], **BY)
    await desk.spool.settle(
        outcome(await claimed(desk), State.DEFERRED, "503", next_at=desk.clock())
    )
    await desk.spool.settle(outcome(await claimed(desk), State.DELIVERED))
    await desk.spool.take_receipt(said(message, Report.ARRIVED))
    assert await told(desk) == ["held", "released", "deferred", "delivered", "arrived"]


@pytest.mark.parametrize("state", [State.FAILED, State.UNKNOWN])
async def test_how_an_attempt_ended_is_told(desk: Desk, state: State) -> None:
    await accepted(desk)
    await desk.spool.settle(outcome(await claimed(desk), state))
    assert await told(desk) == [state.value]


async def test_what_ends_without_an_attempt_is_told(desk: Desk) -> None:
    message = await accepted(desk)
    await desk.spool.cancel([message.queue_id], **BY)
    assert await told(desk) == ["cancelled"]
    await accepted(desk)
    await desk.add(opt_out(NUMBER, reason=Reason.UNSUBSCRIBE))
    assert await desk.claim() == ()
    assert await told(desk) == ["suppressed"]
    await accepted(desk)
    desk.clock.advance(hours=2)
    await desk.spool.expire()
    assert await told(desk) == ["expired"]


async def test_what_a_person_rejects_is_told(desk: Desk) -> None:
    held = objection("SMS_PROMOTIONAL", Effect.HOLD)
    each = delivery(NUMBER, state=State.HELD, findings=(held,), route="texts")
    message = replace(text(callback=ASKED), deliveries=(each,))
    await desk.spool.accept(message)
    await desk.spool.reject(message.queue_id, by=CLERK.name, because="it advertises")
    assert (await told(desk))[-1] == "rejected"


async def test_who_asks_for_nothing_is_told_nothing_and_nothing_is_told_twice(desk: Desk) -> None:
    await desk.spool.accept(text())
    await desk.spool.settle(outcome(await claimed(desk), State.DELIVERED))
    assert await told(desk) == []
    message = await accepted(desk)
    await desk.spool.cancel([message.queue_id], **BY)
    assert await told(desk) == ["cancelled"]
    assert not await desk.spool.gather_notices()
    assert await told(desk) == []


async def test_the_first_thing_that_ever_happens_is_told_to_who_looked_before(desk: Desk) -> None:
    assert not await desk.spool.gather_notices()
    message = replace(text(callback=ASKED), deliveries=(
        delivery(NUMBER, state=State.HELD, route="texts"),
    ))  # fmt: skip
    await desk.spool.accept(message)
    assert await told(desk) == ["held"]


async def test_a_notice_says_all_that_telling_needs(desk: Desk) -> None:
    message = await accepted(desk, metadata='{"order": 7}')
    await desk.spool.cancel([message.queue_id], **BY)
    (notice,) = await due(desk)
    assert (notice.url, notice.host, notice.account, notice.signer) == (
        "https://shop.example/told", "shop.example", "AC1", b"key",
    )  # fmt: skip
    assert (notice.submitter, notice.sender, notice.metadata, notice.tries) == (
        "shop", "+15005550006", '{"order": 7}', 0,
    )  # fmt: skip
    event = notice.event
    assert (event.queue_id, event.channel, event.at) == (message.queue_id, "sms", desk.clock())
    assert event.detail["address"] == NUMBER


async def test_what_failed_is_told_later_and_what_is_in_hand_is_left_out(desk: Desk) -> None:
    first, second = await accepted(desk), await accepted(desk)
    await desk.spool.cancel([first.queue_id, second.queue_id], **BY)
    one, two = await due(desk)
    assert await due(desk, limit=1) == (one,)
    assert await due(desk, in_hand={one.event.seq: one.host}) == (two,)
    later = desk.clock() + timedelta(minutes=1)
    await desk.spool.tell_later(one.event.seq, later)
    assert await due(desk) == (two,)
    desk.clock.now = later
    assert await due(desk) == (two, replace(one, tries=1))


async def test_whatever_waits_for_a_host_the_others_have_what_it_may_not_have(desk: Desk) -> None:
    """Some of its notices are in hand: only what it has left is given."""
    of_host = {}
    for host, count in (("slow.example", 6), ("quick.example", 2), ("another.example", 1)):
        callback = Callback(url=f"https://{host}/told")
        messages = [await accepted(desk, callback=callback) for _ in range(count)]
        await desk.spool.cancel([each.queue_id for each in messages], **BY)
        await gathered(desk)
        of_host[host] = [each.queue_id for each in messages]
        desk.clock.advance(seconds=1)

    async def found(in_hand: Mapping[int, str], limit: int = 9) -> list[str]:
        notices = await due(desk, in_hand=in_hand, of_one_host=3, limit=limit)
        return [each.event.queue_id for each in notices]

    slow, quick, another = of_host.values()
    assert await found({}) == [*slow[:3], *quick, *another]
    assert await found({}, limit=4) == [*slow[:3], quick[0]]
    one, two, three = (await due(desk))[:3]
    in_hand = {one.event.seq: one.host, two.event.seq: two.host}
    assert await found(in_hand) == [slow[2], *quick, *another]
    assert await found({**in_hand, three.event.seq: three.host}) == [*quick, *another]
    assert await found({0: "another.example"}, limit=1) == [slow[0]]


async def test_what_an_older_version_noted_is_told_to_its_host(desk: Desk) -> None:
    for host in ("shop.example", "app.example"):
        message = await accepted(desk, callback=Callback(url=f"https://{host}/told"))
        await desk.spool.cancel([message.queue_id], **BY)
    found = await due(desk)
    message = await accepted(desk)
    await desk.spool.cancel([message.queue_id], **BY)
    await gathered(desk)
    with closing(connect(desk.folder / "messages.db")) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")  # damage
        connection.execute(
            "DELETE FROM callbacks WHERE message = ?", (queue_ids.decode(message.queue_id),)
        )
        connection.execute("DROP INDEX callback_notices_of_host")
        connection.execute("ALTER TABLE callback_notices DROP COLUMN host")
        connection.executescript((MIGRATIONS / "017_notices_of_hosts.sql").read_text("utf-8"))
    assert await due(desk, of_one_host=1) == found


@pytest.mark.parametrize(
    "damaged",
    [
        "DELETE FROM callbacks WHERE message IN (SELECT min(message) FROM callbacks)",
        "DELETE FROM messages WHERE id IN (SELECT min(message) FROM callbacks)",
        "UPDATE callback_notices SET seq = 999 WHERE seq = (SELECT min(seq) FROM callback_notices)",
    ],
)
async def test_a_notice_that_has_lost_what_it_is_about_holds_up_nobody(
    desk: Desk, damaged: str
) -> None:
    """It counted among those of its host, and nobody tried it."""
    messages = []
    for _ in range(2):
        messages.append(await accepted(desk))
        await desk.spool.cancel([messages[-1].queue_id], **BY)
        await gathered(desk)
        desk.clock.advance(seconds=1)
    damage(desk, damaged)
    (lost,) = await due(desk, of_one_host=1)
    assert (lost.event.queue_id, lost.is_whole) == (messages[0].queue_id, False)
    assert lost.host == "shop.example"
    await desk.spool.told(lost.event.seq)
    (notice,) = await due(desk, of_one_host=1)
    assert (notice.event.queue_id, notice.is_whole) == (messages[1].queue_id, True)


async def test_of_each_text_the_oldest_is_told_first(desk: Desk) -> None:
    message = await accepted(desk)
    await desk.spool.hold([message.queue_id], **BY)
    (held,) = await due(desk)
    await desk.spool.tell_later(held.event.seq, desk.clock() + timedelta(minutes=1))
    await desk.spool.release([message.queue_id], **BY)
    assert await due(desk) == ()
    await desk.spool.told(held.event.seq)
    assert [notice.event.kind for notice in await due(desk)] == ["released"]


async def test_how_far_it_was_looked_outlasts_the_process(desk: Desk) -> None:
    message = await accepted(desk)
    await desk.spool.cancel([message.queue_id], **BY)
    assert await told(desk) == ["cancelled"]
    desk.spool.close()
    desk.spool = spool_at(desk.folder, desk.clock)
    desk.spool.open()
    assert await told(desk) == []


async def test_a_long_record_is_looked_through_in_several_goes(desk: Desk) -> None:
    message = await accepted(desk)
    await desk.spool.accept(email(*(delivery(f"{number}@example.net") for number in range(5000))))
    await desk.spool.cancel([message.queue_id], **BY)
    assert [await desk.spool.gather_notices() for _ in range(3)] == [True, False, False]
    assert await told(desk) == ["cancelled"]


async def test_who_looks_at_the_same_time_notes_everything_once(desk: Desk) -> None:
    message = await accepted(desk)
    await desk.spool.cancel([message.queue_id], **BY)
    await asyncio.gather(*(desk.spool.gather_notices() for _ in range(3)))
    assert await told(desk) == ["cancelled"]


async def test_no_more_notices_are_given_than_are_asked_for_and_the_longest_due_first(
    desk: Desk,
) -> None:
    messages = []
    for _ in range(3):
        messages.append(await accepted(desk))
        await desk.spool.cancel([messages[-1].queue_id], **BY)
        await gathered(desk)
        desk.clock.advance(seconds=1)
    first, second, third = messages
    found = await due(desk, limit=2)
    assert [each.event.queue_id for each in found] == [first.queue_id, second.queue_id]
    await desk.spool.tell_later(found[0].event.seq, desk.clock())
    again = [each.event.queue_id for each in await due(desk)]
    assert again == [second.queue_id, third.queue_id, first.queue_id]
