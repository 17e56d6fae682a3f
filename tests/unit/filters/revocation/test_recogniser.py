from __future__ import annotations

import time
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filters.email.revocation import recognise_reply
from filters.revocation import Grade, Intent, recognise
from filters.revocation.reading import sentences
from filters.sms.revocation import recognise_text

PER_SE: Final = ("stop", "quit", "end", "revoke", "opt out", "cancel", "unsubscribe")
"""47 CFR 64.1200(a)(10)."""

WORDS_OF_REQUESTS: Final = tuple(
    "stop do not no more texts emails me my number list remove take off unsubscribe from the this"
    " please if lawyer asked times wrong dead fuck , . ? ! paren mas mensajes plus de sms".split()
)
QUOTING: Final = (
    'A subscriber of ours wrote "take me off your list at once". Where do we set that?',
    "Un de nos abonnés nous écrit : « Retirez-moi de votre liste ». Où dois-je cliquer ?",
    "Una clienta nos respondió “no me manden más mensajes”, ¿qué hacemos con ella?",
)
HARMLESS: Final = (
    "if only you knew", "love", "see you at five", "no worries", "thanks a lot", "it works",
)  # fmt: skip


def dressed(word: str) -> tuple[str, ...]:
    return (
        word, word.upper(), word.title() + ".", f"{word}!!!", f'"{word}"', f"  {word}\n",
        f"{word} please", f"Please {word}, thanks", f"{word} {word}", f"{word}\u200b",
        "".join(chr(ord(c) + 0xFEE0) if c.isalpha() else c for c in word.upper()),
        " ".join(word.replace(" ", "")) if " " not in word else word,
        f"Hi, {word}. Thank you", word.replace("o", "\u043e"),
    )  # fmt: skip


@pytest.mark.parametrize("word", PER_SE)
def test_the_words_of_the_law_stop_everything_however_they_are_dressed(word: str) -> None:
    understood = {text: recognise(text).intent for text in dressed(word)}
    assert set(understood.values()) == {Intent.OPTOUT}, understood


@pytest.mark.parametrize("word", PER_SE)
def test_the_words_of_the_law_alone_are_beyond_doubt(word: str) -> None:
    assert recognise(word).grade is Grade.DEFINITE


@pytest.mark.parametrize("text", QUOTING)
def test_a_request_in_quotation_marks_alone_goes_to_a_person(text: str) -> None:
    assert recognise(text).intent is Intent.REVIEW


@pytest.mark.parametrize(
    "text",
    [
        '"Please take me off your list."',
        'You write "reply STOP to end", so: STOP',
        'I said "stop" three times. Take me off your list.',
        'Your page says "you have been removed from all lists". Stop texting me then!',
    ],
)
def test_who_quotes_and_asks_as_well_is_heard(text: str) -> None:
    assert recognise(text).intent is Intent.OPTOUT


@pytest.mark.parametrize("text", HARMLESS)
def test_a_harmless_reply_asks_for_nothing(text: str) -> None:
    assert recognise(text).intent is Intent.NONE


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Cancel. I cannot make it to the dentist today.", Intent.REVIEW),
        ("Unsubscribe. I never read them anyway.", Intent.OPTOUT),
        ("Stop?", Intent.REVIEW),
        ("Stop, you are making me laugh", Intent.REVIEW),
        ("I am out of the office. Please remove me from your list.", Intent.REVIEW),
        ("Unsubscribe me here. Sign me up for the other list again.", Intent.REVIEW),
        ("Help", Intent.HELP),
        ("Help. The app does not start and I need it", Intent.NONE),
        ("", Intent.NONE),
        ("?!", Intent.NONE),
        ("Nice issue!\n\nUnsubscribe | Manage preferences | View in your browser", Intent.NONE),
    ],
)
def test_what_stands_beside_a_word_decides(text: str, intent: Intent) -> None:
    assert recognise(text).intent is intent


@pytest.mark.parametrize(
    "text",
    [
        "unsuscribe",
        "Unsubcribe me",
        "unsubscrib",
        "st0p",
        "stopplease",
        "St\u043ep",
        "S.T.O.P.",
        "S  T  O  P",
        "$TOP",
        "quit botherin me",
    ],
)
def test_slips_and_disguises_are_read(text: str) -> None:
    assert recognise(text).intent is Intent.OPTOUT


@pytest.mark.parametrize("word", ["stop", "end", "quit", "cancel", "unsubscribe", "revoke"])
def test_a_sign_before_a_keyword_takes_nothing_from_it(word: str) -> None:
    assert recognise(f"${word}").intent is Intent.OPTOUT


