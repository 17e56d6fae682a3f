"""Content is kept as long as it is needed, evidence for ever."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from filters.sms.places.place import NOWHERE, Whereabouts
from gateway.ledger import verify
from gateway.spool.model import NewMessage, State
from gateway.spool.receipts import Receipt, Report
from gateway.spool.sent import SentText
from gateway.submission import Callback
from gateway.wishes import Wish, Wishes
from suppression.database import connect
from tests.contract.spool.damaging import overwrite
from tests.contract.spool.make import NOON, Desk, delivery, email, outcome, text

WEEK, DAYS = timedelta(days=7), timedelta(hours=72)


async def retire(desk: Desk) -> int:
    return await desk.spool.retire(desk.clock(), email_body=WEEK, sms_text=DAYS)


async def delivered(desk: Desk, message: NewMessage) -> NewMessage:
    await desk.spool.accept(message)
    for claimed in await desk.claim():
        await desk.spool.settle(outcome(claimed, State.DELIVERED))
    return message


async def test_content_is_emptied_when_its_time_after_the_end_is_over(desk: Desk) -> None:
    mail, sms = await delivered(desk, email()), await delivered(desk, text())
    desk.clock.advance(hours=72)
    assert await retire(desk) == 1
    assert await desk.spool.content(sms.queue_id) is None
    assert await desk.spool.content(mail.queue_id) == mail.raw
    desk.clock.advance(days=4)
    assert await retire(desk) == 1
    assert await desk.spool.content(mail.queue_id) is None
    assert await retire(desk) == 0


async def test_hashes_and_findings_remain(desk: Desk) -> None:
    message = await delivered(desk, email())
    desk.clock.advance(days=8)
    await retire(desk)
    view = await desk.spool.message(message.queue_id)
    assert view is not None
    assert (view.subject, view.size_bytes) == ("", len(message.raw))
    assert view.deliveries[0].state is State.DELIVERED
    lines = await desk.spool.trace(queue_id=message.queue_id)
    assert lines[0].facts["sha256"]
    assert "subject" not in lines[0].detail
    assert verify(desk.folder / "messages.db").is_whole


async def test_what_the_sender_called_a_recipient_and_the_message_is_forgotten(desk: Desk) -> None:
    wishes = Wishes(envelope_id="id+2B1", by_address={
        "bob@example.net": Wish(notify="FAILURE", original="rfc822;bob"),
    })  # fmt: skip
    message = await delivered(desk, email(wishes=wishes))
    before = await desk.spool.message(message.queue_id)
    assert before is not None
    assert (before.wishes.envelope_id, before.deliveries[0].wish.original) == (
        "id+2B1", "rfc822;bob",
    )  # fmt: skip
    desk.clock.advance(days=8)
    await retire(desk)
    after = await desk.spool.message(message.queue_id)
    assert after is not None
    assert (after.wishes.envelope_id, after.deliveries[0].wish) == ("", Wish(notify="FAILURE"))


async def test_what_the_sender_called_others_is_kept_as_long_as_they_wait(desk: Desk) -> None:
    wishes = Wishes(by_address={"bob@example.net": Wish(original="rfc822;bob")})
    await delivered(desk, email(wishes=wishes))
    desk.clock.advance(days=8)
    waiting = email(wishes=wishes, at=desk.clock())
    await desk.spool.accept(waiting)
    assert await retire(desk) == 1
    view = await desk.spool.message(waiting.queue_id)
    assert view is not None
    assert view.deliveries[0].wish.original == "rfc822;bob"


async def test_no_word_of_the_content_is_left_in_a_table(desk: Desk) -> None:
    await delivered(desk, email(subject="Zanzibar", raw=b"Subject: Zanzibar\r\n\r\nZanzibar\r\n"))
    desk.clock.advance(days=8)
    await retire(desk)
    with closing(connect(desk.folder / "messages.db")) as connection:
        assert "Zanzibar" not in "".join(connection.iterdump())


async def test_what_still_waits_keeps_its_content_however_old(desk: Desk) -> None:
    message = email(delivery("a@example.net"), delivery("b@example.net", state=State.HELD))
    await delivered(desk, message)
    desk.clock.advance(days=30)
    assert await retire(desk) == 0
    assert await desk.spool.content(message.queue_id) == message.raw


async def test_content_counts_from_the_end_and_not_from_the_beginning(desk: Desk) -> None:
    message = email(delivery(state=State.HELD))
    await desk.spool.accept(message)
    desk.clock.advance(days=7)
    await desk.spool.cancel([message.queue_id], by="ann", because="old")
    (owed,) = await desk.spool.reports_owed()
    await desk.spool.report((), about=[owed.delivery_id])
    assert await retire(desk) == 0
    desk.clock.advance(days=7)
    assert await retire(desk) == 1


async def test_what_a_report_is_owed_about_keeps_its_content(desk: Desk) -> None:
    message = email()
    await desk.spool.accept(message)
    (claimed,) = await desk.claim()
    await desk.spool.settle(outcome(claimed, State.FAILED, "550 no"))
    desk.clock.advance(days=8)
    assert await retire(desk) == 0
    (owed,) = await desk.spool.reports_owed()
    await desk.spool.report([], about=[owed.delivery_id])
    assert await retire(desk) == 1


async def test_refused_messages_lose_their_subject_too(desk: Desk) -> None:
    message = email(delivery(state=State.REFUSED))
    await desk.spool.accept(message)
    desk.clock.advance(days=8)
    assert await retire(desk) == 1
    view = await desk.spool.message(message.queue_id)
    assert view is not None
    assert view.subject == ""


async def test_an_application_is_told_of_each_text_to_whom_it_went(desk: Desk) -> None:
    callback = Callback(url="https://app.example/told", account="AC0", signer=b"state")
    numbers = ("+19169668284", "+19169668285")
    messages = [text(number, callback=callback) for number in numbers]
    for each in messages:
        await delivered(desk, each)
    await desk.spool.gather_notices()
    found = await desk.spool.notices(in_hand={}, of_one_host=9, limit=9)
    assert [(each.event.queue_id, each.event.detail["address"]) for each in found] == [
        (message.queue_id, number) for message, number in zip(messages, numbers, strict=True)
    ]


async def told(desk: Desk) -> list[str]:
    """Tell an application what there is to tell; what that was."""
    kinds = []
    while await desk.spool.gather_notices():
        pass
    for notice in await desk.spool.notices(in_hand={}, of_one_host=9, limit=9):
        kinds.append(notice.event.kind)
        await desk.spool.told(notice.event.seq)
    return kinds


def is_kept(desk: Desk, words: str) -> bool:
    with closing(connect(desk.folder / "messages.db")) as connection:
        return words in "".join(connection.iterdump())


async def test_where_an_application_is_told_is_forgotten_with_the_content(desk: Desk) -> None:
    callback = Callback(url="https://app.example/told", account="AC0", signer=b"state")
    await delivered(desk, text(callback=callback))
    await desk.spool.gather_notices()
    (notice,) = await desk.spool.notices(in_hand={}, of_one_host=9, limit=9)
    assert (notice.url, notice.host, notice.signer) == (callback.url, "app.example", b"state")
    assert await told(desk) == ["delivered"]
    desk.clock.advance(hours=72)
    assert [await retire(desk) for _ in range(3)] == [1, 1, 0]
    assert not is_kept(desk, "app.example")


@pytest.mark.parametrize("was_noted", [True, False])
async def test_what_an_application_is_owed_is_told_after_the_content_is_gone(
    desk: Desk, *, was_noted: bool
) -> None:
    """It was down, or the gateway was: then nobody has looked at the record yet."""
    message = await delivered(desk, text(callback=Callback(url="https://app.example/told")))
    if was_noted:
        await desk.spool.gather_notices()
    desk.clock.advance(hours=73)
    assert [await retire(desk) for _ in range(2)] == [1, 0]
    assert await desk.spool.content(message.queue_id) is None
    assert await told(desk) == ["delivered"]
    assert await retire(desk) == 1
    assert not is_kept(desk, "app.example")


async def test_what_a_provider_says_of_a_text_is_told_however_short_its_words_are_kept(
    desk: Desk,
) -> None:
    message = await delivered(desk, text(callback=Callback(url="https://app.example/told")))
    kept = {"email_body": WEEK, "sms_text": timedelta(0)}
    assert [await desk.spool.retire(desk.clock(), **kept) for _ in range(2)] == [1, 0]
    assert await told(desk) == ["delivered"]
    desk.clock.advance(hours=71)
    assert await desk.spool.retire(desk.clock(), **kept) == 0
    await desk.spool.take_receipt(
        Receipt(
            queue_id=message.queue_id, route="texts", attempt=1, report=Report.ARRIVED, said="there"
        )
    )
    assert await told(desk) == ["arrived"]
    desk.clock.advance(hours=1)
    assert await desk.spool.retire(desk.clock(), **kept) == 1
    assert not is_kept(desk, "app.example")


async def test_where_a_person_was_said_to_be_is_forgotten_with_the_content(desk: Desk) -> None:
    there = Whereabouts(zone="America/New_York", postal_code="10001")
    message = await delivered(desk, text(whereabouts=there))
    view = await desk.spool.message(message.queue_id)
    assert view is not None
    (only,) = view.deliveries
    assert (await desk.spool.remembered(only.delivery_id)).whereabouts == there
    desk.clock.advance(hours=72)
    await retire(desk)
    assert (await desk.spool.remembered(only.delivery_id)).whereabouts == NOWHERE


async def test_each_channel_is_emptied_by_its_own_time(desk: Desk) -> None:
    mail, sms = await delivered(desk, email()), await delivered(desk, text())
    desk.clock.advance(days=1)
    kept = {"email_body": timedelta(hours=24), "sms_text": timedelta(hours=25)}
    assert await desk.spool.retire(desk.clock(), **kept) == 1
    assert await desk.spool.content(mail.queue_id) is None
    assert await desk.spool.content(sms.queue_id) == sms.raw
    desk.clock.advance(minutes=59)
    assert await desk.spool.retire(desk.clock(), **kept) == 0
    desk.clock.advance(minutes=1)
    assert await desk.spool.retire(desk.clock(), **kept) == 1


async def test_the_oldest_are_emptied_first_some_hundred_at_a_time(desk: Desk) -> None:
    newest, *others = (
        email(delivery(state=State.REFUSED), at=NOON - timedelta(minutes=age), subject="Hello")
        for age in range(501)
    )
    await desk.spool.accept(newest, more=others)
    desk.clock.advance(days=8)
    assert await retire(desk) == len(others)
    for message, subject in ((newest, "Hello"), (others[0], ""), (others[-1], "")):
        view = await desk.spool.message(message.queue_id)
        assert view is not None
        assert view.subject == subject
    assert await retire(desk) == 1


async def test_of_texts_that_limits_count_no_more_nothing_is_kept(desk: Desk) -> None:
    counted = SentText(region="US", segments=1, is_reply=False, spend=5)
    await desk.spool.accept(text(sent=counted))
    desk.clock.advance(hours=26)
    await desk.spool.accept(
        text("+12025550144", at=desk.clock.now, sent=replace(counted, region="CA"))
    )
    await retire(desk)
    with closing(connect(desk.folder / "messages.db")) as connection:
        people = connection.execute("SELECT count(*) FROM sent_texts").fetchone()[0]
        names = connection.execute("SELECT name FROM sent_segments WHERE kind = 'region'")
        assert (people, [name for (name,) in names]) == (1, ["CA"])


@pytest.mark.parametrize("damaged", [b'"subject";"Zanzibar"', b'"subject":"Zanzibar ', b"\xff"])
async def test_a_damaged_line_for_people_keeps_neither_its_own_words_nor_those_of_others(
    desk: Desk, damaged: bytes
) -> None:
    await delivered(desk, email(delivery("bob@example.net"), subject="Zanzibar"))
    overwrite(desk, b'"subject":"Zanzibar"', damaged.ljust(20, b" "))
    other = await delivered(desk, email())
    desk.clock.advance(days=8)
    assert await retire(desk) == 2
    assert await desk.spool.content(other.queue_id) is None
    assert not is_kept(desk, "Zanzibar")
