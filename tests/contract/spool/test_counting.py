"""Limits hold in the commit, too: many that are decided about at once pass none together."""

from __future__ import annotations

import asyncio
from dataclasses import fields, replace
from datetime import timedelta
from math import ceil
from typing import TYPE_CHECKING

import pytest

from filters.sms.caps import day_is_used_up, numbers_are_gone_through, person_gets_too_many
from filters.sms.limits import SHIPPED_LIMITS, Limits, Sent
from gateway.errors import Overtaken
from gateway.spool.sent import SentText
from suppression.keys import RecipientKey
from tests.contract.spool.make import NOON, text
from tests.make_sms import objections, policy, sms, sms_facts

if TYPE_CHECKING:
    from gateway.spool.model import NewMessage
    from tests.contract.spool.make import Desk

ANN = RecipientKey("+19169668284")
BESIDE = RecipientKey("+19169660000")  # in the same ten thousand numbers
BOB = RecipientKey("+12025550144")
SECOND = timedelta(seconds=1)
TEN_MINUTES, DAY = timedelta(minutes=10), timedelta(days=1)
HOURS = timedelta(hours=25)  # for which segments and money count: of a begun hour, the whole
NAMES = [field.name for field in fields(Sent)]
RULES = (person_gets_too_many, numbers_are_gone_through, day_is_used_up)
AMOUNT, LIMIT = 2, 5
"""Of segments and money in a text, and what is let pass of anything."""


def limited(name: str) -> Limits:
    return replace(SHIPPED_LIMITS, **{name: LIMIT}, **_wide(name))


def _wide(name: str) -> dict[str, int]:
    others = (each for each in NAMES if each not in {name, "submitter_spend_a_day"})
    return dict.fromkeys(others, 99)


def texts(limits: Limits | None, *, is_reply: bool) -> list[NewMessage]:
    counted = SentText(region="US", segments=AMOUNT, is_reply=is_reply, spend=AMOUNT, limits=limits)
    return [text(ANN, sent=counted) for _ in range(LIMIT + 2)]


async def sent(desk: Desk) -> Sent:
    lately = await desk.spool.lately(
        ANN,
        identity="example",
        purpose="",
        submitter="shop",
        region="US",
        at=NOON,
        leaves_at=NOON,
        within=timedelta(),
    )
    return lately.sent


async def is_taken(desk: Desk, message: NewMessage) -> bool:
    try:
        await desk.spool.accept(message)
    except Overtaken:
        return False
    return True


@pytest.mark.parametrize("is_reply", [False, True])
@pytest.mark.parametrize("name", NAMES)
async def test_the_commit_refuses_what_the_checks_refuse(
    desk: Desk, name: str, *, is_reply: bool
) -> None:
    limits = limited(name)
    for message in texts(limits, is_reply=is_reply):
        facts = sms_facts(
            sent=await sent(desk), conversation_open=is_reply, policy=policy(limits=limits)
        )
        is_refused = any(objections(rule, sms(), facts) for rule in RULES)
        assert await is_taken(desk, message) is not is_refused


@pytest.mark.parametrize("is_reply", [False, True])
@pytest.mark.parametrize("name", NAMES)
async def test_as_many_pass_at_once_as_one_after_the_other(
    desk: Desk, name: str, *, is_reply: bool
) -> None:
    many = texts(limited(name), is_reply=is_reply)
    taken = await asyncio.gather(*(is_taken(desk, message) for message in many))
    of_others = "person" if is_reply else "replies"
    of_each = AMOUNT if name.endswith(("segments_a_day", "spend_a_day")) else 1
    passing = len(many) if name.startswith(of_others) else ceil(LIMIT / of_each)
    assert sum(taken) == passing


@pytest.mark.parametrize(
    ("name", "submitter", "region"),
    [
        ("region_segments_a_day", "shop", "CA"),
        ("submitter_segments_a_day", "other", "US"),
        ("submitter_spend_a_day", "other", "US"),
    ],
)
async def test_what_others_used_up_is_nobody_elses(
    desk: Desk, name: str, submitter: str, region: str
) -> None:
    *others, ours = texts(limited(name), is_reply=False)[:4]
    for message in others:
        assert message.sent is not None
        elsewhere = replace(message.sent, region=region)
        assert await is_taken(desk, replace(message, sent=elsewhere, submitter=submitter))
    assert await is_taken(desk, ours)


