"""What a reply is like: the words and runs of words of labelled replies, weighed.

Rules know the words of a request; people have others for it, and these words for other things. So
a reply is read a second time, by what it has in common with replies whose meaning is known.

A model file is zlib-compressed UTF-8 lines: a line of weights for any reply, then lines of weights
and a feature, a weight for each of `INTENTS`, in hundredths. `training/texts/` makes it.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, replace
from heapq import nlargest
from typing import TYPE_CHECKING, Final

from filters.revocation.recognition import Intent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from filters.revocation.reading import Sentence

INTENTS: Final = (Intent.OPTOUT, Intent.REVIEW, Intent.OPTIN, Intent.NONE)
"""What is told apart; whoever asks for help is of those who ask for nothing."""

Scores = tuple[float, ...]
"""A number for each of `INTENTS`: the more of it, the likelier is that what is asked for."""

_PRECISION: Final = 100
_LONGEST_RUN: Final = 3  # words
_STEMS: Final = (4, 5)  # letters that words of one family begin with
_NAMED: Final = 3
_SAID: Final = re.compile(r"(?!. )[a-z' ]{2,}")
_SIGN_OFF: Final = re.compile(
    r"(?:(?:thanks|thank you|many thanks|regards|(?:best|kind|warm) regards|best|cheers|sincerely"
    r"|gracias|muchas gracias|saludos|un saludo|atentamente|merci|merci d avance|cordialement)"
    r"(?: , (?!(?:no|nope|not|non|stop|end|quit|alto|baja|arret|bye|enough|basta)\b)[a-z]+)?)"
)
_LONGEST_SENTENCE: Final = 45  # words
_MOST: Final = 100  # words that are read as one; longer replies are read in parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """The weights of each feature; their sums over what a reply has are its scores."""

    bias: Scores
    weights: Mapping[str, tuple[int, ...]]

    @classmethod
    def read(cls, content: bytes) -> Likeness:
        """Read a model file."""
        bias, *lines = zlib.decompress(content).decode("utf-8").split("\n")
        parted = (line.split(" ", len(INTENTS)) for line in lines)
        weights = {feature: tuple(map(int, numbers)) for *numbers, feature in parted}
        return cls(bias=tuple(map(float, bias.split())), weights=weights)

    def file(self) -> bytes:
        """Return the model as a file."""
        rows = (f"{' '.join(map(str, row))} {name}" for name, row in sorted(self.weights.items()))
        bias = " ".join(f"{each:.4f}" for each in self.bias)
        return zlib.compress("\n".join((bias, *rows)).encode(), 9)

    def scores(self, plain: str) -> Scores:
        """Return the scores of a plain reply."""
        rows = [self.weights[each] for each in features(plain) if each in self.weights]
        sums = map(sum, zip(*rows, strict=True)) if rows else (0,) * len(INTENTS)
        return tuple(bias + total / _PRECISION for bias, total in zip(self.bias, sums, strict=True))

    def loudest(self, plain: str) -> str:
        """Return the words and runs of words that spoke loudest for a request, loudest first."""
        asks, none = INTENTS.index(Intent.OPTOUT), INTENTS.index(Intent.NONE)
        heard = (
            (self.weights[each][asks] - self.weights[each][none], each)
            for each in features(plain)
            if each in self.weights and _SAID.fullmatch(each)
        )
        return ", ".join(run for weight, run in nlargest(_NAMED, heard) if weight > 0)


def plain(said: Sequence[Sentence]) -> str:
    """Return sentences as the models read them.

    >>> from filters.revocation.reading import sentences
    >>> plain(sentences("Who's this?? Pls STOP"))
    'who is this ? please stop .'
    """
    return " ".join(f"{each.words} {'?' if each.asks else '.'}" for each in said).lower()


def parts(said: Sequence[Sentence]) -> Iterator[str]:
    """Yield a reply in plain words, a long one in parts that overlap; what is said again once.

    Thanks and a name at its end say nothing.

    >>> from filters.revocation.reading import sentences
    >>> list(parts(sentences("Not for me. Thanks, Bob")))
    ['not for me .']
    >>> list(parts(sentences("Not for me. Thanks, stop")))
    ['not for me . thanks , stop .']
    """
    told = _without_sign_off(said)
    said = list({part.words: part for each in told for part in _cut(each)}.values())
    start = 0
    while start < len(said):
        end = _end(said, start)
        yield plain(said[start:end])
        if end == len(said):
            return
        start += max(1, (end - start) // 2)


def _without_sign_off(said: Sequence[Sentence]) -> Sequence[Sentence]:
    while len(said) > 1 and _SIGN_OFF.fullmatch(said[-1].words):
        said = said[:-1]
    return said


def _cut(sentence: Sentence) -> Iterator[Sentence]:
    """Yield a sentence, one without an end in pieces."""
    words = sentence.words.split(" ")
    for start in range(0, len(words), _LONGEST_SENTENCE):
        yield replace(sentence, words=" ".join(words[start : start + _LONGEST_SENTENCE]))


def _end(said: Sequence[Sentence], start: int) -> int:
    words, end = 0, start
    while end < len(said) and (end == start or words + said[end].words.count(" ") < _MOST):
        words += said[end].words.count(" ") + 1
        end += 1
    return end


def features(plain: str) -> frozenset[str]:
    """Return what is looked at: words, runs of them, pairs around a word, beginnings of words."""
    words = plain.split()[: 2 * _MOST]
    row = ("^", *words, "$")
    runs = (
        " ".join(row[start : start + length])
        for length in range(1, _LONGEST_RUN + 1)
        for start in range(len(row) - length + 1)
    )
    around = (f"{before} _ {after}" for before, after in zip(row, row[2:], strict=False))
    stems = (f"#{word[:length]}" for word in words for length in _STEMS if len(word) > length)
    return frozenset((*runs, *around, *stems))
