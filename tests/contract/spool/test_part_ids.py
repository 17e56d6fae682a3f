"""Which text of ours an SMSC speaks of, however it writes an id, and what its parts add up to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gateway.spool.model import State
from gateway.spool.parts import PartOf
from tests.contract.spool.in_parts import (
    ANN,
    BOB,
    FAILED,
    UNDER_WAY,
    answered,
    ended,
    sending,
    sent,
    told,
)

if TYPE_CHECKING:
    from tests.contract.spool.make import Desk

_ALL_F = "f" * 64
_IN_TWO = "First. " * 20 + "Second of the two parts. " * 4


@pytest.mark.parametrize(
    ("said_first", "reported"),
    [
        ("a3f", "2623"),
        ("2623", "a3f"),
        ("9763", "2623"),
        ("0A3F", " 002623 "),
        ("0", "000"),
        (str(int(_ALL_F, 16)), _ALL_F),
        ("7" * 64 + "1", "7" * 64 + "2"),  # SMPP has 64 signs at most
    ],
)
async def test_an_id_is_known_whichever_way_it_is_written(
    desk: Desk, said_first: str, reported: str
) -> None:
    claimed = await sent(desk, said_first)
    part = await desk.spool.take_part_report(told(reported))
    assert part is not None
    assert part.provider_id == (said_first.lower().lstrip("0")[:64] or "0")
    assert await ended(desk, claimed) == (State.DELIVERED, "arrived")


@pytest.mark.parametrize("reported", ["7" * 63 + "8", "77", "a3g", "-2623", "0x2623"])
async def test_an_id_that_is_written_like_no_other_is_nobody_s(desk: Desk, reported: str) -> None:
    await sent(desk, "7" * 64, "2623")
    assert await desk.spool.find_part(told(reported)) is None


async def test_each_report_is_about_the_text_of_its_own_id(desk: Desk) -> None:
    of_ann, of_bob = await sent(desk, "1"), await sent(desk, "2", to=BOB)
    found = [
        await desk.spool.find_part(told(number, people=(person,)))
        for number, person in (("1", ANN), ("2", BOB))
    ]
    assert found == [
        PartOf(queue_id=each.queue_id, attempt=1, total=1, provider_id=number, person=person)
        for each, number, person in ((of_ann, "1", ANN), (of_bob, "2", BOB))
    ]


async def test_what_is_reported_of_a_text_says_nothing_of_the_next(desk: Desk) -> None:
    await sent(desk, "1")
    second = await sent(desk, "2", "3")
    await desk.spool.take_part_report(told("1", FAILED))
    await desk.spool.take_part_report(told("2"))
    await desk.spool.take_part_report(told("3"))
    assert await ended(desk, second) == (State.DELIVERED, "arrived")


async def test_a_part_is_over_once_its_end_was_reported_and_the_first_end_counts(
    desk: Desk,
) -> None:
    claimed = await sent(desk, "1", "2")
    for report, is_over in ((UNDER_WAY, False), (FAILED, True)):
        await desk.spool.take_part_report(told("1", report))
        part = await desk.spool.find_part(told("1"))
        assert part is not None
        assert part.is_over is is_over
    await desk.spool.take_part_report(told("1"))
    await desk.spool.take_part_report(told("2"))
    assert await ended(desk, claimed) == (State.FAILED, "failed")


async def test_a_text_has_not_arrived_while_a_part_of_it_is_under_way(desk: Desk) -> None:
    claimed = await sent(desk, "1", "2")
    await desk.spool.take_part_report(told("1"))
    await desk.spool.take_part_report(told("2", UNDER_WAY))
    assert await ended(desk, claimed) == (State.DELIVERED, "delivered")
    await desk.spool.take_part_report(told("2"))
    assert await ended(desk, claimed) == (State.DELIVERED, "arrived")


async def test_what_was_reported_of_an_attempt_says_nothing_of_the_next(desk: Desk) -> None:
    first = await sent(desk, "1", state=State.UNKNOWN, parts=2)
    await desk.spool.take_part_report(told("1"))
    assert (await ended(desk, first))[0] is State.UNKNOWN  # of the other part nothing is known
    await desk.spool.retry([first.queue_id], by="ann", because="it did not come")
    (second,) = await desk.claim()
    await answered(desk, second, "1")  # the SMSC gives the id once more
    assert await ended(desk, second) == (State.DELIVERED, "delivered")
    await desk.spool.take_part_report(told("1"))
    assert await ended(desk, second) == (State.DELIVERED, "arrived")


async def test_a_report_before_the_answer_to_a_second_attempt_counts_for_that(desk: Desk) -> None:
    first = await sent(desk, "1", state=State.UNKNOWN, parts=2)
    await desk.spool.take_part_report(told("1", UNDER_WAY))
    await desk.spool.retry([first.queue_id], by="ann", because="it did not come")
    (second,) = await desk.claim()
    about = PartOf(queue_id=second.queue_id, attempt=2, total=1, provider_id="1", person=ANN)
    await desk.spool.take_part_report(told("1", FAILED, about=about))
    await answered(desk, second, "1")
    assert await ended(desk, second) == (State.FAILED, "failed")


async def test_all_parts_reported_before_their_answer_are_the_text_that_arrived(
    desk: Desk,
) -> None:
    claimed = await sending(desk)
    for number in ("1", "2"):
        about = PartOf(
            queue_id=claimed.queue_id, attempt=1, total=2, provider_id=number, person=ANN
        )
        await desk.spool.take_part_report(told(number, about=about))
    await answered(desk, claimed, "1", "2")
    assert await ended(desk, claimed) == (State.DELIVERED, "arrived")


async def test_the_text_of_unknown_outcome_is_named_whole_and_keeps_what_was_said(
    desk: Desk,
) -> None:
    claimed = await sent(desk, state=State.UNKNOWN)
    report = told("07A", begins="Your")
    part = PartOf(queue_id=claimed.queue_id, attempt=1, total=1, provider_id="7a", person=ANN)
    assert await desk.spool.find_part(report) == part
    assert await desk.spool.take_part_report(report) == part
    view = await desk.spool.message(claimed.queue_id)
    assert view is not None
    (delivery,) = view.deliveries
    assert (delivery.next_hop_id, delivery.last_reply, delivery.report) == (
        "7a", "arrived (said)", "arrived",
    )  # fmt: skip
    again = await desk.spool.find_part(report)
    assert again is not None
    assert again.is_over


async def test_no_more_is_compared_of_an_unknown_text_than_reports_say_of_it(desk: Desk) -> None:
    await sent(desk, state=State.UNKNOWN)
    said = "Your appointment is "  # as much as SMPP has, appendix B
    assert await desk.spool.find_part(told("7", begins=f"{said}by fax")) is not None
    assert await desk.spool.find_part(told("7", begins=f"{said[:-3]}by fax")) is None


async def test_a_part_by_its_id_and_one_by_its_words_are_the_whole_text(desk: Desk) -> None:
    claimed = await sent(desk, "1", state=State.UNKNOWN, parts=2, raw=_IN_TWO.encode())
    await desk.spool.take_part_report(told("1"))
    assert (await ended(desk, claimed))[0] is State.UNKNOWN
    await desk.spool.take_part_report(told("8", begins=" two parts. Second o"))
    assert (await ended(desk, claimed))[0] is State.DELIVERED


async def test_signs_that_an_smsc_leaves_out_are_not_compared_and_are_no_letters(
    desk: Desk,
) -> None:
    claimed = await sent(desk, state=State.UNKNOWN, raw=b"Hi! Re-book your visit.")
    assert await desk.spool.take_part_report(told("7", begins="Hi! ...")) is None
    assert await desk.spool.take_part_report(told("7", begins="Hi Rebook your")) is not None
    assert (await ended(desk, claimed))[0] is State.DELIVERED
