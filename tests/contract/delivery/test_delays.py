"""Who is told that a message still waits: its sender, once, and not by every copy."""

from __future__ import annotations

import email as stdlib_email
from datetime import timedelta
from email import policy
from typing import TYPE_CHECKING, Any, Final

import pytest
from flufl.bounce import all_failures

from gateway.config.models import Config, Route
from gateway.delivery.delay_reporter import DelayReporter
from gateway.queue_id import QueueIds
from gateway.reports import Reports
from gateway.spool.model import State
from gateway.wishes import Wish, Wishes
from tests.contract.spool.make import (
    Desk,
    delivery,
    email,
    outcome,
    receipt,
    spool_at,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gateway.spool.model import NewMessage
    from gateway.spool.sqlite import SqliteSpool

BUSY: Final = "451 4.3.2 try later"
SENDER: Final = "shop@example.com"
ROUTES: Final = (Route(name="reports", channel="email", kind="outbox"),)


def reporter(desk: Desk, after_h: float = 4, spool: SqliteSpool | None = None) -> DelayReporter:
    writer = Reports(Config(route=ROUTES), QueueIds())
    after = timedelta(hours=after_h)
    return DelayReporter(spool or desk.spool, writer, after=after, clock=desk.clock)


async def waiting(desk: Desk, message: NewMessage) -> NewMessage:
    """Accept a message that its next hop does not take for now."""
    await desk.spool.accept(message)
    later = desk.clock.now + timedelta(hours=1)
    for claimed in await desk.claim():
        busy = outcome(claimed, State.DEFERRED, BUSY, status="4.3.2", next_at=later)
        await desk.spool.settle(busy)
    return message


async def reports(desk: Desk) -> list[bytes]:
    """Return what waits for the route of reports."""
    claimed = await desk.claim(room={"reports": 1000}, limit=1000)
    return [each.raw for each in claimed]


def about(report: bytes) -> list[Any]:
    """Return the blocks of fields of a report (RFC 3464), as the standard library reads them."""
    message = stdlib_email.message_from_bytes(report, policy=policy.default)
    assert message["To"] == SENDER
    assert message["Subject"] == "Your message is delayed"
    status = list(message.iter_parts())[1]
    return list(status.get_payload())


async def test_the_sender_is_told_once_of_all_who_wait(desk: Desk) -> None:
    people = ("ann@b.test", "bob@b.test", "cid@b.test")
    message = email(*(delivery(each) for each in people), at=desk.clock.now)
    await desk.spool.accept(message)
    later = desk.clock.now + timedelta(days=1)
    for claimed in await desk.claim():
        is_busy = claimed.recipients[0].address != "cid@b.test"
        state, reply = (State.DEFERRED, BUSY) if is_busy else (State.DELIVERED, "250 ok")
        await desk.spool.settle(outcome(claimed, state, reply, status="4.3.2", next_at=later))
    telling = reporter(desk)
    desk.clock.advance(hours=3.99)
    assert not await telling.report()
    desk.clock.advance(hours=0.02)
    assert await telling.report()
    desk.clock.advance(hours=8)
    assert not await telling.report()
    (report,) = await reports(desk)
    first, *recipients = about(report)
    assert first["X-Optwarden-Queue-ID"] == message.queue_id
    assert [each["Final-Recipient"] for each in recipients] == [
        "rfc822; ann@b.test", "rfc822; bob@b.test",
    ]  # fmt: skip
    until = stdlib_email.utils.format_datetime(message.expires_at)
    for each in recipients:
        assert each.items()[1:] == [
            ("Action", "delayed"), ("Status", "4.3.2"), ("Diagnostic-Code", f"smtp; {BUSY}"),
            ("Will-Retry-Until", until),
        ]  # fmt: skip
    words = " ".join(report.decode().split())
    assert f"The last answer was: {BUSY}" in words
    assert f"It is tried again until {until}. You need not send it again" in words
    assert b"Hello." not in report


async def test_programs_of_others_read_a_delay_and_no_failure(desk: Desk) -> None:
    await waiting(desk, receipt(delivery("ann@b.test"), at=desk.clock.now))
    desk.clock.advance(hours=5)
    await reporter(desk).report()
    (report,) = await reports(desk)
    temporary, permanent = all_failures(stdlib_email.message_from_bytes(report))
    assert (set(temporary), set(permanent)) == ({b"ann@b.test"}, set())


async def test_it_is_recorded_for_each_recipient(desk: Desk) -> None:
    message = await waiting(desk, receipt(delivery("ann@b.test"), at=desk.clock.now))
    desk.clock.advance(hours=5)
    await reporter(desk).report()
    line = (await desk.spool.trace(queue_id=message.queue_id))[-1]
    assert (line.kind, line.at, line.facts["attempt"]) == ("delayed", desk.clock.now, 1)
    assert line.detail == {"address": "ann@b.test"}
    assert await desk.state(message) is State.DEFERRED


async def test_what_nobody_tried_yet_is_delayed_too(desk: Desk) -> None:
    """Where the route rests, a message waits without an attempt."""
    await desk.spool.accept(receipt(delivery("ann@b.test"), at=desk.clock.now))
    desk.clock.advance(hours=5)
    await reporter(desk).report()
    (report,) = await reports(desk)
    (_, ann) = about(report)
    assert (ann["Action"], ann["Status"], ann["Diagnostic-Code"]) == ("delayed", "4.0.0", None)
    assert b"It could not be handed over so far." in report


async def test_what_is_being_tried_just_then_is_delayed(desk: Desk) -> None:
    message = await waiting(desk, receipt(delivery("ann@b.test"), at=desk.clock.now))
    desk.clock.advance(hours=5)
    await desk.claim()
    assert await desk.state(message) is State.SENDING
    assert await reporter(desk).report()
    assert await desk.state(message) is State.SENDING


async def test_a_restart_tells_nobody_again(desk: Desk) -> None:
    await waiting(desk, receipt(delivery("ann@b.test"), at=desk.clock.now))
    desk.clock.advance(hours=5)
    assert await reporter(desk).report()
    desk.spool.close()
    again = spool_at(desk.folder, desk.clock)
    again.open()
    desk.clock.advance(hours=1)
    assert not await reporter(desk, spool=again).report()
    again.close()


async def test_a_clock_that_was_ahead_for_a_while_tells_nobody_twice(desk: Desk) -> None:
    await waiting(desk, receipt(delivery("ann@b.test"), at=desk.clock.now))
    telling = reporter(desk)
    desk.clock.advance(days=1)
    assert await telling.report()
    desk.clock.advance(days=-1)
    assert not await telling.report()
    await waiting(desk, receipt(delivery("bob@b.test"), at=desk.clock.advance(minutes=1)))
    desk.clock.advance(hours=5)
    assert await telling.report()
    desk.clock.advance(days=1)
    told = [about(each)[1]["Final-Recipient"] for each in await reports(desk)]
    assert sorted(told) == ["rfc822; ann@b.test", "rfc822; bob@b.test"]


async def test_what_comes_after_a_clock_was_put_back_is_told_of_in_its_time(desk: Desk) -> None:
    telling = reporter(desk)
    await waiting(desk, receipt(delivery("ann@b.test"), at=desk.clock.now))
    desk.clock.advance(hours=5)
    assert await telling.report()
    desk.clock.advance(days=-1)
    assert not await telling.report()
    await waiting(desk, receipt(delivery("bob@b.test"), at=desk.clock.now))
    desk.clock.advance(hours=5)
    assert await telling.report()
    (report,) = await reports(desk)
    assert about(report)[1]["Final-Recipient"] == "rfc822; bob@b.test"


async def test_what_was_looked_at_and_not_written_down_is_told_later(desk: Desk) -> None:
    await waiting(desk, receipt(delivery("ann@b.test"), at=desk.clock.now))
    desk.clock.advance(hours=5)
    look = await desk.spool.look_for_delays(desk.clock.now - timedelta(hours=4))
    assert look is not None
    assert await reporter(desk).report()
    assert len(await reports(desk)) == 1


@pytest.mark.parametrize(
    ("notify", "told"),
    [
        ("", True),
        ("DELAY", True),
        ("FAILURE,DELAY", True),
        ("FAILURE", False),
        ("SUCCESS,FAILURE", False),
        ("NEVER", False),
    ],
)
async def test_it_goes_by_what_the_submitter_asked_for(
    desk: Desk, notify: str, *, told: bool
) -> None:
    wishes = Wishes(
        envelope_id="QQ+2B1",
        by_address={"ann@b.test": Wish(notify=notify, original="rfc822;Ann@a.test")},
    )
    await waiting(desk, receipt(delivery("ann@b.test"), at=desk.clock.now, wishes=wishes))
    desk.clock.advance(hours=5)
    assert await reporter(desk).report() is told
    for report in await reports(desk):
        first, ann = about(report)
        assert first["Original-Envelope-Id"] == "QQ+1"
        assert ann["Original-Recipient"] == "rfc822;Ann@a.test"


async def test_of_several_those_are_named_of_whom_a_delay_is_to_be_told(desk: Desk) -> None:
    people = (delivery("ann@b.test"), delivery("bob@b.test"))
    wishes = Wishes(by_address={"bob@b.test": Wish(notify="FAILURE")})
    await waiting(desk, receipt(*people, at=desk.clock.now, wishes=wishes))
    desk.clock.advance(hours=5)
    await reporter(desk).report()
    (report,) = await reports(desk)
    assert [each["Final-Recipient"] for each in about(report)[1:]] == ["rfc822; ann@b.test"]


async def test_nobody_is_told_of_reports_texts_and_what_waits_for_a_person(desk: Desk) -> None:
    at = desk.clock.now
    await waiting(desk, receipt(at=at, reverse_path="", category="system"))
    await waiting(desk, text(at=at, expires_at=at + timedelta(days=2)))
    await waiting(desk, receipt(delivery(state=State.HELD), at=at))
    desk.clock.advance(hours=5)
    look = await desk.spool.look_for_delays(desk.clock.now - timedelta(hours=4))
    assert look is not None
    assert look.messages == ()
    assert not await reporter(desk).report()


async def test_nothing_is_told_where_that_is_turned_off(desk: Desk) -> None:
    await waiting(desk, receipt(at=desk.clock.now))
    desk.clock.advance(hours=5)
    assert not await reporter(desk, after_h=0).report()


async def test_a_backlog_is_told_of_to_its_end(desk: Desk) -> None:
    senders = [f"clerk{number}@example.com" for number in range(120)]
    for sender in senders:
        await desk.spool.accept(receipt(at=desk.clock.now, reverse_path=sender))
    desk.clock.advance(hours=5)
    telling = reporter(desk)
    while await telling.report():
        pass
    assert len(await reports(desk)) == len(senders)


def newsletters(desk: Desk, senders: Sequence[str], **changes: Any) -> list[NewMessage]:  # noqa: ANN401 - fields
    return [email(at=desk.clock.now, reverse_path=each, **changes) for each in senders]


async def test_a_campaign_of_many_messages_makes_ten_reports_an_hour(desk: Desk) -> None:
    verp = [f"bounce+{number}=b.test@example.com" for number in range(60)]
    for message in newsletters(desk, verp):
        await desk.spool.accept(message)
    desk.clock.advance(hours=5)
    telling = reporter(desk)
    for _ in range(5):
        await telling.report()
    assert len(await reports(desk)) == 10
    for message in newsletters(desk, verp[:1]):
        await desk.spool.accept(message)
    desk.clock.advance(hours=5)
    assert await telling.report()


async def test_whoever_asked_is_told_however_many_there_are(desk: Desk) -> None:
    wishes = Wishes(by_address={"bob@example.net": Wish(notify="DELAY")})
    for message in newsletters(desk, ["news@example.com"] * 25, wishes=wishes):
        await desk.spool.accept(message)
    desk.clock.advance(hours=5)
    await reporter(desk).report()
    assert len(await reports(desk)) == 25
