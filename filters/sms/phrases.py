"""Phrases of a lexicon, written as words and gaps, and where a sentence has them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

_GAP: Final = "~"
_GAP_WORDS: Final = 3

_TOKEN: Final = re.compile(
    r"(?P<PLAIN>(?!(?:rs|inr|usd|eur|gbp)\b)[a-z]+(?=\.?(?:[ ,!?]|\Z)))"  # nothing else fits
    r"|(?P<MAILBOX>[\w.+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}(?!\w))"
    r"|(?P<LINK>https?://\S+|(?:[a-z0-9](?:[\w-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,10}(?:/\S*|(?![\w@])))"
    r"|(?P<PERCENT>\d+(?:[.,]\d+)? ?%|\d+ (?:percent|pct)\b)"
    r"|(?P<MONEY>[$£€₹] ?\d[\d,.]*k?|\b(?:rs|inr|usd|eur|gbp)\.? ?\d[\d,.]*)"
    r"|(?P<SIGN>:[a-z]+:)"
    r"|(?P<CODE>[a-z]+[-@]?\d[a-z\d]{2,}|[a-z]{3,}\d+|\d+[a-z]+\d[a-z\d]*)"
    r"|(?P<NUMBER>\d++(?:[:,./-]\d+)*)(?!-?[^\W_])"
    r"|(?P<WORD>[a-z][&/][a-z]s?(?![^\W_])|[^\W_]+(?:['-][^\W_]+)*)"
)
_OFFER_PATH: Final = re.compile(
    r"[/?&=_-](?:sale|deals?|offers?|promos?|discounts?|coupons?|clearance|specials?|shop)\b"
)
_SPOKEN: Final = frozenset({"PLAIN", "WORD", "SIGN"})


class Token(NamedTuple):
    """One word, or its kind: `MAILBOX`, `LINK`, `PERCENT`, `MONEY`, `CODE` or `NUMBER`.

    A link whose path names an offer is an `OFFER_LINK`.
    """

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of a phrase: the names that fit, and whether up to three words may precede it."""

    names: frozenset[str]
    after_gap: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A line of a lexicon: what to look for, what it weighs, and the group it speaks for."""

    group: str
    weight: float
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A phrase found in a sentence, and the words that were it."""

    phrase: Phrase
    words: str


Lexicon = Mapping[str, Sequence[Phrase]]
"""Phrases by each name their first slot takes."""


def read(text: str) -> Lexicon:
    r"""Read a lexicon: `[group]` lines, and lines of a weight and a phrase below them.

    A phrase is slots, parted by spaces; a slot is names, parted by `|`; `~` before a slot lets up
    to three words come between. Capitals name a kind of word.

    >>> sorted(read("[urgency]\n2.5 act|hurry ~ now"))
    ['act', 'hurry']
    """
    phrases: defaultdict[str, list[Phrase]] = defaultdict(list)
    group = ""
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("["):
            group = line.strip("[]")
            continue
        weight, *words = line.split()
        phrase = Phrase(group=group, weight=float(weight), slots=tuple(_slots(words)))
        for name in phrase.slots[0].names:
            phrases[name].append(phrase)
    return dict(phrases)


def words(lexicon: Lexicon) -> frozenset[str]:
    """Return every word a lexicon has, in any slot."""
    slots = (slot for phrases in lexicon.values() for phrase in phrases for slot in phrase.slots)
    return frozenset(
        name for slot in slots for name in slot.names if name.isalpha() and name.islower()
    )


@lru_cache(maxsize=256)
def tokens(sentence: str) -> tuple[Token, ...]:
    """Cut a normalised sentence into words and kinds of words."""
    return tuple(Token(_name(m), m.start(), m.end()) for m in _TOKEN.finditer(sentence))


def find(sentence: str, cut: Sequence[Token], lexicon: Lexicon) -> Iterator[Match]:
    """Yield every phrase of the lexicon that the sentence has; `cut` are its tokens."""
    for at, token in enumerate(cut):
        for phrase in lexicon.get(token.name, ()):
            end = _end(phrase, cut, at)
            if end:
                yield Match(phrase=phrase, words=sentence[token.start : cut[end - 1].end])


def _name(match: re.Match[str]) -> str:
    if match.lastgroup in _SPOKEN:
        return match[0]
    leads_to_offer = match.lastgroup == "LINK" and _OFFER_PATH.search(match[0])
    return "OFFER_LINK" if leads_to_offer else str(match.lastgroup)


def _slots(words: list[str]) -> Iterator[Slot]:
    after_gap = False
    for word in words:
        if word != _GAP:
            yield Slot(frozenset(word.split("|")), after_gap)
        after_gap = word == _GAP


def _end(phrase: Phrase, cut: Sequence[Token], at: int) -> int:
    """Return the position after the phrase that begins at `at`; 0 if it does not go on."""
    at += 1
    for slot in phrase.slots[1:]:
        names = slot.names
        for token in cut[at : at + 1 + _GAP_WORDS * slot.after_gap]:
            at += 1
            if token.name in names:
                break
        else:
            return 0
    return at
