from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from filters.email.revocation import recognise_reply
from filters.revocation import Grade, Intent
from filters.revocation.likeness import INTENTS
from filters.sms.revocation import recognise_text
from gateway.reading import meaning
from gateway.reading.replies import reply_models

if TYPE_CHECKING:
    from collections.abc import Iterator

REQUESTS = (
    "Enough with the coupons, I never shop there, no more please",
    "Bro you got a better memory than my ex. Drop me from this please",
    "We sold the practice in March, so none of these reminders need to come here any longer",
    "Ya estuvo bueno con las promociones, no me manden ni una más",
    "C'est gentil mais vos promos, je n'en veux plus du tout",
)
NO_REQUESTS = (
    "Leave me alone is such a good song to spin to! who teaches at 6?",
    "Take the second coffee off my bill please, I only had one",
    "Can you remove the tree stump by Friday?",
    "How many of our members unsubscribed last month?",
    "Jueves no me viene bien, mejor viernes",
)
FOR_A_PERSON = (
    "How do I unsubscribe my colleague Bob?",
    "I unsubscribed last week but my order did not arrive",
)


@pytest.fixture
def fresh() -> Iterator[None]:
    meaning._loaded.cache_clear()
    yield
    meaning._loaded.cache_clear()


@pytest.mark.parametrize("text", REQUESTS)
def test_a_request_in_words_that_no_rule_knows_opts_out(text: str) -> None:
    assert recognise_text(text, reply_models).intent is Intent.OPTOUT


@pytest.mark.parametrize("text", NO_REQUESTS)
def test_the_words_of_a_request_for_something_else_opt_nobody_out(text: str) -> None:
    assert recognise_text(text, reply_models).intent is not Intent.OPTOUT


@pytest.mark.parametrize("text", FOR_A_PERSON)
def test_an_opt_out_for_somebody_else_or_long_ago_is_for_a_person(text: str) -> None:
    assert recognise_reply(text, reply_models).intent is Intent.REVIEW


@pytest.mark.usefixtures("fresh")
@pytest.mark.parametrize("text", [*REQUESTS, *NO_REQUESTS])
def test_without_the_extra_rules_and_linear_model_decide(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    assert meaning.asked(text) is None
    found = recognise_text(text, reply_models).intent
    if text in REQUESTS:
        assert found in {Intent.OPTOUT, Intent.REVIEW}
    else:
        assert found is not Intent.OPTOUT


@pytest.mark.parametrize("text", ["STOP", "Unsubscribe", "stop please", "STOP!!!", "alto", "arret"])
def test_a_keyword_is_beyond_doubt_to_the_models_too(text: str) -> None:
    found = recognise_text(text, reply_models)
    assert (found.intent, found.grade) == (Intent.OPTOUT, Grade.DEFINITE)


def test_the_model_of_meaning_says_something_of_every_intent() -> None:
    said = meaning.asked("please take me off your list .")
    assert said is not None
    assert len(said) == len(INTENTS)


def test_a_request_is_found_behind_a_long_story() -> None:
    story = "We were in the garden all day and it was lovely. " * 40
    assert recognise_reply(story, reply_models).intent is Intent.NONE
    asked = recognise_reply(f"{story} Please take me off your list.", reply_models)
    assert asked.intent in {Intent.OPTOUT, Intent.REVIEW}
