"""What the spool records of mail that is passed on, and what the list says at the last moment."""

from __future__ import annotations

import asyncio
import os
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from gateway.errors import StoreUnavailable
from gateway.spool.model import State
from gateway.spool.passing import Passed
from gateway.spool.sqlite import SqliteSpool
from suppression.covering import Matching
from suppression.entry import ALL, Reason
from suppression.keys import email_key
from tests.contract.spool.make import (
    PEPPER,
    delivery,
    email,
    objection,
    open_desk,
    opt_out,
    receipt,
    spool_at,
)

if TYPE_CHECKING:
    from pathlib import Path

    from gateway.spool.model import NewMessage
    from tests.contract.spool.make import Desk

DELIVERED = Passed(state=State.DELIVERED, reply="250 2.0.0 ok", status="2.0.0", sent_sha256="ab")
BOB = "bob@example.net"
RACES = int(os.environ.get("RACE", "60"))


def leaving(*addresses: str) -> NewMessage:
    rows = [replace(delivery(each), state=State.SENDING) for each in addresses or (BOB,)]
    return email(*rows)


async def test_it_is_recorded_before_and_after_and_never_claimed(desk: Desk) -> None:
    message = leaving()
    assert await desk.spool.begin_passing(message) == {}
    assert await desk.state(message) is State.SENDING
    desk.clock.advance(days=9)
    await desk.spool.expire()
    assert await desk.claim() == ()
    assert await desk.spool.retry([message.queue_id], by="clerk", because="x") == frozenset()
    await desk.spool.end_passing(message.queue_id, DELIVERED)
    assert await desk.state(message) is State.DELIVERED
    assert await desk.kinds(message) == ["passing", "delivered"]
    (line,) = [
        li for li in await desk.spool.trace(queue_id=message.queue_id) if li.kind != "passing"
    ]
    assert line.facts["sent_sha256"] == "ab"
    assert line.detail["reply"] == "250 2.0.0 ok"


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        (State.FAILED, "failed"),
        (State.REFUSED, "deferred"),
        (State.UNKNOWN, "ambiguous"),
    ],
)
async def test_what_the_next_hop_did_not_take_owes_no_report(
    desk: Desk, state: State, kind: str
) -> None:
    message = leaving()
    await desk.spool.begin_passing(message)
    await desk.spool.end_passing(message.queue_id, replace(DELIVERED, state=state))
    assert await desk.state(message) is state
    assert await desk.kinds(message) == ["passing", kind]
    assert await desk.spool.reports_owed(limit=10) == ()


async def test_whom_the_list_stops_gets_nothing_and_nothing_is_recorded(desk: Desk) -> None:
    await desk.add(opt_out(BOB))
    message = leaving(BOB, "ann@example.net")
    barred = await desk.spool.begin_passing(message)
    assert {key: finding.code for key, finding in barred.items()} == {BOB: "SUPPRESSED_OPTOUT"}
    assert await desk.spool.message(message.queue_id) is None


async def test_a_receipt_passes_an_opt_out_of_advertising_and_none_of_everything(
    desk: Desk,
) -> None:
    await desk.add(opt_out(BOB))
    message = receipt(replace(delivery(BOB), state=State.SENDING))
    assert await desk.spool.begin_passing(message) == {}
    await desk.add(opt_out(BOB, scope=ALL, reason=Reason.MANUAL))
    again = receipt(replace(delivery(BOB), state=State.SENDING))
    assert list(await desk.spool.begin_passing(again)) == [BOB]


async def test_one_is_refused_and_the_other_passed_on(desk: Desk) -> None:
    no = delivery("cat@example.net", state=State.REFUSED, findings=(objection(),))
    message = email(replace(delivery(BOB), state=State.SENDING), no)
    await desk.spool.begin_passing(message)
    report = email(delivery("shop@example.com"))
    await desk.spool.end_passing(message.queue_id, DELIVERED, [report])
    assert sorted(await desk.kinds(message)) == ["delivered", "passing", "refused"]
    (claimed,) = await desk.claim()
    assert claimed.queue_id == report.queue_id


async def test_who_is_forgotten_while_a_message_is_passed_on_is_forgotten_when_asked_again(
    desk: Desk,
) -> None:
    message = leaving()
    await desk.spool.begin_passing(message)
    order = {"by": "clerk", "because": "asked for"}
    assert (await desk.spool.forget_person(email_key(BOB), **order)).left == 1
    await desk.spool.end_passing(message.queue_id, DELIVERED)
    assert (await desk.spool.forget_person(email_key(BOB), **order)).left == 0
    view = await desk.spool.message(message.queue_id)
    assert view is not None
    assert [d.address for d in view.deliveries] == [""]


