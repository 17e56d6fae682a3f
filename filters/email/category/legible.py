"""Whether all that a message shows can be read and judged here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filters.email.category.examined import is_cut
from filters.email.category.tongue import is_understood
from filters.email.category.words import is_spelled_out, words

if TYPE_CHECKING:
    from filters.email.category.content import Content
    from filters.email.reading import Reading

SUBSTANCE: Final = 20  # words
_MAX_CHARACTERS: Final = 50_000  # nobody writes or quotes so much
_WORD_OR_TWO: Final = 2


def is_long(content: Content) -> bool:
    """Whether it is longer than anybody writes, or than is looked at."""
    whole = content.whole
    length_of_all = sum(len(reading.everything) for reading in whole)
    return length_of_all > _MAX_CHARACTERS or any(map(is_cut, whole))


def is_read(content: Content) -> bool:
    """Whether what it shows can be read here: more than a picture with a word or two."""
    whole = content.whole
    if content.is_in_unknown_charset or any(is_spelled_out(each.everything) for each in whole):
        return False
    most = max((length(reading.shown) for reading in whole), default=0)
    return most >= (SUBSTANCE if content.has_pictures else 1)


def length(text: str) -> int:
    """Return how many words a text has."""
    return len(text.split()) if text.isascii() else len(words(text).keys)


def are_understood(readings: tuple[Reading, ...]) -> bool:
    """Whether each of these texts is in a language known here; a word or two tell nothing."""
    texts = [reading.shown for reading in readings]
    told = [text for text in texts if length(text) > _WORD_OR_TWO]
    return all(map(is_understood, told or texts))
