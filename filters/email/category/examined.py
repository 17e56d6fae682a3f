"""How much of a text is examined: what is longer is cut, and says so."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from filters.email.category.lexicon import read
from filters.email.category.words import EXAMINED_CHARACTERS, EXAMINED_WORDS

if TYPE_CHECKING:
    from filters.email.reading import Reading

_MOST_SOURCE: Final = 500_000
"""Characters of a text with its markup: five times what mailbox providers show of it. A tree of
more takes long to build."""
_PICTURE: Final = re.compile(r"\bdata:[a-z0-9/+.-]{1,60};base64,[A-Za-z0-9+/]{1000,}+=*+")
"""In the text itself (RFC 2397): as long as any, and nobody reads it."""


def examined_source(text: str) -> tuple[str, bool]:
    """Return as much of a text as is read, and whether there is more; a long one has no pictures.

    >>> examined_source("<p>Hello"), examined_source("x" * 500_001)[1]
    (('<p>Hello', False), True)
    """
    if len(text) > _MOST_SOURCE:
        text = _PICTURE.sub("data:,", text)
    return text[:_MOST_SOURCE], len(text) > _MOST_SOURCE


def examined(reading: Reading, *, is_cut: bool) -> Reading:
    """Return a reading of no more than is looked at; a long one is without its indentation.

    `is_cut` says that it is the reading of a beginning.
    """
    shown, everything = _squeezed(reading.shown), _squeezed(reading.everything)
    return replace(
        reading,
        shown=shown[:EXAMINED_CHARACTERS],
        everything=everything[:EXAMINED_CHARACTERS],
        is_cut=is_cut or max(len(shown), len(everything)) > EXAMINED_CHARACTERS,
    )


def is_cut(reading: Reading) -> bool:
    """Whether not all that it says is looked at: then nobody knows what it is about."""
    return reading.is_cut or any(map(_has_more_words, {reading.shown, reading.everything}))


def _squeezed(text: str) -> str:
    """Return a text without its indentation, if that is needed to look at all of it."""
    if len(text) <= EXAMINED_CHARACTERS:
        return text
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(filter(None, lines))


def _has_more_words(text: str) -> bool:
    return len(text) >= EXAMINED_WORDS and len(read(text).keys) >= EXAMINED_WORDS
