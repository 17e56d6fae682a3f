"""What was accepted is stored, once, with the decision about it."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from filters.decision import Effect
from gateway.errors import IdempotencyConflict, StoreUnavailable
from gateway.queue_id import decode, encode
from gateway.spool.model import SpoolQuery, State
from gateway.spool.sent import SentText
from gateway.submission import NOT_RETRIED, Retried
from tests.contract.spool.make import (
    NOON,
    delivery,
    email,
    objection,
    receipt,
    spool_at,
    text,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.contract.spool.make import Desk

SENT = SentText(region="US", segments=2, is_reply=False)
ONCE = Retried(key="order-7", digest=b"a")


async def test_a_message_is_stored_with_all_its_deliveries(desk: Desk) -> None:
    message = email(
        delivery("ann@example.net"),
        delivery("bob@example.net", state=State.HELD, findings=(objection(effect=Effect.HOLD),)),
        delivery("cyd@example.net", state=State.REFUSED, findings=(objection(),)),
    )
    stored = await desk.spool.accept(message)
    assert (stored.queue_id, stored.replayed, stored.changed) == (message.queue_id, False, True)
    view = await desk.spool.message(message.queue_id)
    assert view is not None
    assert [(d.address, d.state, d.verdict) for d in view.deliveries] == [
        ("ann@example.net", State.QUEUED, "changed"),
        ("bob@example.net", State.HELD, "held"),
        ("cyd@example.net", State.REFUSED, "refused"),
    ]
    assert {each.would for each in view.deliveries} == {""}  # nothing was waived
    assert view.deliveries[2].findings[0]["code"] == "SUPPRESSED_OPTOUT"
    assert await desk.spool.content(message.queue_id) == message.raw


async def test_what_is_refused_to_everybody_keeps_its_digest_and_not_its_bytes(desk: Desk) -> None:
    message = email(delivery(state=State.REFUSED, findings=(objection(),)))
    await desk.spool.accept(message)
    assert await desk.spool.content(message.queue_id) is None
    view = await desk.spool.message(message.queue_id)
    assert view is not None
    assert view.size_bytes == len(message.raw)
    (line,) = await desk.spool.trace(queue_id=message.queue_id)
    assert line.kind == "refused"
    assert line.facts["sha256"] == hashlib.sha256(message.raw).hexdigest()
    assert line.facts["codes"] == ["SUPPRESSED_OPTOUT"]


async def test_the_record_says_what_was_decided_about_which_bytes_and_why(desk: Desk) -> None:
    message = email(delivery(state=State.HELD, findings=(objection(effect=Effect.HOLD),)))
    await desk.spool.accept(message)
    (line,) = await desk.spool.trace(queue_id=message.queue_id)
    assert line.kind == "held"
    assert {**line.facts, "person": ""} == {
        "person": "",
        "channel": "email",
        "submitter": "shop",
        "protocol": "ESMTP",
        "identity": "example",
        "category": "commercial",
        "stream": "news",
        "codes": ["SUPPRESSED_OPTOUT"],
        "fixes": ["F_LIST_UNSUBSCRIBE"],
        "sha256": hashlib.sha256(message.raw).hexdigest(),
        "size": len(message.raw),
        "route": "out",
    }


async def test_the_record_of_what_is_observed_says_what_would_have_been_done(desk: Desk) -> None:
    waived = delivery()
    ruling = replace(waived.ruling, waived=(objection("SMS_PROMOTIONAL_BLOCKED"),))
    message = receipt(replace(waived, ruling=ruling), is_observed=True, would_fix=("F_FOOTER",))
    await desk.spool.accept(message)
    (line,) = await desk.spool.trace(queue_id=message.queue_id)
    assert line.facts["would"] == "refused"
    assert line.facts["waived"] == ["SMS_PROMOTIONAL_BLOCKED"]
    assert line.facts["would_fix"] == ["F_FOOTER"]
    view = await desk.spool.message(message.queue_id)
    assert view is not None
    assert (view.is_observed, view.would_fix, view.fixes) == (True, ("F_FOOTER",), ())
    assert view.deliveries[0].would == "refused"
    assert [each["code"] for each in view.deliveries[0].waived] == ["SMS_PROMOTIONAL_BLOCKED"]


async def test_who_is_only_told_to_come_again_is_recorded_as_that(desk: Desk) -> None:
    given = delivery(state=State.REFUSED, findings=(objection("DISK_FULL", Effect.DEFER),))
    message = email(replace(given, ruling=replace(given.ruling, effect=Effect.DEFER)))
    await desk.spool.accept(message)
    assert await desk.kinds(message) == ["deferred"]


async def test_the_record_of_a_text_says_how_many_segments_it_was_sent_in(desk: Desk) -> None:
    messages = [text(sent=SENT), text()]
    for message in messages:
        await desk.spool.accept(message)
    with_count, without = [
        (await desk.spool.trace(queue_id=each.queue_id))[0].facts for each in messages
    ]
    assert with_count["segments"] == SENT.segments
    assert "segments" not in without


async def test_the_ledger_names_nobody_and_its_detail_does(desk: Desk) -> None:
    message = email()
    await desk.spool.accept(message)
    (line,) = await desk.spool.trace(queue_id=message.queue_id)
    assert "bob" not in str(line.facts)
    assert line.facts["person"].startswith("hmac:")  # type: ignore[attr-defined]
    assert line.detail == {"address": "bob@example.net", "subject": "Hello"}


async def test_what_stood_in_a_replaced_list_unsubscribe_is_kept_beside_the_ledger(
    desk: Desk,
) -> None:
    found = replace(
        objection("W_UNSUBSCRIBE_REPLACED", Effect.PASS),
        evidence=("<https://elsewhere.example/u?to=bob>",),
    )
    message = email(delivery(findings=(objection("W_DKIM_MISSING", Effect.PASS), found)))
    await desk.spool.accept(message)
    (line,) = await desk.spool.trace(queue_id=message.queue_id)
    assert line.detail["list_unsubscribe"] == ["<https://elsewhere.example/u?to=bob>"]
    assert "elsewhere" not in str(line.facts)


async def test_reports_are_stored_with_the_message_they_are_about(desk: Desk) -> None:
    report = receipt(delivery("shop@example.com"), reverse_path="", category="system")
    message = email()
    await desk.spool.accept(message, more=[report])
    assert await desk.state(report) is State.QUEUED


async def test_a_message_and_its_reports_are_stored_together_or_not_at_all(desk: Desk) -> None:
    taken = email()
    await desk.spool.accept(taken)
    message = email()
    with pytest.raises(StoreUnavailable):
        await desk.spool.accept(message, more=[replace(email(), queue_id=taken.queue_id)])
    assert await desk.spool.message(message.queue_id) is None
    assert await desk.spool.trace(queue_id=message.queue_id) == ()


async def test_a_repeated_request_gets_the_stored_answer(desk: Desk) -> None:
    first = text(not_before=NOON + timedelta(hours=9))
    assert await desk.spool.replay("shop", ONCE) is None
    answer = await desk.spool.accept(first, retried=ONCE)
    again = await desk.spool.accept(text(), retried=ONCE)
    assert again == replace(answer, replayed=True)
    assert await desk.spool.replay("shop", ONCE) == again
    assert len(await desk.spool.messages(SpoolQuery())) == 1


async def test_a_repeated_request_gets_the_same_rulings_whatever_came_later(desk: Desk) -> None:
    findings = (objection("SMS_PROMOTIONAL_BLOCKED", Effect.HOLD),)
    held = receipt(delivery(state=State.HELD, findings=findings))
    answer = await desk.spool.accept(held, retried=ONCE)
    await desk.spool.release([held.queue_id], by="ann", because="fine")
    for _ in range(4):
        await desk.claim()
        desk.clock.advance(minutes=2)
    assert await desk.state(held) is State.HELD
    again = await desk.spool.accept(receipt(), retried=ONCE)
    assert again.rulings == answer.rulings


async def test_each_repeated_request_gets_the_answer_of_its_own(desk: Desk) -> None:
    other = Retried(key="order-8", digest=b"a")
    first = await desk.spool.accept(receipt(), retried=ONCE)
    second = await desk.spool.accept(email(delivery("ann@example.net")), retried=other)
    assert await desk.spool.replay("shop", ONCE) == replace(first, replayed=True)
    assert await desk.spool.replay("shop", other) == replace(second, replayed=True)
    assert await desk.spool.replay("pharmacy", other) is None


async def test_a_request_that_an_older_version_answered_is_repeated_as_well(desk: Desk) -> None:
    first = await desk.spool.accept(text(), retried=ONCE)
    await desk.spool._database.write(
        lambda each: each.execute("UPDATE requests SET key = ?", (ONCE.key,))
    )
    again = replace(first, replayed=True)
    assert await desk.spool.replay("shop", ONCE) == again
    assert await desk.spool.accept(text(), retried=ONCE) == again


async def test_a_key_used_for_another_request_is_a_conflict(desk: Desk) -> None:
    await desk.spool.accept(text(), retried=ONCE)
    with pytest.raises(IdempotencyConflict):
        await desk.spool.accept(text(), retried=Retried(key="order-7", digest=b"b"))
    with pytest.raises(IdempotencyConflict):
        await desk.spool.replay("shop", Retried(key="order-7", digest=b"b"))
    assert len(await desk.spool.messages(SpoolQuery())) == 1


async def test_the_same_key_of_another_submitter_is_another_request(desk: Desk) -> None:
    await desk.spool.accept(text(), retried=ONCE)
    stored = await desk.spool.accept(text(submitter="crm"), retried=ONCE)
    assert not stored.replayed


async def test_requests_without_a_key_are_never_taken_for_repeated(desk: Desk) -> None:
    await desk.spool.accept(text())
    assert not (await desk.spool.accept(text())).replayed
    assert await desk.spool.replay("shop", NOT_RETRIED) is None


async def test_fifty_equal_requests_at_once_are_stored_once(desk: Desk) -> None:
    answers = await asyncio.gather(*(desk.spool.accept(text(), retried=ONCE) for _ in range(50)))
    assert len({answer.queue_id for answer in answers}) == 1
    assert [answer.replayed for answer in answers].count(False) == 1
    assert len(await desk.spool.messages(SpoolQuery())) == 1
    assert len(await desk.claim()) == 1


async def test_a_request_is_recognised_for_a_day_and_more(desk: Desk) -> None:
    await desk.spool.accept(text(), retried=ONCE)
    weeks = timedelta(weeks=4)
    now = desk.clock.advance(hours=47, minutes=59)
    await desk.spool.retire(now, email_body=weeks, sms_text=weeks)
    assert (await desk.spool.accept(text(), retried=ONCE)).replayed
    now = desk.clock.advance(minutes=1)
    await desk.spool.retire(now, email_body=weeks, sms_text=weeks)
    assert not (await desk.spool.accept(text(), retried=ONCE)).replayed


async def test_a_caller_that_goes_away_does_not_stop_the_commit(desk: Desk) -> None:
    message = email()
    task = asyncio.ensure_future(desk.spool.accept(message))  # noqa: TID251 - cancelled below
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await desk.spool.accept(email())
    assert await desk.state(message) is State.QUEUED


async def test_what_is_no_queue_id_names_no_message(desk: Desk) -> None:
    for queue_id in ("", "x", "0123456789ilo", encode((1 << 65) - 1), encode(1 << 63), "0" * 13):
        assert await desk.spool.message(queue_id) is None
        assert await desk.spool.content(queue_id) is None
        assert await desk.spool.cancel([queue_id], by="ann", because="") == frozenset()


def test_a_queue_id_is_the_number_of_its_row() -> None:
    queue_id = email().queue_id
    assert encode(decode(queue_id)) == queue_id


async def test_a_spool_that_is_not_open_is_unavailable(tmp_path: Path) -> None:
    spool = spool_at(tmp_path)
    with pytest.raises(StoreUnavailable):
        await spool.accept(email())
    with pytest.raises(StoreUnavailable):
        await spool.message(email().queue_id)
