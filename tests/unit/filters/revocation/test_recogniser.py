from __future__ import annotations

import time
from typing import Final

import pytest

from filters.revocation import Grade, Intent, recognise
from filters.revocation.reading import sentences

PER_SE: Final = ("stop", "quit", "end", "revoke", "opt out", "cancel", "unsubscribe")
"""47 CFR 64.1200(a)(10)."""

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
    ["unsuscribe", "Unsubcribe me", "unsubscrib", "st0p", "stopplease", "St\u043ep", "S.T.O.P."],
)
def test_slips_and_disguises_are_read(text: str) -> None:
    assert recognise(text).intent is Intent.OPTOUT


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
        "stop stop stop all " * 400,
    ],
)  # fmt: skip
def test_no_reply_takes_long_to_read(text: str) -> None:
    begun = time.process_time()
    recognise(text)
    assert time.process_time() - begun < 2.0
