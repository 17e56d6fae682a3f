from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from filters.email.category.footnote import footnote
from filters.email.category.judgement import Judgement, stricter
from filters.email.category.lexicon import read, seen
from filters.email.category.likeness import NO_TITLE, UNKNOWN, Likeness, likeness, told

if TYPE_CHECKING:
    from collections.abc import Iterator

SOFT = (
    "It has been a while since you were here. The menu has changed, the terrace has a roof now, "
    "and your first drink is on us. Come and see us this week."
)
NOTICE = (
    "We received your payment of $84.00 on November 12. Your account is current and nothing more "
    "is due. Please keep this receipt. If you have questions, call us."
)


def alike(subject: str, text: str) -> Likeness:
    title, words = read(subject), read(text)
    return likeness(told(subject, title, seen(title)), told(text, words, seen(words)))


def test_advertising_without_one_plain_offer_is_like_advertising_and_says_by_what() -> None:
    found = alike("We miss you", SOFT)
    assert found.score > 1
    assert found.evidence[0].startswith('text: worded like advertising, as in "')


def test_business_is_unlike_advertising_and_says_by_what() -> None:
    found = alike("Your payment", NOTICE)
    assert found.score < -1
    assert found.evidence[0].startswith('text: worded like business or a letter, as in "')
    assert "received" in found.evidence[0]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Come and see us this week.", "too few words"),
        ("zork blag fnord quux plugh frotz " * 5, "words nobody knows"),
        ("", "nothing"),
    ],
)
def test_nothing_is_known_of(text: str, why: str) -> None:
    assert alike("We miss you", text) == UNKNOWN, why


def test_how_few_words_are_enough_may_be_said() -> None:
    words = read("Come and see what is new in our shop this week.")
    own = told("", words, seen(words))
    assert likeness(NO_TITLE, own) == UNKNOWN
    assert likeness(NO_TITLE, own, few=8).score > 0


def test_phrases_and_marks_count_as_well_as_words() -> None:
    words = read("Shop now and save 20%.")
    assert told("Really? Yes!", words, seen(words)).marks == ("?", "!", "sells1", "sells2")


def test_footnote_is_sought_also_where_a_text_is_too_long_to_be_read_whole() -> None:
    offer = "Premium is half price until Sunday."
    assert footnote(offer) == footnote("word " * 20_000 + ".\n" + offer) != ()


def test_nothing_is_read_after_what_nothing_is_stricter_than() -> None:
    surely = Judgement(is_commercial=True, evidence=("subject",))

    def judgements() -> Iterator[Judgement]:
        yield Judgement(is_commercial=True, is_faint=True)
        yield surely
        pytest.fail("another text was read")

    assert stricter(judgements()) is surely
