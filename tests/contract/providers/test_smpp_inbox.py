"""What an SMSC delivers is heard once, and as old as it is, whatever fails meanwhile."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from gateway.errors import StoreUnavailable
from gateway.providers.smpp import statuses
from gateway.providers.smpp.delivered import Notice
from gateway.spool.model import Settlement, State
from gateway.spool.parts import PartOf
from gateway.spool.receipts import Report
from suppression.keys import phone_key
from tests.contract.providers.hearing import ANN, OURS, Hearing, part
from tests.contract.spool.make import NOON, text

if TYPE_CHECKING:
    from gateway.spool.parts import PartReport


async def test_a_start_that_could_not_be_taken_does_not_undo_the_stop_after_it(
    hearing: Hearing,
) -> None:
    hearing.is_down = True
    assert await hearing.hear("START") == statuses.TRY_AGAIN
    hearing.is_down = False
    hearing.desk.clock.advance(minutes=1)
    await hearing.hear("STOP")
    hearing.desk.clock.advance(minutes=1)
    await hearing.hear("START")  # over the same link
    hearing.desk.clock.advance(minutes=1)
    await hearing.hear("START")  # and now it is meant
    assert hearing.heard == [("STOP", 1), ("START", 0), ("START", 3)]


async def test_a_start_that_came_again_over_the_next_link_and_failed_there_is_as_old_as_ever(
    hearing: Hearing,
) -> None:
    await hearing.hear("START")
    hearing.inbox.bound()
    hearing.desk.clock.advance(minutes=1)
    hearing.is_down = True
    await hearing.hear("START")
    hearing.is_down = False
    hearing.desk.clock.advance(minutes=1)
    await hearing.hear("START")
    assert hearing.heard == [("START", 0), ("START", 0)]


async def test_a_start_for_which_there_was_no_room_does_not_undo_the_stop_after_it(
    hearing: Hearing,
) -> None:
    for words in ("START", "STOP", "START"):
        if hearing.desk.clock() == NOON:
            hearing.inbox.put_off(part(words))
        else:
            await hearing.hear(words)
        hearing.desk.clock.advance(minutes=1)
    assert hearing.heard == [("STOP", 1), ("START", 0)]


async def test_what_was_put_off_long_ago_is_said_anew(hearing: Hearing) -> None:
    hearing.inbox.put_off(part("START"))
    hearing.desk.clock.advance(minutes=11)
    await hearing.hear("START")
    assert hearing.heard == [("START", 11)]


async def test_whoever_means_it_texts_start_once_more(hearing: Hearing) -> None:
    await hearing.hear("START")
    hearing.desk.clock.advance(minutes=1)
    await hearing.hear("STOP")
    hearing.inbox.bound()
    for _ in range(3):
        hearing.desk.clock.advance(minutes=1)
        await hearing.hear("START")
    assert hearing.heard == [("START", 0), ("STOP", 1), ("START", 0), ("START", 3), ("START", 4)]


async def test_what_was_taken_after_all_is_written_once_it_can_be(
    hearing: Hearing, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool = hearing.desk.spool
    await spool.accept(text(ANN, at=NOON))
    (claimed,) = await hearing.desk.claim()
    unknown = Settlement(
        delivery_id=claimed.delivery_ids[0], state=State.UNKNOWN, reply="", attempt=1
    )
    await spool.settle([unknown])
    taking, fails = spool.take_part_report, [True]

    async def take(told: PartReport) -> PartOf | None:
        if fails:
            fails.clear()
            raise StoreUnavailable("full")
        return await taking(told)

    monkeypatch.setattr(spool, "take_part_report", take)
    hearing.flights.late.put_nowait(
        PartOf(
            queue_id=claimed.queue_id, attempt=1, total=1, provider_id="7", person=phone_key(ANN)
        )
    )
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        keeping = group.create_task(hearing.inbox.keep_late())
        while True:
            view = await spool.message(claimed.queue_id)
            assert view is not None
            if view.deliveries[0].state is State.DELIVERED:
                break
            await asyncio.sleep(0.01)
        keeping.cancel()


@pytest.mark.parametrize(("error", "is_proof"), [("0ab", True), ("0AB", True), ("", False)])
async def test_an_error_means_an_opt_out_however_it_is_written(
    hearing: Hearing, error: str, is_proof: bool
) -> None:
    spool = hearing.desk.spool
    await spool.accept(text(ANN, at=NOON))
    (claimed,) = await hearing.desk.claim()
    to = PartOf(
        queue_id=claimed.queue_id, attempt=1, total=1, provider_id="7", person=phone_key(ANN)
    )
    hearing.flights.answered(to)
    notice = Notice(
        provider_id="7", report=Report.FAILED, said="failed", error=error, begins="",
        addresses=(ANN, OURS),
    )  # fmt: skip
    assert await hearing.inbox.note(notice) == statuses.OK
    assert [new.key for new, _ in hearing.people.told] == [ANN] * is_proof