async def test_while_an_opt_out_waits_for_the_list_nothing_is_passed_on(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        spool = SqliteSpool(
            tmp_path / "messages.db", suppression_path=tmp_path / "suppression.db",
            pepper=PEPPER, matching=Matching(), clock=desk.clock, may_claim=lambda: False,
        )  # fmt: skip
        spool.open()
        try:
            with pytest.raises(StoreUnavailable):
                await spool.begin_passing(leaving())
        finally:
            spool.close()


async def test_no_message_is_passed_on_after_an_opt_out_was_answered(desk: Desk) -> None:
    """Race both for the list's lock: where the opt-out was answered first, it is seen."""
    for number in range(RACES):
        person = f"p{number}@example.net"
        answered = asyncio.Event()

        async def opts_out(person: str = person, answered: asyncio.Event = answered) -> None:
            await desk.add(opt_out(person))
            answered.set()

        async def passes(person: str = person, answered: asyncio.Event = answered) -> None:
            for _ in range(20):
                was_answered = answered.is_set()
                barred = await desk.spool.begin_passing(leaving(person))
                assert barred or not was_answered
                if barred:
                    return

        async with asyncio.TaskGroup() as group:
            group.create_task(passes())
            group.create_task(opts_out())


async def test_what_the_next_hop_said_of_one_is_said_of_no_other(desk: Desk) -> None:
    first, second = leaving(), leaving()
    for message in (first, second):
        await desk.spool.begin_passing(message)
    await desk.spool.end_passing(first.queue_id, replace(DELIVERED, next_hop_id="Q7"))
    assert await desk.state(second) is State.SENDING
    view = await desk.spool.message(first.queue_id)
    assert view is not None
    (only,) = view.deliveries
    assert (only.state, only.attempts, only.next_hop_id) == (State.DELIVERED, 1, "Q7")
    line = (await desk.spool.trace(queue_id=first.queue_id))[-1]
    assert {name: line.facts[name] for name in ("attempt", "status")} == {
        "attempt": 1, "status": "2.0.0",
    }  # fmt: skip


async def test_what_an_earlier_process_was_passing_on_may_have_left(desk: Desk) -> None:
    ours, theirs, kept = leaving(), leaving(), receipt()
    earlier = spool_at(desk.folder, desk.clock)
    earlier.open()
    await earlier.begin_passing(theirs)
    earlier.close()
    await desk.spool.begin_passing(ours)
    await desk.spool.accept(kept)
    await desk.claim()
    await desk.spool.release_leases()
    assert [await desk.state(each) for each in (ours, theirs, kept)] == [
        State.SENDING, State.UNKNOWN, State.QUEUED,
    ]  # fmt: skip
    line = (await desk.spool.trace(queue_id=theirs.queue_id))[-1]
    assert (line.kind, line.facts["status"], line.facts["attempt"]) == ("ambiguous", "4.4.2", 1)
    assert "sent_sha256" not in line.facts
    assert line.detail.keys() == {"address", "reply"}
    await desk.spool.end_passing(ours.queue_id, DELIVERED)
    assert await desk.state(ours) is State.DELIVERED


async def test_what_its_client_left_while_it_was_recorded_is_unknown_at_the_next_look(
    desk: Desk,
) -> None:
    message, goes_on = leaving(), threading.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(desk.spool.apart(goes_on.wait))
        begun = group.create_task(desk.spool.begin_passing(message))
        for _ in range(9):
            await asyncio.sleep(0)
        begun.cancel()
        await asyncio.sleep(0)
        goes_on.set()
    assert begun.cancelled()
    await desk.spool.accept(receipt())  # after it
    assert await desk.state(message) is State.SENDING
    await desk.spool.release_leases()
    assert await desk.state(message) is State.UNKNOWN


async def test_an_end_that_could_not_be_recorded_is_unknown_at_the_next_look(desk: Desk) -> None:
    message = leaving()
    await desk.spool.begin_passing(message)
    clash = replace(receipt(), queue_id=message.queue_id)
    with pytest.raises(StoreUnavailable):
        await desk.spool.end_passing(message.queue_id, DELIVERED, [clash])
    assert await desk.state(message) is State.SENDING
    await desk.spool.release_leases()
    assert await desk.state(message) is State.UNKNOWN


async def test_who_is_refused_anyway_keeps_nobody_else_from_being_sent_it(desk: Desk) -> None:
    await desk.add(opt_out("cat@example.net"))
    no = delivery("cat@example.net", state=State.REFUSED, findings=(objection(),))
    message = email(replace(delivery(BOB), state=State.SENDING), no)
    assert await desk.spool.begin_passing(message) == {}


async def test_a_link_speaks_for_whom_its_copy_goes_to(desk: Desk) -> None:
    no = delivery("cat@example.net", state=State.REFUSED, findings=(objection(),))
    people = (BOB, "ann@example.net", BOB)
    messages = [email(replace(delivery(each), state=State.SENDING), no) for each in people]
    found = await asyncio.gather(*map(desk.spool.grant, messages))
    grants = [await desk.listed.grant(each) for each in found]
    assert [(each.key, each.sender, each.stream) for each in grants if each] == [
        (person, "example", "news") for person in people
    ]
    assert (found[0] == found[2], len(set(found))) == (True, 2)
