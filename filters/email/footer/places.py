"""What something in the bytes of an HTML text stands in: text, attribute, comment, script."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from filters.email.html import TAG, after_markup

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MARKUP: Final = re.compile(rb"<[!?/a-zA-Z]")
_VALUE: Final = re.compile(rb"=\s*+(\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+)")
_READ_AS_TEXT: Final = frozenset({b"title", b"textarea"})


class Place(Enum):
    """What may stand there instead."""

    TEXT = auto()  # anything
    QUOTED = auto()  # in an attribute value, a comment, a title: characters, no elements
    BARE = auto()  # in an attribute value without quotes: nothing with blanks
    NOWHERE = auto()  # in a script or style sheet, half in a tag, half out


def places(html: bytes, spans: Sequence[tuple[int, int]]) -> list[Place]:
    """Return what each span stands in; the spans are in order and do not overlap."""
    found: list[Place] = []
    markup = _markup(html)
    start, end = next(markup)
    for first, last in spans:
        while end <= first:
            start, end = next(markup)
        if last <= start:
            found.append(Place.TEXT)
        elif first < start or last > end:
            found.append(Place.NOWHERE)
        else:
            found.append(_inside(html, start, first, last))
    return found


def _markup(html: bytes) -> Iterator[tuple[int, int]]:
    """Yield where tags and comments are, scripts and their like with what is in them."""
    position = 0
    while match := _MARKUP.search(html, position):
        end = after_markup(html, match.start())
        if end is None:
            break
        yield match.start(), end
        position = end
    # what never ends takes in all that follows; else there is nothing more
    yield (match.start() if match else len(html)), len(html) + 1


def _inside(html: bytes, start: int, first: int, last: int) -> Place:
    """Return what a span stands in that is inside of the markup from `start`."""
    tag = TAG.match(html, start)
    if tag is None:
        return Place.QUOTED
    if first >= tag.end():
        return Place.QUOTED if tag[2].lower() in _READ_AS_TEXT else Place.NOWHERE
    for value in _VALUE.finditer(html, start, tag.end()):
        if value.start(1) <= first and last <= value.end(1):
            return Place.QUOTED if value[1][:1] in b"\"'" else Place.BARE
    return Place.NOWHERE
