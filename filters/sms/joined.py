"""A second reading of a sentence, with the words apart that dots, dashes or nothing at all join."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from filters.lookalikes import readings
from filters.sms.lexicon import OFFERS
from filters.sms.percentages import NUMBER_WORDS, UNIT_WORDS, with_percentages
from filters.sms.phrases import find, tokens, words

if TYPE_CHECKING:
    from re import Match

_FILLERS: Final = frozenset(
    ("all", "and", "every", "everything", "entire", "item", "items", "store", "sitewide", "whole")
)
_WORDS: Final = frozenset(
    word for word in words(OFFERS) | NUMBER_WORDS.keys() | UNIT_WORDS | _FILLERS if len(word) > 1
)
_LONGEST: Final = max(map(len, _WORDS))
STRONG: Final = 2.4
"""The weight a phrase needs to count in a second reading."""
_SHORTEST_JOINED: Final = 6  # letters of two words that could be an offer, as in buynow

_CHUNK: Final = re.compile(r"[\w$£€₹]\S{3,}[\w%]")  # what stands around it stays
_LOCATION: Final = re.compile(
    r"https?:|www\.|\S*@[\w-]+\.|(?:[\w-]+\.)+(?:[a-z]{2,24}[/:?#]\S|(?P<last>[a-z]{2,24})$)"
)
_CODE: Final = re.compile(r"[a-z]+\d+")
_COMPOUND: Final = re.compile(r"[a-z]+(?:[-/][a-z]+)+")
_PIECE: Final = re.compile(r"[$£€₹]?\d+(?:[.,:/-]\d+)*%?|[^\W\d_]+(?:'[^\W\d_]+)*")


def taken_apart(sentence: str) -> str:
    """Return a normalised sentence with joined words apart, as far as words of offers come of it.

    Links, addresses, file names and codes stay as they are.

    >>> taken_apart("flash.sale at shop-now.example, 20%offshopnow")
    'flash sale at shop-now.example, 20% off shop now'
    """
    apart = _CHUNK.sub(_apart, sentence)
    return apart if apart == sentence else with_percentages(apart)


def _apart(match: Match[str]) -> str:
    chunk = match[0]
    if chunk.isalpha():
        return " ".join(_made_of(chunk)) or chunk
    if _is_name(chunk):
        return chunk
    pieces = _PIECE.findall(chunk)
    made = [_made_of(piece) for piece in pieces]
    if not all(made):
        whole = "".join(pieces)
        for reading in (whole, *readings(whole)):
            if reading.isalpha() and _made_of(reading):
                return " ".join(_made_of(reading))
    if len(pieces) <= 1:
        return chunk
    apart = " ".join(" ".join(m) or piece for m, piece in zip(made, pieces, strict=True))
    return chunk if _COMPOUND.fullmatch(chunk) and not _is_phrase(apart) else apart


def _is_phrase(apart: str) -> bool:
    """Whether a compound is an offer by itself, as flash-sale is; drop-off and on/off are none."""
    found = (match.phrase for match in find(apart, tokens(apart), OFFERS))
    return any(len(phrase.slots) > 1 and phrase.weight >= STRONG for phrase in found)


def _is_name(chunk: str) -> bool:
    """Whether it is a link, an address, a file or a code: a name, and no words."""
    found = _LOCATION.match(chunk)
    return found["last"] not in _WORDS if found else _CODE.fullmatch(chunk) is not None


@lru_cache(maxsize=4096)
def _made_of(piece: str) -> tuple[str, ...]:
    """Return the fewest words of offers a piece is made of; a number and a sign are their own."""
    if piece in _WORDS or not piece.isalpha():
        return (piece,)
    if len(piece) < _SHORTEST_JOINED:
        return ()
    made: dict[int, tuple[str, ...]] = {0: ()}
    for at in range(len(piece)):
        if at in made:
            for end in range(at + 2, min(len(piece), at + _LONGEST) + 1):
                word = piece[at:end]
                if word in _WORDS and len(made[at]) + 1 < len(made.get(end, piece)):
                    made[end] = (*made[at], word)
    return made.get(len(piece), ())
