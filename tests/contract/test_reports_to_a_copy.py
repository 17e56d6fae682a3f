"""What a provider reports of what the original sent settles it in a restored copy, too."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from gateway.backup import back_up
from gateway.spool.attempts import Attempt, Known
from gateway.spool.model import State
from gateway.spool.receipts import Receipt, Report
from suppression.keys import phone_key
from tests.contract.copying import ROOM, opened, states
from tests.contract.running import now
from tests.contract.spool.make import outcome, text

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("attempt", [1, 2])
@pytest.mark.parametrize("report", [Report.UNDER_WAY, Report.ARRIVED])
async def test_a_report_of_what_the_original_sent_settles_the_text_that_the_copy_holds(
    tmp_path: Path, report: Report, attempt: int
) -> None:
    waiting = text(at=now())
    with opened(tmp_path / "data") as live:
        await live.spool.accept(waiting)
        back_up(tmp_path / "data", tmp_path / "copy", by="clerk", at=now())
    said = Receipt(
        queue_id=waiting.queue_id, route="texts", attempt=attempt, report=report, said="there"
    )
    with opened(tmp_path / "copy") as copy:
        for never in (0, 10**30):
            await copy.spool.take_receipt(replace(said, attempt=never))
        await copy.spool.take_receipt(replace(said, report=Report.FAILED, attempt=attempt + 1))
        await copy.spool.take_receipt(
            replace(said, report=Report.UNDER_WAY, attempt=attempt + 1)  # late
        )
        assert await states(copy, waiting.queue_id) == [State.HELD]
        await copy.spool.take_receipt(said)
        assert await states(copy, waiting.queue_id) == [State.DELIVERED]
        await copy.spool.release([waiting.queue_id], by="clerk", because="not in the log")
        assert await copy.spool.claim(ROOM, limit=9, lease_s=60) == ()


async def test_a_text_released_from_a_copy_is_told_apart_from_what_the_original_sent(
    tmp_path: Path,
) -> None:
    waiting = text(at=now())
    with opened(tmp_path / "data") as live:
        await live.spool.accept(waiting)
        back_up(tmp_path / "data", tmp_path / "copy", by="clerk", at=now())
    with opened(tmp_path / "copy") as copy:
        *_, line = await copy.spool.trace(queue_id=waiting.queue_id)
        assert (line.kind, line.facts["attempt"]) == ("held", 0)
        await copy.spool.release([waiting.queue_id], by="clerk", because="not in the log")
        (claimed,) = await copy.spool.claim(ROOM, limit=9, lease_s=60)
        assert claimed.attempt == 2
        await copy.spool.settle(outcome(claimed, State.DELIVERED))
        failed = Receipt(
            queue_id=waiting.queue_id, route="texts", attempt=1, report=Report.FAILED, said="no"
        )
        await copy.spool.take_receipt(failed)
        await copy.spool.take_receipt(replace(failed, route="other", attempt=2))
        assert await states(copy, waiting.queue_id) == [State.DELIVERED]


async def test_a_report_settles_what_the_original_sent_by_another_route(tmp_path: Path) -> None:
    waiting = text(at=now())
    with opened(tmp_path / "data") as live:
        await live.spool.accept(waiting)
        back_up(tmp_path / "data", tmp_path / "copy", by="clerk", at=now())
    said = Receipt(
        queue_id=waiting.queue_id, route="other", attempt=1, report=Report.UNDER_WAY, said="sent"
    )
    with opened(tmp_path / "copy") as copy:
        await copy.spool.take_receipt(said)
        assert await states(copy, waiting.queue_id) == [State.DELIVERED]
        await copy.spool.take_receipt(replace(said, report=Report.ARRIVED))
        line = (await copy.spool.trace(queue_id=waiting.queue_id))[-1]
        assert (line.kind, line.facts["route"]) == ("arrived", "other")


async def test_a_report_of_a_later_attempt_of_the_original_settles_what_was_under_way(
    tmp_path: Path,
) -> None:
    taken, since = text(at=now()), text(at=now())
    with opened(tmp_path / "data") as live:
        await live.spool.accept(taken)
        await live.spool.claim(ROOM, limit=9, lease_s=60)
        back_up(tmp_path / "data", tmp_path / "copy", by="clerk", at=now())
    with opened(tmp_path / "copy") as copy:
        await copy.spool.accept(since)
        (claimed,) = await copy.spool.claim(ROOM, limit=9, lease_s=60)
        await copy.spool.settle(outcome(claimed, State.UNKNOWN))
        for each in (taken, since):
            assert await states(copy, each.queue_id) == [State.UNKNOWN]
            said = Receipt(
                queue_id=each.queue_id,
                route="texts",
                attempt=2,
                report=Report.ARRIVED,
                said="there",
            )
            await copy.spool.take_receipt(said)
        assert await states(copy, taken.queue_id) == [State.DELIVERED]
        assert await states(copy, since.queue_id) == [State.UNKNOWN]  # no original made any


@pytest.mark.parametrize("route", ["texts", "other"])
async def test_a_text_that_a_copy_holds_is_known_by_its_words_where_a_provider_knows_no_queue_ids(
    tmp_path: Path, route: str
) -> None:
    waiting, alike = text("+19169668284", at=now()), text("+19169668285", at=now())
    with opened(tmp_path / "data") as live:
        for each in (waiting, alike, replace(alike, queue_id=text().queue_id)):
            await live.spool.accept(each)
        back_up(tmp_path / "data", tmp_path / "copy", by="clerk", at=now())
    known = Known(
        route=route, key=phone_key("+19169668284"), provider_id="17",
        words="Your appointment is at 3.", at=now(),
    )  # fmt: skip
    with opened(tmp_path / "copy") as copy:
        assert await copy.spool.attempt_of(replace(known, key=phone_key("+19169668285"))) is None
        assert await copy.spool.attempt_of(replace(known, words="Another.")) is None
        found = await copy.spool.attempt_of(known)
        assert found == Attempt(queue_id=waiting.queue_id, number=1)
        said = Receipt(
            queue_id=found.queue_id, route=route, attempt=found.number,
            report=Report.UNDER_WAY, said="Sent", provider_id="17",
        )  # fmt: skip
        await copy.spool.take_receipt(said)
        assert await states(copy, waiting.queue_id) == [State.DELIVERED]
        assert await copy.spool.attempt_of(replace(known, words="")) == found  # by its id now


async def test_a_copy_hears_of_an_attempt_of_its_own_that_the_original_counted_too(
    tmp_path: Path,
) -> None:
    waiting = text(at=now())
    with opened(tmp_path / "data") as live:
        await live.spool.accept(waiting)
        back_up(tmp_path / "data", tmp_path / "copy", by="clerk", at=now())
    said = Receipt(
        queue_id=waiting.queue_id, route="texts", attempt=2, report=Report.FAILED, said="no"
    )
    with opened(tmp_path / "copy") as copy:
        await copy.spool.take_receipt(said)  # of the original
        await copy.spool.release([waiting.queue_id], by="clerk", because="failed there")
        (claimed,) = await copy.spool.claim(ROOM, limit=9, lease_s=60)
        assert claimed.attempt == said.attempt
        await copy.spool.settle(outcome(claimed, State.UNKNOWN, "no answer"))
        await copy.spool.take_receipt(replace(said, report=Report.UNDER_WAY, said="sent"))
        assert await states(copy, waiting.queue_id) == [State.DELIVERED]
