"""Texts to us that come in parts, or twice: what waits, what is whole, and how old it is."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from gateway.spool.hearing import Heard, Kept, Whole
from tests.contract.spool.make import NOON, Desk

if TYPE_CHECKING:
    from collections.abc import Sequence

ANN, OURS = "+12025550143", "+12025550100"
WHOLE = Whole(route="texts", sender=ANN, to=OURS, reference=7, total=3)
KEPT = timedelta(hours=72)
OTHERS: tuple[dict[str, Any], ...] = (
    {"route": "other"}, {"sender": "+12025550144"}, {"to": "+12025550199"}, {"reference": 8},
    {"total": 4},
)  # fmt: skip
"""What tells another text from `WHOLE`."""


async def kept(
    desk: Desk, part: int, words: str = "STOP", whole: Whole = WHOLE, at: datetime | None = None
) -> Kept:
    return await desk.spool.keep_heard(whole, part, words, at=at or desk.clock())


async def waiting(desk: Desk, route: str = "texts") -> Sequence[Heard]:
    return await desk.spool.overdue(route, before=desk.clock() + timedelta(days=90))


async def test_a_text_is_whole_with_its_last_part_and_in_the_order_of_its_numbers(
    desk: Desk,
) -> None:
    assert await kept(desk, 3, "C") == Kept()
    desk.clock.advance(minutes=1)
    assert await kept(desk, 1, "A", at=NOON - timedelta(minutes=1)) == Kept()
    assert await kept(desk, 1, "A") == Kept()  # it comes once more
    assert (await kept(desk, 2, "B \ud83d")).complete == Heard(
        whole=WHOLE, numbers=(1, 2, 3), parts=("A", "B \ud83d", "C"),
        at=NOON - timedelta(minutes=1),
    )  # fmt: skip


@pytest.mark.parametrize("other", OTHERS, ids=str)
async def test_parts_of_another_text_do_not_complete_it(desk: Desk, other: dict[str, Any]) -> None:
    another = replace(WHOLE, **other)
    await kept(desk, 1, "A")
    await kept(desk, 2, "B")
    for number in (1, 3):
        assert await kept(desk, number, "X", another) == Kept()
    assert (await kept(desk, 3, "C")).complete == Heard(
        whole=WHOLE, numbers=(1, 2, 3), parts=("A", "B", "C"), at=NOON
    )


@pytest.mark.parametrize("other", OTHERS, ids=str)
async def test_what_is_forgotten_takes_no_other_text_and_no_other_part_with_it(
    desk: Desk, other: dict[str, Any]
) -> None:
    another = replace(WHOLE, **other)
    for number in (1, 2):
        await kept(desk, number, "A")
        await kept(desk, number, "X", another)
    await desk.spool.forget_heard(WHOLE, [1, 3])
    found = {each.whole: each.numbers for each in await desk.spool.left_over(())}
    assert found == {WHOLE: (2,), another: (1, 2)}


async def test_a_number_with_other_words_is_a_text_after_the_one_that_waits(desk: Desk) -> None:
    await kept(desk, 1, "A")
    await kept(desk, 2, "B")
    before = (await kept(desk, 2, "Other")).before
    assert before == Heard(whole=WHOLE, numbers=(1, 2), parts=("A", "B"), at=NOON)
    await desk.spool.forget_heard(WHOLE, before.numbers)
    assert await kept(desk, 2, "Other") == Kept()
    (left,) = await waiting(desk)
    assert (left.numbers, left.parts) == ((2,), ("Other",))


async def test_texts_are_overdue_by_the_first_of_their_parts_and_given_with_all_that_came(
    desk: Desk,
) -> None:
    late, other = replace(WHOLE, reference=8), replace(WHOLE, route="other")
    await kept(desk, 1, "A")
    await kept(desk, 1, "X", other)
    desk.clock.advance(minutes=1)
    await kept(desk, 3, "C")
    await kept(desk, 2, "L", late)
    assert await desk.spool.overdue("texts", before=NOON - timedelta(seconds=1)) == []
    (found,) = await desk.spool.overdue("texts", before=NOON)
    assert found == Heard(whole=WHOLE, numbers=(1, 3), parts=("A", "C"), at=NOON)
    assert {each.whole for each in await waiting(desk)} == {WHOLE, late}


async def test_of_many_that_are_overdue_the_oldest_are_given_first(desk: Desk) -> None:
    many = 210
    wholes = [replace(WHOLE, sender=f"+1202555{number:04}", reference=0) for number in range(many)]
    await asyncio.gather(
        *(
            kept(desk, 1, whole=each, at=NOON - timedelta(seconds=number))
            for number, each in enumerate(wholes)
        )
    )
    found = await waiting(desk)
    assert {each.whole for each in found} == set(wholes[-len(found) :])
    assert 1 < len(found) < many
    for each in found:
        await desk.spool.forget_heard(each.whole, each.numbers)
    assert {each.whole for each in await waiting(desk)} == set(wholes[: -len(found)])


async def test_what_came_over_routes_that_are_gone_is_left_over_once(desk: Desk) -> None:
    gone = replace(WHOLE, route="gone")
    for number in (1, 2):
        await kept(desk, number, str(number))
        await kept(desk, number, str(number), gone)
    (found,) = await desk.spool.left_over(["texts", "others"])
    assert found == Heard(whole=gone, numbers=(1, 2), parts=("1", "2"), at=NOON)
    assert await desk.spool.left_over(["texts", "gone"]) == []


async def test_a_part_that_nobody_heard_is_kept_for_thirty_days(desk: Desk) -> None:
    await kept(desk, 1)
    desk.clock.advance(seconds=1)
    await kept(desk, 2)
    desk.clock.now = NOON + timedelta(days=30, seconds=-1)
    await desk.spool.retire(desk.clock(), email_body=KEPT, sms_text=KEPT)
    assert [each.numbers for each in await waiting(desk)] == [(1, 2)]
    desk.clock.advance(seconds=1)
    await desk.spool.retire(desk.clock(), email_body=KEPT, sms_text=KEPT)
    assert [each.numbers for each in await waiting(desk)] == [(2,)]


async def test_of_one_person_as_many_parts_wait_as_a_text_can_have(desk: Desk) -> None:
    """What crowds them out is the oldest of theirs, and nobody else's."""
    most = 255
    await kept(desk, 1, whole=replace(WHOLE, route="other"), at=NOON - timedelta(days=1))
    await kept(desk, 1, whole=replace(WHOLE, sender="+12025550144"), at=NOON - timedelta(days=1))
    first, second = (replace(WHOLE, reference=each, total=255) for each in (1, 2))
    await kept(desk, 1, whole=second)
    found = await asyncio.gather(
        *(
            kept(desk, 1 + number, whole=first, at=NOON + timedelta(minutes=1))
            for number in range(most - 1)
        )
    )
    assert set(found) == {Kept()}
    more = [await kept(desk, 1, whole=replace(WHOLE, reference=100 + n)) for n in range(60)]
    crowding = {each.before for each in more if each != Kept()}
    assert crowding == {Heard(whole=second, numbers=(1,), parts=("STOP",), at=NOON)}


