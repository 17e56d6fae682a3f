"""How many texts went lately, by person, block of numbers, submitter and region."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from filters.sms.limits import Limits, Sent
from gateway.spool.sent import SentText
from suppression.keys import RecipientKey
from tests.contract.spool.make import NOON, text

if TYPE_CHECKING:
    from tests.contract.spool.make import Desk

ANN = RecipientKey("+19169668284")
BESIDE = RecipientKey("+19169660000")  # in the same ten thousand numbers
NEXT = RecipientKey("+19169678284")  # in the ten thousand after those
BOB = RecipientKey("+12025550144")
COUNTED = SentText(region="US", segments=2, is_reply=False, spend=5)
REPLY = replace(COUNTED, is_reply=True)
NOTHING = Sent(
    person_in_10_minutes=0, person_a_day=0, replies_in_10_minutes=0, replies_a_day=0,
    prefix_in_10_minutes=0, submitter_segments_a_day=0, region_segments_a_day=0,
    submitter_spend_a_day=0,
)  # fmt: skip
ONE = Sent(
    person_in_10_minutes=1, person_a_day=1, replies_in_10_minutes=0, replies_a_day=0,
    prefix_in_10_minutes=1, submitter_segments_a_day=2, region_segments_a_day=2,
    submitter_spend_a_day=5,
)  # fmt: skip
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
HOURS = DAY + HOUR  # for which segments and money count: of a begun hour, the whole
NOW = datetime.fromtimestamp(0, UTC)  # what is said where nothing keeps a text back
WIDE = Limits(
    person_in_10_minutes=99, person_a_day=99, replies_in_10_minutes=99, replies_a_day=99,
    prefix_in_10_minutes=99, submitter_segments_a_day=99, region_segments_a_day=99,
)  # fmt: skip


async def accepted(desk: Desk, to: str = ANN, at: datetime = NOON, **changes: Any) -> None:  # noqa: ANN401 - any field
    await desk.spool.accept(text(to, at=at, **{"sent": COUNTED, **changes}))


async def sent(
    desk: Desk, at: datetime, key: RecipientKey = ANN, submitter: str = "shop", region: str = "US"
) -> Sent:
    found = await desk.spool.lately(
        key,
        identity="example",
        purpose="appointment",
        submitter=submitter,
        region=region,
        at=at,
        leaves_at=at,
        within=timedelta(),
    )
    return found.sent


@pytest.mark.parametrize(
    ("after", "counted"),
    [
        (10 * MINUTE - timedelta(seconds=1), ONE),
        (10 * MINUTE, replace(ONE, person_in_10_minutes=0, prefix_in_10_minutes=0)),
        (DAY - MINUTE, replace(ONE, person_in_10_minutes=0, prefix_in_10_minutes=0)),
        (
            DAY,
            replace(ONE, person_in_10_minutes=0, prefix_in_10_minutes=0, person_a_day=0),
        ),
        (
            HOURS - timedelta(seconds=1),
            replace(
                NOTHING,
                submitter_segments_a_day=2,
                region_segments_a_day=2,
                submitter_spend_a_day=5,
            ),
        ),
        (HOURS, NOTHING),
    ],
)
async def test_a_text_counts_for_ten_minutes_and_for_a_day(
    desk: Desk, after: timedelta, counted: Sent
) -> None:
    await accepted(desk)
    assert await sent(desk, NOON + after) == counted


async def test_a_reply_counts_as_one(desk: Desk) -> None:
    await accepted(desk, sent=REPLY)
    replied = replace(
        ONE, person_in_10_minutes=0, person_a_day=0, replies_in_10_minutes=1, replies_a_day=1
    )
    assert await sent(desk, NOON) == replied
    later = replace(replied, replies_in_10_minutes=0, prefix_in_10_minutes=0)
    assert await sent(desk, NOON + 10 * MINUTE) == later
    assert await sent(desk, NOON + HOURS) == NOTHING


async def test_each_counts_for_whom_it_went_to_and_whom_it_came_from(desk: Desk) -> None:
    await accepted(desk)
    nobody = replace(ONE, person_in_10_minutes=0, person_a_day=0)
    assert await sent(desk, NOON, BESIDE) == nobody
    assert await sent(desk, NOON, BOB) == replace(nobody, prefix_in_10_minutes=0)
    assert await sent(desk, NOON, NEXT) == replace(nobody, prefix_in_10_minutes=0)
    assert await sent(desk, NOON, BOB, submitter="other") == replace(
        NOTHING, region_segments_a_day=2
    )
    assert await sent(desk, NOON, BOB, region="CA") == replace(
        NOTHING, submitter_segments_a_day=2, submitter_spend_a_day=5
    )
    await accepted(desk, BOB, sent=REPLY, submitter="other")
    assert await sent(desk, NOON) == replace(ONE, region_segments_a_day=4)


async def test_texts_of_an_hour_are_added_up(desk: Desk) -> None:
    for minute in range(3):
        await accepted(desk, at=NOON + minute * MINUTE)
    assert await sent(desk, NOON + 5 * MINUTE) == Sent(
        person_in_10_minutes=3, person_a_day=3, replies_in_10_minutes=0, replies_a_day=0,
        prefix_in_10_minutes=3, submitter_segments_a_day=6, region_segments_a_day=6,
        submitter_spend_a_day=15,
    )  # fmt: skip


async def again(desk: Desk, at: datetime, *, is_reply: bool = False, **limits: int) -> datetime:
    return await desk.spool.again_at(
        ANN, submitter="shop", region="US", at=at, is_reply=is_reply,
        limits=replace(WIDE, **limits),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("limits", "after", "is_reply"),
    [
        ({"person_in_10_minutes": 1}, 12 * MINUTE, False),
        ({"person_in_10_minutes": 2}, 10 * MINUTE, False),
        ({"person_a_day": 1}, DAY + 2 * MINUTE, False),
        ({"prefix_in_10_minutes": 1}, 12 * MINUTE, False),
        ({"submitter_segments_a_day": 4}, HOURS, False),
        ({"region_segments_a_day": 4}, HOURS, False),
        ({"submitter_spend_a_day": 10}, HOURS, False),
        ({"replies_in_10_minutes": 1}, None, True),
        ({"replies_in_10_minutes": 1}, None, False),
        ({"person_in_10_minutes": 1, "person_a_day": 1}, None, True),
        ({}, None, False),
    ],
)
async def test_it_is_said_when_a_text_like_this_passes_again(
    desk: Desk, limits: dict[str, int], after: timedelta | None, *, is_reply: bool
) -> None:
    for minute in (0, 2):
        await accepted(desk, at=NOON + minute * MINUTE)
    found = await again(desk, NOON + 3 * MINUTE, is_reply=is_reply, **limits)
    assert found == (NOON + after if after else NOW)


@pytest.mark.parametrize(
    ("limits", "after"),
    [
        ({"replies_in_10_minutes": 1}, 12 * MINUTE),
        ({"replies_a_day": 1}, DAY + 2 * MINUTE),
        ({"person_in_10_minutes": 1, "person_a_day": 1}, None),
        ({"prefix_in_10_minutes": 2}, 10 * MINUTE),
    ],
)
async def test_it_is_said_when_a_reply_like_this_passes_again(
    desk: Desk, limits: dict[str, int], after: timedelta | None
) -> None:
    for minute in (0, 2):
        await accepted(desk, at=NOON + minute * MINUTE, sent=REPLY)
    await accepted(desk, BOB, at=NOON + 3 * MINUTE, sent=REPLY)
    found = await again(desk, NOON + 3 * MINUTE, is_reply=True, **limits)
    assert found == (NOON + after if after else NOW)


@pytest.mark.parametrize(
    ("limits", "over"),
    [
        ({"person_in_10_minutes": 1, "prefix_in_10_minutes": 1}, 10 * MINUTE),
        ({"person_a_day": 1, "submitter_segments_a_day": 1, "region_segments_a_day": 1,
          "submitter_spend_a_day": 1}, HOURS),
    ],
)  # fmt: skip
async def test_a_text_passes_again_at_the_very_moment_when_the_last_counts_no_more(
    desk: Desk, limits: dict[str, int], over: timedelta
) -> None:
    await accepted(desk)
    before = NOON + over - timedelta(seconds=1)
    assert await again(desk, before, is_reply=False, **limits) == NOON + over
    assert await again(desk, NOON + over, is_reply=False, **limits) == NOW


async def test_a_day_has_room_when_enough_of_its_hours_are_over(desk: Desk) -> None:
    for hour in range(3):
        await accepted(desk, at=NOON + hour * HOUR)  # two segments each
    await accepted(desk, BOB, at=NOON + 3 * HOUR, submitter="other", sent=REPLY)
    for limit, hours in ((7, None), (6, 0), (5, 0), (4, 1), (3, 1), (2, 2)):
        found = await again(desk, NOON + 3 * HOUR, submitter_segments_a_day=limit)
        assert found == (NOW if hours is None else NOON + HOURS + hours * HOUR), limit


async def test_what_counts_no_more_is_not_kept(desk: Desk) -> None:
    await accepted(desk)
    await accepted(desk, BOB, at=NOON + HOUR)
    for after, texts, hours in (
        (DAY - timedelta(seconds=1), 2, 2), (DAY, 1, 2), (HOURS, 0, 1), (HOURS + HOUR, 0, 0)
    ):  # fmt: skip
        await desk.spool.retire(NOON + after, email_body=DAY, sms_text=DAY)
        with closing(sqlite3.connect(desk.folder / "messages.db")) as file:
            assert len(file.execute("SELECT at FROM sent_texts").fetchall()) == texts
            left = file.execute("SELECT DISTINCT hour FROM sent_segments").fetchall()
        assert len(left) == hours
