from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from filters.revocation import Grade, Intent, Recognition, recognise
from filters.revocation.likeness import Likeness
from filters.revocation.weighing import Models, Weighing, Weights

if TYPE_CHECKING:
    from filters.revocation.likeness import Scores

FLAT = (0.0, 0.0, 0.0, 0.0)
SAID = ("definite", "probable", "review", "optin", "help", "none")
LIKENESS = Likeness(bias=FLAT, weights={"goats": (400, 0, 0, -400), "sheep": (0, 300, 0, 0)})
WEIGHTS = Weights(rules=dict.fromkeys(SAID, FLAT), linear=1.0, meaning=1.0)
FEWER = Weights(rules=dict.fromkeys(SAID, (0.0, 0.0, 0.0, 12.0)), linear=1.0, meaning=0.0)
WEIGHING = Weighing(
    with_meaning=WEIGHTS, without=FEWER, agreed_from=0.5, opts_out_from=0.8, doubt_from=0.5
)
REQUEST = (6.0, 0.0, 0.0, 0.0)
DOUBT = (0.0, 4.0, 0.0, 0.0)
CHATTER = (0.0, 0.0, 0.0, 9.0)


def models(meaning: Scores | None) -> Models:
    return Models(likeness=LIKENESS, weighing=WEIGHING, meaning=lambda _: meaning)


def asked(text: str, meaning: Scores | None) -> tuple[Intent, Grade, str]:
    found = recognise(text, lambda: models(meaning))
    return found.intent, found.grade, found.matched


@pytest.mark.parametrize("text", ["STOP", "stop. thanks!", "S T O P", "stpo", "Unsubscribe please"])
def test_the_words_of_the_law_are_a_request_whatever_models_think(text: str) -> None:
    assert asked(text, CHATTER)[:2] == (Intent.OPTOUT, Grade.DEFINITE)


@pytest.mark.parametrize(
    "text",
    [
        "STOP\nApt 4",
        "Quit. Unit 12",
        "STOP\nAnn Lee",
        "cancle",
        "qit",
        "usubscribe",
        "dtop",
        "sto p",
    ],
)
def test_neither_a_slip_nor_a_signature_makes_a_keyword_doubtful(text: str) -> None:
    assert asked(text, CHATTER)[:2] == (Intent.OPTOUT, Grade.DEFINITE)


def test_a_keyword_needs_no_models() -> None:
    def broken() -> Models:
        message = "no such file"
        raise OSError(message)

    assert recognise("STOP", broken).intent is Intent.OPTOUT
    with pytest.raises(OSError, match="no such file"):
        recognise("My cat is fine", broken)


@pytest.mark.parametrize("text", ["Non scrivetemi mai pi\u00f9", "Schreiben Sie mir nicht mehr"])
def test_in_a_language_that_models_were_not_taught_the_rules_decide(text: str) -> None:
    assert recognise(text).intent is Intent.OPTOUT
    assert recognise(text, lambda: models(CHATTER)) == recognise(text)


def test_a_request_in_words_no_rule_knows_is_one_and_says_by_which_words() -> None:
    said = asked("Lovely weather. My goats ate your leaflet.", REQUEST)
    assert said == (Intent.OPTOUT, Grade.PROBABLE, "goats")


def test_a_request_by_rules_and_models_keeps_its_grade() -> None:
    text = "Please take me off your list"
    assert asked(text, REQUEST)[:2] == (Intent.OPTOUT, Grade.DEFINITE)
    assert asked(text, REQUEST)[2] == recognise(text).matched


def test_two_that_agree_have_to_be_less_sure() -> None:
    leaning = (1.5, 0.0, 0.0, 0.6)
    assert asked("Please take me off your list", leaning)[0] is Intent.OPTOUT
    assert asked("My cat is fine", leaning)[0] is Intent.REVIEW


def test_what_only_rules_take_for_a_request_goes_to_a_person() -> None:
    text = "Please take me off your list"
    assert asked(text, CHATTER)[:2] == (Intent.REVIEW, Grade.AMBIGUOUS)


@pytest.mark.parametrize(
    "text",
    ["Please do not stop writing", "Por favor no dejen de escribirme", "N'arrêtez pas vos lettres",
     "I'd hate to be removed from this list", "laissez-moi un message", "don't unsubscribe me",
     "never take me off this list", "Por favor no me borren", "ne me d\u00e9sabonnez pas",
     "who unsubscribed me? I did not ask to stop", "Don't you dare end these", "no los quiten",
     "never turn those off", "keep them coming", "ne les coupez jamais"],
)  # fmt: skip
def test_where_something_shall_go_on_models_alone_opt_nobody_out(text: str) -> None:
    assert asked(text, REQUEST)[0] is Intent.REVIEW


def test_what_may_be_a_request_goes_to_a_person() -> None:
    assert asked("My sheep are fine", DOUBT)[:2] == (Intent.REVIEW, Grade.AMBIGUOUS)


def test_what_asks_for_nothing_stays_so() -> None:
    assert recognise("My cat is fine", lambda: models(CHATTER)) == recognise("My cat is fine")


@pytest.mark.parametrize("text", ["Start", "unstop", "HELP"])
def test_other_wishes_are_heard_by_their_words(text: str) -> None:
    assert recognise(text, lambda: models(REQUEST)) == recognise(text)


def test_a_wish_to_begin_that_models_take_for_the_opposite_goes_to_a_person() -> None:
    text = "Sorry about the goats, please sign me up again for your texts"
    assert recognise(text).intent is Intent.OPTIN
    assert asked(text, REQUEST)[:2] == (Intent.REVIEW, Grade.AMBIGUOUS)


def test_without_the_model_of_meaning_the_others_are_weighed_by_themselves() -> None:
    assert asked("My goats are fine", None)[0] is Intent.NONE
    assert asked("My goats are fine", FLAT)[0] is Intent.OPTOUT


def test_the_part_of_a_long_reply_that_asks_decides() -> None:
    plants = """rose tulip daisy fern ivy moss oak elm ash birch maple pine cedar holly
        heather thyme mint sage basil leek onion turnip pumpkin clover nettle""".split()
    story = " ".join(f"We had a long talk about the {each} of the neighbours." for each in plants)
    parts: list[str] = []

    def meaning(part: str) -> Scores:
        parts.append(part)
        return REQUEST if "goats" in part else CHATTER

    reader = Models(likeness=LIKENESS, weighing=WEIGHING, meaning=meaning)
    assert recognise(f"{story} My goats ate it.", lambda: reader).intent is Intent.OPTOUT
    assert len(parts) > 2


def test_what_is_said_again_and_again_is_read_once() -> None:
    parts: list[str] = []

    def meaning(part: str) -> Scores:
        parts.append(part)
        return CHATTER

    reader = Models(likeness=LIKENESS, weighing=WEIGHING, meaning=meaning)
    recognise("My goats ate the garden. " * 40, lambda: reader)
    assert [part.count("goats") for part in parts] == [1]


def test_nothing_said_asks_for_nothing() -> None:
    assert recognise("", lambda: models(REQUEST)).intent is Intent.NONE


def test_likelihoods_are_shares_of_one() -> None:
    likely = WEIGHTS.likelihoods("none", (400.0, -400.0, 3.0, 0.0), FLAT)
    assert sum(likely) == pytest.approx(1.0)
    assert max(likely) == likely[0]


def test_what_was_recognised_can_be_compared() -> None:
    assert recognise("STOP", lambda: models(None)) == Recognition(
        intent=Intent.OPTOUT, grade=Grade.DEFINITE, matched="stop"
    )
