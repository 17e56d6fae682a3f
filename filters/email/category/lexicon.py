"""The phrases that say why a message is sent, and how they are found in a text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from itertools import islice, pairwise
from typing import Final, NamedTuple

from filters.email.category.wording.ads import ADVERTISING, CALL_TO_BUY, URGENCY
from filters.email.category.wording.ads_abroad import ADVERTISING_ABROAD
from filters.email.category.wording.ads_for_adults import ADVERTISING_FOR_ADULTS, EXPLICIT
from filters.email.category.wording.ads_of_gain import ADVERTISING_OF_GAIN
from filters.email.category.wording.business import AGREED_BUSINESS
from filters.email.category.wording.business_abroad import AGREED_BUSINESS_ABROAD
from filters.email.category.wording.mailings import SENT_TO_MANY, SENT_TO_MANY_ABROAD
from filters.email.category.wording.offers import OFFERS
from filters.email.category.wording.offers_abroad import OFFERS_ABROAD
from filters.email.category.wording.vocabulary import spelled_out
from filters.email.category.words import NUMBER, Pair, Words, keys_of_lines, pairs, words, written

PLAINLY: Final = 2
_MAYBE: Final = 1
_COMPARING: Final = frozenset({"instead", "statt", "lieu", "lugar", "vez", "invece", "plaats"})
_PRICE_BEFORE: Final = 6  # words
_CENTS: Final = 2  # digits
_SHORT: Final = 4  # letters; a shorter word is too often a model or a part number


class _Kind(IntEnum):
    SELLS = 0
    AGREED = 1
    TO_MANY = 2


@dataclass(frozen=True, slots=True, eq=False)
class Phrase:
    """A phrase with what it speaks for."""

    words: tuple[str, ...]
    kind: _Kind
    means: str
    basis: str
    weight: int

    @property
    def is_offer(self) -> bool:
        """Whether it offers something, whatever stands around it: a number off, a call to buy."""
        return self.means != URGENCY and (NUMBER in self.words or self.means == CALL_TO_BUY)

    @property
    def presses(self) -> bool:
        """Whether it only presses: so do a warning of a storm and a reminder of the bus."""
        return self.means == URGENCY

    @property
    def compares(self) -> bool:
        """Whether it sets one price against another."""
        return self.kind is _Kind.SELLS and not _COMPARING.isdisjoint(self.words)

    def __str__(self) -> str:
        """Return the phrase as the lexicon has it."""
        return written(self.words)


Found = dict[Phrase, int]
"""Phrases, and the word each first starts at."""


class Seen(NamedTuple):
    """What stands in a text, by what it speaks for."""

    selling: Found
    agreed: Found
    to_many: Found


class _Neighbours(NamedTuple):
    """Phrases by every two words in a row that they have."""

    longer: dict[Pair, tuple[frozenset[Pair], ...]]  # by the first two
    alone: frozenset[str]  # words that are phrases


class _Lexicon(NamedTuple):
    """Phrases by their words, and how long those are that begin with a word and another."""

    phrases: dict[tuple[str, ...], Phrase]
    lengths: dict[str, dict[str, tuple[int, ...]]]  # longest first
    pairs: frozenset[Pair]  # that phrases begin with
    alone: frozenset[str]  # words that are phrases
    disguised: frozenset[str]  # words of advertising that are worth a disguise


@lru_cache(maxsize=8)  # phrases, likeness and the footnote read the same texts
def read(text: str) -> Words:
    """Return the words of a text, also those of advertising that are written in signs."""
    return words(text, _lexicon().disguised)


def seen(text: Words) -> Seen:
    """Return each phrase with the word it first starts at; the longest wins, none overlap.

    So "complete your order" is a call to buy, and no order.
    """
    found: tuple[Found, Found, Found] = ({}, {}, {})  # by kind
    known, keys = _lexicon(), text.keys
    phrases, lengths = known.phrases, known.lengths
    begins = {first for first, _ in pairs(keys) & known.pairs}
    begins |= known.alone.intersection(keys)
    free_from = 0
    for at in [at for at, word in enumerate(keys) if word in begins]:
        if at < free_from:
            continue
        seconds = lengths[keys[at]]
        second = keys[at + 1] if at + 1 < len(keys) else ""
        for length in seconds.get(second) or seconds.get("", ()):
            phrase = phrases.get(keys[at : at + length])
            if phrase is not None and not (phrase.compares and _rises(text.spelled, at, length)):
                found[phrase.kind].setdefault(phrase, at)
                free_from = at + length
                break
    return Seen(*found)


def explicit_phrases(*texts: str) -> frozenset[str]:
    """Return the phrases in these texts that offer sexually explicit content."""
    found = (phrase for text in texts for phrase in seen(read(text)).selling)
    return frozenset(str(phrase) for phrase in found if phrase.means == EXPLICIT)


def may_sell(text: Words, meanings: frozenset[str]) -> bool:
    """Whether all neighbours that a phrase of these meanings has stand in a text: few texts do.

    They stand there, too, where a part of the text has the phrase.
    """
    there, phrases = pairs(text.keys), _neighbours(meanings)
    return not phrases.alone.isdisjoint(text.keys) or any(
        all_of_one <= there
        for pair in there & phrases.longer.keys()
        for all_of_one in phrases.longer[pair]
    )


@lru_cache
def _neighbours(meanings: frozenset[str]) -> _Neighbours:
    longer: dict[Pair, tuple[frozenset[Pair], ...]] = {}
    plain = [
        keys
        for keys, phrase in _lexicon().phrases.items()
        if phrase.kind is _Kind.SELLS and phrase.weight == PLAINLY and phrase.means in meanings
    ]
    for keys in plain:
        for pair in islice(pairwise(keys), 1):
            longer[pair] = (*longer.get(pair, ()), frozenset(pairwise(keys)))
    return _Neighbours(longer, frozenset(keys[0] for keys in plain if len(keys) == 1))


def _rises(spelled: tuple[str, ...], at: int, length: int) -> bool:
    """Whether a price that stands "instead of" another is the higher one: nobody is lured by it."""
    told = spelled[max(at - _PRICE_BEFORE, 0) : at + length]
    prices = [_amount(word) for word in told if "0" <= word[0] <= "9"]
    return len(prices) > 1 and prices[-2] > prices[-1]


def _amount(price: str) -> float:
    """Return the number that is written: $1,180.50 is one thousand, and so is 1.180,50.

    >>> _amount("1,180"), _amount("9.99"), _amount("32,90")
    (1180.0, 9.99, 32.9)
    """
    bare = price.rstrip(".,")
    whole, point, cents = bare.replace(",", ".").rpartition(".")
    if not point or len(cents) > _CENTS:
        whole, cents = bare, ""
    return float(f"{whole.replace('.', '').replace(',', '')}.{cents or 0}")


def plain(found: Found) -> Found:
    """Return the phrases that say it by themselves."""
    return found and {phrase: at for phrase, at in found.items() if phrase.weight == PLAINLY}


def sold(found: Found) -> Found:
    """Return the phrases that sell by themselves: to press is not enough."""
    return found and {p: at for p, at in plain(found).items() if not p.presses}


def score(found: Found) -> int:
    """Return how much the phrases say together."""
    return sum([phrase.weight for phrase in found])


@cache
def _lexicon() -> _Lexicon:
    phrases: dict[tuple[str, ...], Phrase] = {}
    selling = (
        *OFFERS_ABROAD,
        *OFFERS,
        *ADVERTISING_ABROAD,
        *ADVERTISING_FOR_ADULTS,
        *ADVERTISING_OF_GAIN,
        *ADVERTISING,
    )
    for kind, wordings in (
        (_Kind.TO_MANY, (*SENT_TO_MANY_ABROAD, *SENT_TO_MANY)),
        (_Kind.AGREED, (*AGREED_BUSINESS_ABROAD, *AGREED_BUSINESS)),
        (_Kind.SELLS, selling),
    ):
        for wording in wordings:
            for text, weight in ((wording.maybe, _MAYBE), (wording.plainly, PLAINLY)):
                for keys in keys_of_lines("\n".join(spelled_out(text))):
                    phrases[keys] = Phrase(keys, kind, wording.means, wording.basis, weight)
    lengths: dict[str, dict[str, tuple[int, ...]]] = {}
    for first, second, *_ in ((*keys, "") for keys in phrases):
        lengths.setdefault(first, {}).setdefault(second, ())
    for keys in sorted(phrases, key=len, reverse=True):
        seconds = lengths[keys[0]]
        for second in keys[1:2] or seconds:  # whatever follows a word that is a phrase alone
            seconds[second] = (*seconds[second], len(keys))
    sold = {word for keys, each in phrases.items() if each.kind is _Kind.SELLS for word in keys}
    return _Lexicon(
        phrases,
        {first: _unique(seconds) for first, seconds in lengths.items()},
        frozenset((keys[0], keys[1]) for keys in phrases if len(keys) > 1),
        frozenset(keys[0] for keys in phrases if len(keys) == 1),
        frozenset(word for word in sold if len(word) >= _SHORT),
    )


def _unique(seconds: dict[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    return {second: tuple(dict.fromkeys(found)) for second, found in seconds.items()}
