"""A second reading of a sentence, with the words apart that dots, dashes or nothing at all join."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from filters.lookalikes import readings
from filters.sms.lexicon import OFFERS
from filters.sms.percentages import NUMBER_WORDS, UNIT_WORDS, with_percentages
from filters.sms.phrases import words

if TYPE_CHECKING:
    from re import Match

_FILLERS: Final = frozenset(
    ("all", "and", "every", "everything", "entire", "item", "items", "store", "sitewide", "whole")
)
_WORDS: Final = frozenset(
    word for word in words(OFFERS) | NUMBER_WORDS.keys() | UNIT_WORDS | _FILLERS if len(word) > 1
)
_LONGEST: Final = max(map(len, _WORDS))
_SHORTEST_JOINED: Final = 6  # letters of two words that could be an offer, as in buynow

_CHUNK: Final = re.compile(r"\S{4,}")
_LOCATION: Final = re.compile(
    r"\W*(?:https?:|www\.|\S*@[\w-]+\.|(?:[\w-]+\.)+(?:[a-z]{2,24}[/:?#]\S|(?P<last>[a-z]{2,24})\W*$))"
)
_CODE: Final = re.compile(r"\W*[a-z]+\d+\W*")
_PIECE: Final = re.compile(
    r"(?:[$£€₹] ?)?\d+(?:[.,:/-]\d+)*%?|[^\W\d_]+(?:'[^\W\d_]+)*|:[a-z]+:"
)


def taken_apart(sentence: str) -> str:
    """Return a normalised sentence with joined words apart, as far as words of offers come of it.

    Links, addresses, file names and codes stay as they are.

    >>> taken_apart("flash.sale at shop-now.example, 20%offshopnow")
    'flash sale at shop-now.example, 20% off shop now'
    """
    return with_percentages(_CHUNK.sub(_apart, sentence))


def _apart(match: Match[str]) -> str:
    chunk = match[0]
    if chunk in _WORDS or _is_name(chunk):
        return chunk
    pieces = _PIECE.findall(chunk)
    read = [_made_of(piece) for piece in pieces]
    if not all(read):
        squeezed = "".join(pieces)
        read = next(filter(all, ([_made_of(r)] for r in (squeezed, *readings(squeezed)))), read)
    if len(read) == 1 and len(read[0]) <= 1 and len(pieces) == 1:
        return chunk  # one word, known or not
    return " ".join(" ".join(words) or piece for words, piece in zip(read, pieces, strict=False))


def _is_name(chunk: str) -> bool:
    """Whether it is a link, an address, a file or a code: a name, and no words."""
    found = _LOCATION.match(chunk)
    return found["last"] not in _WORDS if found else _CODE.fullmatch(chunk) is not None


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
