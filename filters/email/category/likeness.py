"""What a text is like: advertising or not, by the words and pairs of words of labelled mail."""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, Final, NamedTuple

from filters.email.category.lexicon import Seen, plain
from filters.email.category.wording.learned import BIAS, SCALE, TEXT, TITLE
from filters.email.category.words import Words, pairs, written

if TYPE_CHECKING:
    from collections.abc import Iterable

EXAMINED_WORDS: Final = 250
FEW_WORDS: Final = 14  # with less, nothing is known
_KNOWN: Final = (2, 5)  # of the words there are, so many must be known
_MARKS: Final = "?!"
_MOST: Final = 5  # phrases; more say the same
_EVIDENCE: Final = 4

Feature = str | tuple[str, str]
"""A word or a mark, or two words in a row; "" stands before the first word and after the last."""


class Told(NamedTuple):
    """A text as it is looked at: its words, and marks of what else is known of it."""

    words: Words
    marks: tuple[str, ...]


class Features(NamedTuple):
    """What is looked at of a subject and of the text below it."""

    title: frozenset[Feature]
    text: frozenset[Feature]


class Likeness(NamedTuple):
    """How much a text is like advertising: below zero it is like business, or a letter."""

    score: float = 0.0
    weighing: frozenset[Feature] = frozenset()  # what is known of its text

    @property
    def evidence(self) -> tuple[str, ...]:
        """What it is seen by, whichever it is like."""
        return _evidence(self.weighing, -1 if self.score < 0 else 1) if self.score else ()


UNKNOWN: Final = Likeness()
NO_TITLE: Final = Told(Words((), ()), ())


def told(text: str, words: Words, found: Seen) -> Told:
    """Return a text with marks: whether it asks or cries, and how much the phrases in it say."""
    marks = [mark for mark in _MARKS if mark in text]
    for name, phrases in (("sells", found.selling), ("agreed", found.agreed)):
        count = min(len(plain(phrases)), _MOST)
        marks += [f"{name}{number}" for number in range(1, count + 1)]
    return Told(words.part(0, EXAMINED_WORDS), tuple(marks))


def features(title: Told, text: Told) -> Features:
    """Return what is looked at; the words of a subject count as words of the text as well."""
    own, keys = title.words.keys, text.words.keys
    return Features(
        frozenset().union(own, pairs(own), title.marks),
        frozenset().union(pairs(keys), keys, own, text.marks),
    )


def likeness(title: Told, text: Told, *, few: int = FEW_WORDS) -> Likeness:
    """Return what a text with its subject is like, as far as enough of its words are known."""
    if len(text.words.keys) < few:
        return UNKNOWN
    keys = frozenset(text.words.keys)
    if len(keys & _OF_TEXT) * _KNOWN[1] < len(keys) * _KNOWN[0]:
        return UNKNOWN
    found = features(title, text)
    weighing, of_title = found.text & _OF_TEXT, found.title & _OF_TITLE
    total = sum(map(_TEXT.__getitem__, weighing)) + sum(map(_TITLE.__getitem__, of_title))
    score = BIAS + total / SCALE / sqrt(len(weighing) + len(of_title) + 1)
    return Likeness(score, weighing)


def _evidence(weighing: Iterable[Feature], sign: int) -> tuple[str, ...]:
    words = [each for each in weighing if isinstance(each, tuple) or each.isalpha()]
    strongest = sorted(words, key=lambda each: (-sign * _TEXT[each], str(each)))[:_EVIDENCE]
    shown = (each if isinstance(each, str) else written(each).strip() for each in strongest)
    what = "advertising" if sign > 0 else "business or a letter"
    return (f"text: worded like {what}, as in " + ", ".join(f'"{each}"' for each in shown),)


def _by_feature(texts: dict[int, str]) -> dict[Feature, int]:
    found: dict[Feature, int] = {}
    for weight, text in texts.items():
        for each in text.split(";"):
            first, space, second = each.partition(" ")
            found[(first, second) if space else first] = weight
    return found


_TITLE: Final = _by_feature(TITLE)
_TEXT: Final = _by_feature(TEXT)
_OF_TITLE: Final = frozenset(_TITLE)
_OF_TEXT: Final = frozenset(_TEXT)
"""Sets are met by sets without hashing a pair of words again."""