SAID = (ANN, OURS, "START")


async def heard_at(desk: Desk, over: str, **changes: Any) -> timedelta:  # noqa: ANN401 - any field
    given = {"route": "texts", "said": SAID, "at": desk.clock(), "again": False, **changes}
    return (
        await desk.spool.heard_at(given.pop("route"), given.pop("said"), over=over, **given) - NOON
    )


async def test_what_a_later_connection_brings_again_is_as_old_as_it_was(desk: Desk) -> None:
    assert await heard_at(desk, "one") == timedelta(0)
    desk.clock.advance(minutes=1)
    assert await heard_at(desk, "two") == timedelta(0)
    assert await heard_at(desk, "two", again=True) == timedelta(0)
    assert await heard_at(desk, "two") == timedelta(minutes=1)  # now it is meant
    desk.clock.advance(minutes=1)
    assert await heard_at(desk, "three") == timedelta(minutes=1)


async def test_what_one_connection_brings_twice_is_said_anew(desk: Desk) -> None:
    await heard_at(desk, "one")
    desk.clock.advance(minutes=1)
    assert await heard_at(desk, "one") == timedelta(minutes=1)


@pytest.mark.parametrize(
    "other",
    [
        {"route": "other"},
        {"said": ("+12025550144", OURS, "START")},
        {"said": (ANN, "+12025550199", "START")},
        {"said": (ANN, OURS, "START \ud83d")},
    ],
    ids=ascii,
)
async def test_what_is_not_the_same_is_not_taken_for_it(desk: Desk, other: dict[str, Any]) -> None:
    await heard_at(desk, "one")
    desk.clock.advance(minutes=1)
    assert await heard_at(desk, "two", **other) == timedelta(minutes=1)
    assert await heard_at(desk, "three", **other) == timedelta(minutes=1)
    assert await heard_at(desk, "three") == timedelta(0)


async def test_after_ten_minutes_it_is_said_anew(desk: Desk) -> None:
    await heard_at(desk, "one")
    desk.clock.now = NOON + timedelta(minutes=10, seconds=-1)
    assert await heard_at(desk, "two") == timedelta(0)
    desk.clock.advance(seconds=1)
    assert await heard_at(desk, "three") == timedelta(minutes=10)


async def test_nothing_was_said_later_than_it_came(desk: Desk) -> None:
    await heard_at(desk, "one")
    desk.clock.advance(minutes=-1)  # it was put off, or the clock was set
    assert await heard_at(desk, "two") == timedelta(minutes=-1)
