"""A person is forgotten: what waits for them is taken back, what they began to write is gone."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from gateway.spool.forgetting import Forgotten
from gateway.spool.hearing import Whole
from gateway.spool.model import Settlement, State
from gateway.spool.passing import NOT_HEARD
from gateway.spool.receipts import Receipt, Report
from gateway.submission import Callback
from gateway.wishes import Wish, Wishes
from suppression.keys import RecipientKey, email_key
from tests.contract.spool.damaging import overwrite
from tests.contract.spool.make import CLERK, NOON, delivery, email, objection, outcome, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gateway.spool.model import NewMessage
    from gateway.spool.notices import Notice
    from tests.contract.spool.make import Desk

ANN, BOB = RecipientKey("+19169668284"), RecipientKey("+12025550144")
KEPT = timedelta(days=3)
MAIL = RecipientKey("bob@example.net")  # whom `email` is for


async def forgotten(desk: Desk, key: RecipientKey) -> Forgotten:
    return await desk.spool.forget_person(key, by=CLERK.name, because="their request")


async def waiting(desk: Desk, state: State) -> NewMessage:
    message = email(delivery(state=State.HELD if state is State.HELD else State.QUEUED))
    await desk.spool.accept(message)
    if state in (State.DEFERRED, State.SENDING):
        (claimed,) = await desk.claim()
        if state is State.DEFERRED:
            await desk.spool.settle(outcome(claimed, State.DEFERRED, "451 later"))
    assert await desk.state(message) is state
    return message


@pytest.mark.parametrize("state", [State.QUEUED, State.DEFERRED, State.HELD])
async def test_what_waits_for_them_is_taken_back_and_nobody_gets_a_report_that_names_them(
    desk: Desk, state: State
) -> None:
    message = await waiting(desk, state)
    assert await forgotten(desk, MAIL) == Forgotten(messages=1, left=0)
    assert await desk.state(message) is State.CANCELLED
    assert await desk.spool.reports_owed() == ()
    view = await desk.spool.message(message.queue_id)
    assert view is not None
    (only,) = view.deliveries
    assert (view.subject, view.reverse_path, only.address, only.last_reply) == ("", "", "", "")
    assert await desk.spool.content(message.queue_id) is None
    assert {(line.kind, len(line.detail)) for line in await desk.spool.trace(
        queue_id=message.queue_id
    )} >= {("cancelled", 0)}  # fmt: skip


async def test_what_is_emptied_can_still_be_read_as_what_it_was(desk: Desk) -> None:
    await waiting(desk, State.HELD)
    await forgotten(desk, MAIL)
    with closing(sqlite3.connect(desk.folder / "messages.db")) as file:
        found = file.execute("SELECT findings, later, waived FROM deliveries").fetchall()
    assert found == [("[]", "[]", "[]")]


async def test_what_is_on_its_way_is_left_for_the_next_time(desk: Desk) -> None:
    message = await waiting(desk, State.SENDING)
    assert await forgotten(desk, MAIL) == Forgotten(messages=1, left=1)
    assert await desk.state(message) is State.SENDING
    assert await desk.spool.content(message.queue_id) == message.raw


async def test_what_its_sender_is_not_told_of_yet_is_left_until_they_are(desk: Desk) -> None:
    message = await waiting(desk, State.SENDING)
    view = await desk.spool.message(message.queue_id)
    assert view is not None
    delivery_id = view.deliveries[0].delivery_id
    failed = Settlement(delivery_id=delivery_id, state=State.FAILED, reply="550 5.1.1 nobody")
    await desk.spool.settle([failed])
    assert await forgotten(desk, MAIL) == Forgotten(messages=1, left=1)
    (owed,) = await desk.spool.reports_owed()
    assert owed.recipient.address == "bob@example.net"
    await desk.spool.report([], about=[delivery_id])
    assert await forgotten(desk, MAIL) == Forgotten(messages=1, left=0)
    assert await desk.spool.content(message.queue_id) is None


async def test_what_is_being_passed_on_to_them_is_left_until_that_is_over(desk: Desk) -> None:
    message = email(delivery(state=State.QUEUED))
    (to,) = message.deliveries
    message = replace(message, deliveries=(replace(to, state=State.SENDING),))
    assert await desk.spool.begin_passing(message) == {}
    assert await forgotten(desk, MAIL) == Forgotten(messages=1, left=1)
    await desk.spool.end_passing(message.queue_id, NOT_HEARD)
    assert await forgotten(desk, MAIL) == Forgotten(messages=1, left=0)


async def test_the_number_that_a_text_left_by_is_kept_and_its_words_are_not(desk: Desk) -> None:
    await desk.spool.accept(text(ANN, metadata="theirs"))
    message = text(ANN, metadata="their order")
    await desk.spool.accept(message)
    assert await forgotten(desk, ANN) == Forgotten(messages=2, left=0)
    view = await desk.spool.message(message.queue_id)
    assert view is not None
    assert (view.reverse_path, view.metadata) == ("+15005550006", "")
    assert await desk.spool.content(message.queue_id) is None


async def test_what_others_got_as_well_keeps_what_is_theirs(desk: Desk) -> None:
    message = email(delivery(), delivery("cid@example.net"))
    await desk.spool.accept(message)
    assert await forgotten(desk, MAIL) == Forgotten(messages=1, left=1)
    view = await desk.spool.message(message.queue_id)
    assert view is not None
    assert [(each.address, each.state) for each in view.deliveries] == [
        ("", State.CANCELLED), ("cid@example.net", State.QUEUED),
    ]  # fmt: skip
    assert view.reverse_path == "shop@example.com"


async def test_what_others_got_as_well_keeps_who_sent_it_and_why(desk: Desk) -> None:
    shared = email(delivery(), delivery("ann@example.net"), metadata="an order of both")
    own = email(metadata="their order")
    for message in (shared, own):
        await desk.spool.accept(message)
    for claimed in await desk.claim():
        await desk.spool.settle(outcome(claimed, State.DELIVERED))
    assert await forgotten(desk, MAIL) == Forgotten(messages=2, left=0)
    found = [await desk.spool.message(each.queue_id) for each in (shared, own)]
    assert [(each.metadata, each.reverse_path) for each in found if each] == [
        ("an order of both", "shop@example.com"), ("", ""),
    ]  # fmt: skip


async def test_mail_to_others_that_names_them_is_not_theirs_to_empty(desk: Desk) -> None:
    message = email(delivery("cid@example.net"), raw=b"Subject: Bob\r\n\r\nbob@example.net\r\n")
    await desk.spool.accept(message)
    (claimed,) = await desk.claim()
    await desk.spool.settle(outcome(claimed, State.DELIVERED))
    assert await forgotten(desk, MAIL) == Forgotten(messages=0, left=0)
    assert await desk.spool.content(message.queue_id) == message.raw


async def test_reports_of_ours_that_name_them_are_emptied(desk: Desk) -> None:
    reports = [
        email(
            delivery("cid@example.net"), submitter="",
            raw=f"Subject: Undelivered\r\n\r\n{name}@example.net\r\n".encode(),
        )
        for name in ("bob", "dora")
    ]  # fmt: skip
    for report in reports:
        await desk.spool.accept(report)
        (claimed,) = await desk.claim()
        await desk.spool.settle(outcome(claimed, State.DELIVERED))
    await desk.spool.accept(email())
    await desk.spool.accept(email(delivery("dora@example.net")))
    assert await forgotten(desk, MAIL) == Forgotten(messages=1, left=0)
    assert await desk.spool.content(reports[0].queue_id) is None
    assert await desk.spool.content(reports[1].queue_id) == reports[1].raw


@pytest.mark.parametrize("sender", [ANN, ANN[1:], f"00{ANN[1:]}"])
async def test_parts_of_a_text_of_theirs_are_gone_however_the_smsc_writes_their_number(
    desk: Desk, sender: str
) -> None:
    theirs = Whole(route="texts", sender=sender, to="+15005550006", reference=1, total=2)
    others = replace(theirs, sender=BOB)
    for whole in (theirs, others):
        await desk.spool.keep_heard(whole, 1, "STOP ", at=NOON)
    await forgotten(desk, ANN)
    assert [each.whole for each in await desk.spool.left_over(())] == [others]


async def test_while_others_wait_nothing_of_theirs_is_left_but_what_others_need(desk: Desk) -> None:
    wishes = Wishes(by_address={
        name: Wish(original=f"rfc822;{name}") for name in ("bob@example.net", "cid@example.net")
    })  # fmt: skip
    message = email(delivery(), delivery("cid@example.net"), wishes=wishes, metadata="an order")
    await desk.spool.accept(message)
    theirs, others = await desk.claim()
    await desk.spool.settle(
        outcome(theirs, State.DELIVERED, "250 bob has it", next_hop_id="Q1", finding=objection())
    )
    await desk.spool.settle(outcome(others, State.DEFERRED, "451 cid is busy"))
    assert await forgotten(desk, MAIL) == Forgotten(messages=1, left=1)
    view = await desk.spool.message(message.queue_id)
    assert view is not None
    assert (view.subject, view.metadata) == ("Hello", "an order")
    bob, cid = view.deliveries
    assert (bob.address, bob.last_reply, bob.next_hop_id, bob.findings, bob.wish) == (
        "", "", "", (), Wish(),
    )  # fmt: skip
    assert (cid.address, cid.last_reply, cid.wish.original) == (
        "cid@example.net", "451 cid is busy", "rfc822;cid@example.net",
    )  # fmt: skip
    assert [line.detail.get("address", "") for line in await desk.spool.trace(
        queue_id=message.queue_id
    )] == ["", "cid@example.net", "", "cid@example.net"]  # fmt: skip
    desk.clock.advance(hours=1)
    (again,) = await desk.claim()
    await desk.spool.settle(outcome(again, State.DELIVERED))
    assert await forgotten(desk, MAIL) == Forgotten(messages=1, left=0)
    assert await desk.spool.content(message.queue_id) is None
    *_, line = await desk.spool.trace(queue_id=message.queue_id)
    assert line.detail["address"] == "cid@example.net"


async def test_a_person_with_two_spellings_was_sent_one_message_for_them_alone(desk: Desk) -> None:
    message = email(delivery("Bob@example.net"), delivery("bob@example.net"), metadata="an order")
    await desk.spool.accept(message)
    assert await forgotten(desk, MAIL) == Forgotten(messages=1, left=0)
    view = await desk.spool.message(message.queue_id)
    assert view is not None
    assert (view.metadata, view.reverse_path, [each.address for each in view.deliveries]) == (
        "", "", ["", ""],
    )  # fmt: skip
    assert [line.detail for line in await desk.spool.trace(queue_id=message.queue_id)] == [{}] * 4


async def test_no_byte_of_what_was_forgotten_is_left_in_the_file(desk: Desk) -> None:
    message = email(raw=b"Subject: Zanzibar\r\n\r\nZanzibar for bob@example.net\r\n" * 99)
    await desk.spool.accept(message)
    await forgotten(desk, MAIL)
    assert await desk.spool.empty_log()
    left = b"".join(file.read_bytes() for file in desk.folder.glob("messages.db*"))
    assert b"SQLite" in left
    assert [word for word in (b"Zanzibar", b"bob@example.net") if word in left] == []


async def test_a_damaged_line_for_people_keeps_nobody_from_being_forgotten(desk: Desk) -> None:
    message = email(delivery(), delivery("cid@example.net"))
    await desk.spool.accept(message)
    theirs, others = await desk.claim()
    await desk.spool.settle(outcome(theirs, State.DELIVERED, "250 bob has it"))
    await desk.spool.settle(outcome(others, State.DELIVERED, "250 cid has it"))
    overwrite(desk, b'"reply":"250 cid has it"', b'"reply";"250 cid has it"')
    assert await forgotten(desk, MAIL) == Forgotten(messages=1, left=0)
    assert await desk.spool.content(message.queue_id) is None


async def owed(desk: Desk) -> Sequence[Notice]:
    while await desk.spool.gather_notices():
        pass
    return await desk.spool.notices(in_hand={}, of_one_host=9, limit=9)


async def test_an_application_is_told_what_became_of_its_texts_and_no_longer_of_whom(
    desk: Desk,
) -> None:
    told, waiting = (
        text(ANN, callback=Callback(url="https://shop.example/told"), metadata='{"name": "Ann"}')
        for _ in range(2)
    )
    await desk.spool.accept(told)
    (claimed,) = await desk.claim()
    await desk.spool.settle(outcome(claimed, State.DELIVERED))
    await desk.spool.accept(waiting)
    assert await forgotten(desk, ANN) == Forgotten(messages=2, left=0)
    found = await owed(desk)
    assert [(each.event.queue_id, each.event.kind) for each in found] == [
        (told.queue_id, "delivered"), (waiting.queue_id, "cancelled"),
    ]  # fmt: skip
    assert [(each.event.detail, each.metadata) for each in found] == [({}, "")] * 2
    kept = {"email_body": timedelta(days=7), "sms_text": timedelta(days=3)}
    assert await desk.spool.retire(desk.clock(), **kept) == 0
    for each in found:
        await desk.spool.told(each.event.seq)
    assert await desk.spool.retire(desk.clock(), **kept) == 2
    assert await desk.spool.empty_log()
    with closing(sqlite3.connect(desk.folder / "messages.db")) as file:
        assert "shop.example" not in "".join(file.iterdump())


async def test_nothing_more_is_told_at_a_url_that_names_them(desk: Desk) -> None:
    for number in (ANN, BOB):
        callback = Callback(url=f"https://shop.example/told?of=%2B{number[1:]}")
        await desk.spool.accept(text(number, callback=callback))
    for claimed in await desk.claim():
        await desk.spool.settle(outcome(claimed, State.DELIVERED))
    assert len(await owed(desk)) == 2
    await forgotten(desk, ANN)
    (left,) = await owed(desk)
    assert left.event.detail["address"] == BOB
    assert await desk.spool.empty_log()
    files = b"".join(file.read_bytes() for file in desk.folder.glob("messages.db*"))
    assert ANN[1:].encode() not in files


@pytest.mark.parametrize(
    "written", [ANN[2:], "916-966-8284", "%28916%29%20966-8284", "%252B1-916-966.8284"]
)
async def test_nothing_more_is_told_at_a_url_that_has_their_number_in_any_form(
    desk: Desk, written: str
) -> None:
    callback = Callback(url=f"https://shop.example/told?of={written}")
    await desk.spool.accept(text(ANN, callback=callback))
    (claimed,) = await desk.claim()
    await desk.spool.settle(outcome(claimed, State.DELIVERED))
    await forgotten(desk, ANN)
    assert await owed(desk) == ()
    assert await desk.spool.empty_log()
    files = b"".join(file.read_bytes() for file in desk.folder.glob("messages.db*"))
    assert written.encode() not in files


async def test_no_byte_of_a_url_is_left_once_the_application_was_told(desk: Desk) -> None:
    """Who stands in it may be known to the application alone."""
    url = "https://roe.example/told?customer=jane-roe-17"
    await desk.spool.accept(text(ANN, callback=Callback(url=url)))
    (claimed,) = await desk.claim()
    await desk.spool.settle(outcome(claimed, State.DELIVERED))
    (notice,) = await owed(desk)
    for _ in range(3):  # until it is a larger number, and no longer fits in its place
        await desk.spool.tell_later(notice.event.seq, desk.clock())
    await forgotten(desk, ANN)
    await desk.spool.told(notice.event.seq)
    assert await desk.spool.retire(desk.clock(), email_body=KEPT, sms_text=KEPT) == 1
    files = b"".join(file.read_bytes() for file in desk.folder.glob("messages.db*"))
    assert [word for word in (b"jane-roe-17", b"roe.example") if word in files] == []


async def test_who_reads_for_long_keeps_nobody_from_writing_while_the_log_is_emptied(
    desk: Desk,
) -> None:
    await desk.spool.accept(text(ANN, callback=Callback(url="https://roe.example/told?c=jane")))
    await forgotten(desk, ANN)
    for notice in await owed(desk):
        await desk.spool.told(notice.event.seq)
    with closing(sqlite3.connect(desk.folder / "messages.db")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM ledger").fetchall()
        async with asyncio.timeout(5):  # half of what SQLite would wait
            assert await desk.spool.retire(desk.clock(), email_body=KEPT, sms_text=KEPT) == 1
            await desk.spool.accept(text(BOB))
    assert await desk.spool.retire(desk.clock(), email_body=KEPT, sms_text=KEPT) == 0
    files = b"".join(file.read_bytes() for file in desk.folder.glob("messages.db*"))
    assert b"jane" not in files


async def test_what_a_provider_says_after_it_is_neither_told_nor_kept(desk: Desk) -> None:
    message = text(ANN, callback=Callback(url="https://shop.example/told"))
    await desk.spool.accept(message)
    (claimed,) = await desk.claim()
    await desk.spool.settle(outcome(claimed, State.DELIVERED))
    await forgotten(desk, ANN)
    await desk.spool.take_receipt(
        Receipt(
            queue_id=message.queue_id, route="texts", attempt=1, report=Report.ARRIVED,
            said=f"Arrived at {ANN}.", provider_id=f"to-{ANN}",
        )
    )  # fmt: skip
    (first,) = await owed(desk)
    await desk.spool.told(first.event.seq)
    (second,) = await owed(desk)
    assert [(each.event.kind, each.event.detail) for each in (first, second)] == [
        ("delivered", {}), ("arrived", {"address": ""}),
    ]  # fmt: skip
    assert await desk.spool.empty_log()
    files = b"".join(file.read_bytes() for file in desk.folder.glob("messages.db*"))
    assert ANN.encode() not in files


async def test_a_report_of_ours_that_still_waits_is_left_and_counted(desk: Desk) -> None:
    report = email(
        delivery("cid@example.net"), submitter="", subject="Undelivered",
        raw=b"Subject: Undelivered\r\n\r\nBOB@example.net\r\n",
    )  # fmt: skip
    await desk.spool.accept(report)
    assert await forgotten(desk, MAIL) == Forgotten(messages=0, left=1)
    assert await desk.spool.content(report.queue_id) == report.raw
    (claimed,) = await desk.claim()
    await desk.spool.settle(outcome(claimed, State.DELIVERED))
    assert await forgotten(desk, MAIL) == Forgotten(messages=0, left=0)
    assert await desk.spool.content(report.queue_id) is None
    assert await forgotten(desk, MAIL) == Forgotten(messages=0, left=0)


async def test_a_report_to_the_person_themselves_is_one_message_of_theirs(desk: Desk) -> None:
    report = email(submitter="", raw=b"Subject: Undelivered\r\n\r\nbob@example.net\r\n")
    await desk.spool.accept(report)
    (claimed,) = await desk.claim()
    assert await forgotten(desk, MAIL) == Forgotten(messages=1, left=1)
    await desk.spool.settle(outcome(claimed, State.DELIVERED))
    assert await forgotten(desk, MAIL) == Forgotten(messages=1, left=0)


async def test_who_takes_back_what_waited_is_on_record_without_the_person(desk: Desk) -> None:
    message = text(ANN, not_before=NOON + timedelta(minutes=5))
    await desk.spool.accept(message)
    await forgotten(desk, ANN)
    line = (await desk.spool.trace(queue_id=message.queue_id))[-1]
    assert (line.at, line.kind, line.detail) == (desk.clock.now, "cancelled", {})


async def forgotten_while(desk: Desk, key: RecipientKey, came: NewMessage) -> Forgotten:
    """Forget a person, and have something come between the look at the reports and the rest."""
    desk.clock.asked.clear()
    async with asyncio.TaskGroup() as group:
        group.create_task(desk.spool.apart(desk.clock.asked.wait))  # it is asked after the look
        await asyncio.sleep(0)
        group.create_task(desk.spool.accept(came))
        found = group.create_task(forgotten(desk, key))
    return found.result()


async def test_a_report_that_comes_while_others_are_read_is_read_too(desk: Desk) -> None:
    report = email(delivery("cid@example.net"), submitter="", raw=b"To bob@example.net: no.")
    assert await forgotten_while(desk, MAIL, report) == Forgotten(messages=0, left=1)


async def test_reports_are_read_again_for_a_spelling_that_comes_meanwhile(desk: Desk) -> None:
    written = "stra\N{LATIN SMALL LETTER SHARP S}e@example.net"
    raw = f"To {written}: no.".encode()
    report = email(delivery("cid@example.net"), submitter="", raw=raw)
    await desk.spool.accept(report)
    (claimed,) = await desk.claim()
    await desk.spool.settle(outcome(claimed, State.DELIVERED))
    came = email(delivery(written))
    assert await forgotten_while(desk, email_key(written), came) == Forgotten(messages=1, left=0)
    assert await desk.spool.content(report.queue_id) is None