def test_a_dollar_makes_no_start() -> None:
    assert recognise("$tart").intent is not Intent.OPTIN


@pytest.mark.parametrize("text", ["srop", "Dtop", "stpp", "sto", "tsop", "cancle", "un sub scribe"])
def test_a_slip_of_the_finger_in_a_word_of_the_law_counts_where_nothing_else_is_said(
    text: str,
) -> None:
    assert recognise(text).grade is Grade.DEFINITE
    assert recognise(f"The word is {text} here").intent is not Intent.OPTOUT


@pytest.mark.parametrize("text", ["shop", "step", "stoop", "atop", "quite", "quiet", "top", "alta"])
def test_a_word_of_its_own_is_no_slip_of_one(text: str) -> None:
    assert recognise(text).intent is not Intent.OPTOUT


@pytest.mark.parametrize(
    ("alone", "together"),
    [
        ("You people are idiots", "You people are idiots. Knock it off"),
        ("My attorney is on vacation", "My attorney is next if these texts continue"),
        ("I retired in June", "I retired in June. Please stop"),
        ("How did you get my number", "How did you get my number? Delete it"),
        ("The link gives an error", "The unsubscribe link gives an error and I still get these"),
    ],
)
def test_signs_are_a_request_together_and_none_alone(alone: str, together: str) -> None:
    assert recognise(alone).intent is not Intent.OPTOUT
    assert recognise(together).intent is Intent.OPTOUT
    assert recognise(together).grade is Grade.PROBABLE


def test_signs_far_from_each_other_are_no_request() -> None:
    between = " The weather was good. We liked the room. The food was fine."
    assert recognise(f"How did you get my number?{between} Stop.").intent is Intent.OPTOUT
    assert recognise(f"You idiots.{between} I got another text.").intent is not Intent.OPTOUT


def test_whoever_likes_what_comes_asks_for_nothing() -> None:
    text = "I keep getting these texts, please keep them coming, you idiots"
    assert recognise(text).intent is not Intent.OPTOUT


@pytest.mark.parametrize(
    "text",
    [
        "Do not text me after midnight", "Please do not write to me until Monday",
        "No me escriban por la noche", "Ne m'envoyez pas de messages le dimanche",
        "Please cancel my subscription to the gym", "Lol who gave you my number, delete this",
    ],
)  # fmt: skip
def test_what_is_limited_or_about_something_else_goes_to_a_person(text: str) -> None:
    assert recognise(text).intent is Intent.REVIEW


@settings(deadline=None)  # the first one loads the models
@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    assert recognise(text).intent in Intent
    assert recognise_text(text).intent in Intent
    assert recognise_reply(text).intent in Intent


@settings(deadline=None)
@given(st.lists(st.sampled_from(WORDS_OF_REQUESTS), max_size=40).map(" ".join))
def test_any_words_of_requests_can_be_read(text: str) -> None:
    found = recognise(text)
    assert bool(found.matched) == (found.intent is not Intent.NONE)


@pytest.mark.parametrize(
    "text", ["unsubstantiated", "unscrewed it", "unsubstantial claims indeed yes"]
)
def test_other_words_are_no_slip(text: str) -> None:
    assert recognise(text).intent is Intent.NONE


@pytest.mark.parametrize("text", ["стоп", "退订", "停止", "ストップ", "수신거부", "\U0001f6d1"])
def test_keywords_in_other_letters_count(text: str) -> None:
    assert recognise(text).intent is Intent.OPTOUT


def test_lines_that_a_program_broke_are_one_sentence() -> None:
    text = (
        "I would really be very glad if you could take\nme off your mailing list as soon as can be."
    )
    assert len(sentences(text)) == 1
    assert recognise(text).intent is Intent.OPTOUT


def test_quoted_words_are_somebody_elses() -> None:
    assert recognise('The button says "Unsubscribe now", is that right?').intent is Intent.NONE
    assert recognise('I said "stop"').intent is Intent.OPTOUT


@pytest.mark.parametrize(
    "text",
    [
        "please " * 1000, "do not " * 1000, "stop\n" * 2000, "to be " * 1000, "a@" * 3000,
        "停止" * 4000, "i have " * 1000, "," * 9000, "-" * 9000, "s t o p " * 1000,
        "stop stop stop all " * 400, "stop " * 200_000, "f*" * 2000, "asked told said " * 300,
        "remove the a b c " * 300, "i am not " * 600,
    ],
)  # fmt: skip
def test_no_reply_takes_long_to_read(text: str) -> None:
    begun = time.process_time()
    recognise(text)
    assert time.process_time() - begun < 1.0
