"""Phrases of a lexicon, written as words and gaps, and where a sentence has them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_GAP_WORDS: Final = 3

_TOKEN: Final = re.compile(
    r"(?P<LINK>https?://\S+|www\.\S+|[a-z0-9][\w-]*(?:\.[a-z0-9][\w-]*)*\.[a-z]{2,10}(?:/\S*)?(?![\w@]))"
    r"|(?P<PERCENT>\d+(?:[.,]\d+)?\s?%|\d+\s(?:percent|pct)\b)"
    r"|(?P<MONEY>[$£€₹]\s?\d[\d,.]*k?|\b(?:rs|inr|usd|rm|kes|idr|rp)\.?\s?\d[\d,.]*)"
    r"|(?P<SIGN>:[a-z]+:)"
    r"|(?P<NUMBER>\d[\d:,./-]*)(?![a-z])"
    r"|(?P<CODE>(?=[a-z]*\d)(?=\d*[a-z])[a-z\d]{4,})"
    r"|(?P<WORD>[^\W\d_]+(?:'[^\W\d_]+)?|\d+[^\W\d_]+)"
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word, or what stands for a kind of word: `LINK`, `PERCENT`, `MONEY`, `NUMBER`, `CODE`."""

    name: str  # the word itself, or its kind
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Slots in order: each a set of names, and whether up to three words may stand before it."""

    group: str
    weight: float
    slots: tuple[tuple[bool, frozenset[str]], ...]


Index = "Mapping[str, Sequence[Phrase]]"


def tokens(sentence: str) -> list[Token]:
    """Cut a normalised sentence into words and kinds of words."""
    found = []
    for match in _TOKEN.finditer(sentence):
        kind = match.lastgroup or ""
        name = match[0] if kind in {"WORD", "SIGN"} else kind
        found.append(Token(name, match.start(), match.end()))
    return found
