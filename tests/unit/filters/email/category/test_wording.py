"""Of the phrases that are known, each says why it counts, and none means two things."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from filters.email.category.wording.ads import ADVERTISING
from filters.email.category.wording.ads_abroad import ADVERTISING_ABROAD
from filters.email.category.wording.ads_for_adults import ADVERTISING_FOR_ADULTS
from filters.email.category.wording.ads_of_gain import ADVERTISING_OF_GAIN
from filters.email.category.wording.business import AGREED_BUSINESS
from filters.email.category.wording.business_abroad import AGREED_BUSINESS_ABROAD
from filters.email.category.wording.mailings import SENT_TO_MANY, SENT_TO_MANY_ABROAD
from filters.email.category.wording.offers import OFFERS
from filters.email.category.wording.offers_abroad import OFFERS_ABROAD
from filters.email.category.wording.vocabulary import spelled_out
from filters.email.category.words import words

if TYPE_CHECKING:
    from filters.email.category.wording.vocabulary import Wording

SELLING = (
    *ADVERTISING,
    *ADVERTISING_ABROAD,
    *ADVERTISING_FOR_ADULTS,
    *ADVERTISING_OF_GAIN,
    *OFFERS,
    *OFFERS_ABROAD,
)
MAILINGS = (*SENT_TO_MANY, *SENT_TO_MANY_ABROAD)
AGREED = (*AGREED_BUSINESS, *AGREED_BUSINESS_ABROAD)


def phrases(*wordings: Wording) -> list[tuple[str, ...]]:
    texts = [text for each in wordings for text in (each.plainly, each.maybe)]
    return [words(phrase).keys for text in texts for phrase in spelled_out(text)]


def test_every_wording_says_why_it_counts_and_no_phrase_stands_twice() -> None:
    for each in (*SELLING, *MAILINGS, *AGREED):
        assert each.means
        assert each.because
        texts = [*spelled_out(each.plainly), *spelled_out(each.maybe)]
        doubled = [phrase for phrase, count in Counter(texts).items() if count > 1]
        assert not doubled, (each.means, doubled)


def test_no_phrase_both_sells_and_was_agreed_on() -> None:
    selling, mailings, agreed = map(set, (phrases(*SELLING), phrases(*MAILINGS), phrases(*AGREED)))
    assert selling.isdisjoint(agreed)
    assert selling.isdisjoint(mailings)
    assert mailings.isdisjoint(agreed)


def test_every_phrase_has_a_word_and_no_number_says_anything_alone() -> None:
    for phrase in phrases(*SELLING, *MAILINGS, *AGREED):
        assert any(word.isalpha() for word in "".join(phrase)), phrase