async def test_what_is_only_observed_is_counted_and_not_limited(desk: Desk) -> None:
    many = texts(None, is_reply=False)
    assert all(await asyncio.gather(*(is_taken(desk, message) for message in many)))
    assert (await sent(desk)).person_a_day == len(many)


@pytest.mark.parametrize(
    ("name", "window", "is_reply"),
    [
        ("person_in_10_minutes", TEN_MINUTES, False),
        ("person_a_day", DAY, False),
        ("replies_in_10_minutes", TEN_MINUTES, True),
        ("replies_a_day", DAY, True),
        ("prefix_in_10_minutes", TEN_MINUTES, False),
    ],
)
async def test_the_commit_counts_for_as_long_as_the_checks_do(
    desk: Desk, name: str, window: timedelta, *, is_reply: bool
) -> None:
    limits = replace(limited(name), **{name: 1})
    counted = SentText(region="US", segments=1, is_reply=is_reply, limits=limits)
    taken = [
        await is_taken(desk, text(ANN, at=NOON + after, sent=counted))
        for after in (timedelta(0), window - SECOND, window)
    ]
    assert taken == [True, False, True]


@pytest.mark.parametrize(
    "name", ["submitter_segments_a_day", "region_segments_a_day", "submitter_spend_a_day"]
)
async def test_the_commit_counts_segments_and_money_by_the_hour(desk: Desk, name: str) -> None:
    limits = replace(limited(name), **{name: 2})
    of_spend = name == "submitter_spend_a_day"
    counted = SentText(
        region="US", segments=1 if of_spend else 2, is_reply=False, spend=2 if of_spend else 0,
        limits=limits,
    )  # fmt: skip
    people = (ANN, BESIDE, BOB)
    taken = [
        await is_taken(desk, text(person, at=NOON + after, sent=counted))
        for person, after in zip(people, (timedelta(0), HOURS - SECOND, HOURS), strict=True)
    ]
    assert taken == [True, False, True]


@pytest.mark.parametrize(
    ("name", "other", "is_counted"),
    [
        ("person_in_10_minutes", BESIDE, False),
        ("person_a_day", BESIDE, False),
        ("prefix_in_10_minutes", BESIDE, True),
        ("prefix_in_10_minutes", BOB, False),
    ],
)
async def test_the_commit_counts_what_others_got_where_the_checks_do(
    desk: Desk, name: str, other: RecipientKey, *, is_counted: bool
) -> None:
    limits = replace(limited(name), **{name: 1})
    counted = SentText(region="US", segments=1, is_reply=False, limits=limits)
    assert await is_taken(desk, text(other, sent=counted))
    assert await is_taken(desk, text(ANN, sent=counted)) is not is_counted


@pytest.mark.parametrize("is_reply", [False, True])
async def test_replies_and_others_are_counted_apart(desk: Desk, *, is_reply: bool) -> None:
    tight = replace(
        SHIPPED_LIMITS, person_in_10_minutes=1, person_a_day=1, replies_in_10_minutes=1,
        replies_a_day=1,
    )  # fmt: skip
    counted = SentText(region="US", segments=1, is_reply=is_reply, limits=tight)
    assert await is_taken(desk, text(ANN, sent=counted))
    assert await is_taken(desk, text(ANN, sent=replace(counted, is_reply=not is_reply)))
    assert not await is_taken(desk, text(ANN, sent=counted))


async def test_of_a_text_beyond_a_limit_nothing_is_stored_or_counted(desk: Desk) -> None:
    counted = SentText(region="US", segments=1, is_reply=False, limits=limited("person_a_day"))
    one, *others = (text(ANN, sent=counted) for _ in range(LIMIT + 1))
    for message in others:
        assert await is_taken(desk, message)
    assert not await is_taken(desk, one)
    assert await desk.spool.message(one.queue_id) is None
    assert (await sent(desk)).person_a_day == LIMIT
