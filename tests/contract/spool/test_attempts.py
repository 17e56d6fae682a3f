"""A provider that knows no queue ids speaks of a text: which one of ours, if that is certain."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from gateway.spool.attempts import Attempt, Known
from gateway.spool.model import State
from suppression.keys import RecipientKey
from tests.contract.spool.make import NOON, outcome, text

if TYPE_CHECKING:
    from gateway.spool.model import Claimed
    from tests.contract.spool.make import Desk

ANN, BOB = RecipientKey("+19169668284"), RecipientKey("+12025550144")
WORDS = "Your appointment is at 3."
TOLD = Known(route="texts", key=ANN, provider_id="17", words=WORDS, at=NOON)
END = NOON + timedelta(hours=1)  # when a text of `make` is given up


async def sent(
    desk: Desk,
    state: State = State.UNKNOWN,
    *,
    to: str = ANN,
    provider_id: str = "",
    **changes: Any,  # noqa: ANN401 - any field
) -> Claimed:
    await desk.spool.accept(text(to, **changes))
    (claimed,) = await desk.claim()
    await desk.spool.settle(outcome(claimed, state, next_hop_id=provider_id))
    return claimed


async def test_a_text_of_unknown_outcome_is_known_by_its_words(desk: Desk) -> None:
    claimed = await sent(desk)
    await sent(desk, raw=b"Other words.")
    assert await desk.spool.attempt_of(TOLD) == Attempt(queue_id=claimed.queue_id, number=1)


@pytest.mark.parametrize(
    "other",
    [
        {"to": BOB},
        {"raw": b"Other words."},
        {"state": State.DELIVERED},
        {"state": State.FAILED},
        {"provider_id": "16"},
        {"state": State.DELIVERED, "provider_id": "16"},
    ],
)
async def test_a_text_that_the_words_cannot_be_about_is_not_the_one(
    desk: Desk, other: dict[str, Any]
) -> None:
    await sent(desk, **other)
    assert await desk.spool.attempt_of(TOLD) is None


@pytest.mark.parametrize("unsaid", [{"words": ""}, {"at": None}, {"route": "others"}])
async def test_nothing_is_known_by_less_than_words_a_time_and_a_route(
    desk: Desk, unsaid: dict[str, Any]
) -> None:
    await sent(desk)
    assert await desk.spool.attempt_of(replace(TOLD, **unsaid)) is None


async def test_two_texts_of_the_same_words_are_told_apart_by_nothing(desk: Desk) -> None:
    await sent(desk)
    await sent(desk)
    assert await desk.spool.attempt_of(TOLD) is None


@pytest.mark.parametrize(
    ("at", "is_found"),
    [
        (NOON - timedelta(seconds=60), False),
        (NOON - timedelta(seconds=59), True),
        (END + timedelta(seconds=59), True),
        (END + timedelta(seconds=60), False),
    ],
)
async def test_the_clocks_of_both_may_be_a_minute_apart(
    desk: Desk, at: datetime, *, is_found: bool
) -> None:
    await sent(desk)
    found = await desk.spool.attempt_of(replace(TOLD, at=at))
    assert (found is not None) is is_found


async def test_an_id_that_a_provider_gives_once_more_is_the_newest_text_s(desk: Desk) -> None:
    *_, newest = [
        await sent(desk, State.DELIVERED, provider_id="17", raw=words)
        for words in (b"One.", b"Two.", b"Three.")
    ]
    assert await desk.spool.attempt_of(TOLD) == Attempt(queue_id=newest.queue_id, number=1)
