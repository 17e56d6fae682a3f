"""The path of an email on the real stores: what is promised of it from submission to claim."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import pytest

from filters.decision import Effect
from filters.plan import NO_PLAN
from gateway.disk import Disk
from gateway.errors import MalformedMessage, StoreFull
from gateway.spool.model import State
from tests.contract.submitting import submitting
from tests.make import ANN, BOB, message
from tests.make_gateway import ADDRESS, submitter

if TYPE_CHECKING:
    from tests.contract.spool.make import Desk
    from tests.contract.submitting import Submitting

NEWS = message("Our autumn collection is here.\r\n", subject="News")
OUTLET = NEWS.replace(b"news@example.com", b"news@outlet.example")


async def test_commercial_mail_leaves_with_address_and_working_opt_out(gate: Submitting) -> None:
    acceptance = await gate.email(NEWS, ANN, BOB)
    assert (acceptance.effect, acceptance.changed, acceptance.replayed) == (
        Effect.PASS,
        True,
        False,
    )
    copies = await gate.leaving()
    assert set(copies) == {ANN, BOB}
    for copy in copies.values():
        assert ADDRESS.encode() in copy
        assert copy.count(b"List-Unsubscribe: <https://mail.example.com/u/") == 1
        assert copy.count(b"List-Unsubscribe-Post: List-Unsubscribe=One-Click") == 1
        assert b"Our autumn collection is here." in copy


async def test_a_message_that_takes_long_to_judge_keeps_nobody_waiting(gate: Submitting) -> None:
    part = '--b\r\nContent-Type: text/html\r\n\r\n<p style="color:#333">order shipped</p>\r\n'
    raw = message(f"{part * 900}--b--\r\n", content_type="multipart/mixed; boundary=b")
    waits: list[float] = []

    async def tick() -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.001)
            waits.append(time.perf_counter() - before)

    async with asyncio.TaskGroup() as group:
        ticking = group.create_task(tick())
        await gate.email(raw)
        ticking.cancel()
    assert max(waits) < sum(waits) / 3


async def test_a_message_is_on_disk_as_it_was_submitted_before_anybody_is_told(
    gate: Submitting,
) -> None:
    acceptance = await gate.email(NEWS)
    gate.desk.spool.close()
    gate.desk.spool.open()
    assert await gate.desk.spool.content(acceptance.queue_id) == NEWS
    assert len(gate.wakes) == 1


async def test_when_all_are_refused_nothing_is_sent_and_no_report_either(gate: Submitting) -> None:
    await gate.opts_out(ANN)
    acceptance = await gate.email(NEWS)
    assert acceptance.effect is Effect.REFUSE
    assert acceptance.plan == NO_PLAN
    assert await gate.leaving() == {}
    assert await gate.verdicts() == {ANN: "refused"}
    assert await gate.desk.spool.content(acceptance.queue_id) is None


async def test_when_some_are_refused_the_sender_is_told_by_one_report(gate: Submitting) -> None:
    await gate.opts_out(ANN)
    acceptance = await gate.email(NEWS, ANN, BOB)
    assert acceptance.effect is Effect.PASS
    assert [r.effect for r in acceptance.rulings] == [Effect.REFUSE, Effect.PASS]
    copies = await gate.leaving()
    assert set(copies) == {BOB, "bounces@example.com"}
    report = copies["bounces@example.com"].decode()
    finding = acceptance.rulings[0].findings[0]
    assert f"Diagnostic-Code: x-optwarden; SUPPRESSED_OPTOUT {finding.reason}" in report
    assert f"Final-Recipient: rfc822; {ANN}" in report
    assert acceptance.queue_id in report
    assert BOB not in report.partition("Content-Type: text/rfc822-headers")[0]


async def test_no_report_goes_to_the_null_reverse_path(gate: Submitting) -> None:
    await gate.opts_out(ANN)
    await gate.email(NEWS, ANN, BOB, reverse_path="")
    assert len(await gate.stored()) == 1


async def test_no_report_is_mailed_when_the_edge_answers_each_itself(gate: Submitting) -> None:
    await gate.opts_out(ANN)
    acceptance = await gate.email(NEWS, ANN, BOB, answers_each=True)
    assert [r.effect for r in acceptance.rulings] == [Effect.REFUSE, Effect.PASS]
    assert len(await gate.stored()) == 1


async def test_a_person_named_twice_gets_one_copy(gate: Submitting) -> None:
    acceptance = await gate.email(NEWS, "Ann@Example.Net", ANN, "ann@EXAMPLE.net")
    assert len(acceptance.rulings) == 1
    assert list(await gate.leaving()) == ["Ann@Example.Net"]


async def test_a_message_that_goes_round_is_refused_by_name(gate: Submitting) -> None:
    hop = b"Received: from a by b; Mon, 2 Mar 2026 12:00:00 +0000\r\n"
    with pytest.raises(MalformedMessage) as caught:
        await gate.email(hop * 51 + NEWS)
    assert caught.value.code == "SMTP_LOOP"
    assert await gate.leaving() == {}


async def test_a_stream_that_is_no_slug_is_refused(gate: Submitting) -> None:
    with pytest.raises(MalformedMessage, match="not a slug"):
        await gate.email(message(x_optwarden_stream="Our News!"))
    assert await gate.leaving() == {}


TWO_SUBJECTS = NEWS.replace(b"Subject: News", b"Subject: News\r\nSubject: Notes")


async def test_a_message_that_cannot_be_read_is_recorded_as_refused(gate: Submitting) -> None:
    with pytest.raises(MalformedMessage):
        await gate.email(TWO_SUBJECTS, ANN, "Ann@Example.Net", BOB, "no address")
    (record,) = await gate.stored()
    assert [(each.address, each.state) for each in record.deliveries] == [
        (ANN, State.REFUSED),
        (BOB, State.REFUSED),
    ]
    assert (record.subject, record.category, record.size_bytes) == ("", "", len(TWO_SUBJECTS))
    traced = await gate.desk.spool.trace(queue_id=record.queue_id)
    assert [(line.kind, line.facts["codes"]) for line in traced] == [
        ("refused", ["MIME_MALFORMED"])
    ] * 2
    assert await gate.desk.spool.content(record.queue_id) is None
    assert await gate.leaving() == {}


async def test_a_message_to_nobody_that_cannot_be_read_leaves_no_record(gate: Submitting) -> None:
    with pytest.raises(MalformedMessage):
        await gate.email(TWO_SUBJECTS, "no address")
    assert await gate.stored() == ()


async def test_what_cannot_be_read_nor_be_recorded_comes_again(desk: Desk) -> None:
    full = submitting(desk, disk=Disk(desk.folder, reserve=lambda _: 1 << 60))
    with pytest.raises(StoreFull):
        await full.email(TWO_SUBJECTS)


async def test_a_submitter_cannot_send_as_somebody_else(gate: Submitting) -> None:
    acceptance = await gate.email(OUTLET, submitter=submitter(senders=("example",)))
    assert acceptance.effect is Effect.REFUSE
    assert acceptance.rulings[0].findings[0].code == "EMAIL_FROM_NOT_AUTHORIZED"
