"""What something in the bytes of an HTML text stands in: text, attribute, comment, script."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from filters.email.html import TAG, after_markup, after_plain

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    start = end = 0
    for first, last in spans:
        while end <= first:
            start, end = _markup(html, end, first)
        if last <= start:
            found.append(Place.TEXT)
        elif first < start or last > end:
            found.append(Place.NOWHERE)
        else:
            found.append(_inside(html, start, first, last))
    return found


def _markup(html: bytes, position: int, first: int) -> tuple[int, int]:
    """Return where a tag or comment is, a script or its like with what is in it.

    The next one, but for plain ones that end before `first`.
    """
    match = _MARKUP.search(html, after_plain(html, position, first))
    start = match.start() if match else len(html)
    end = after_markup(html, start) if match else None
    # what never ends takes in all that follows; else there is nothing more
    return start, len(html) + 1 if end is None else end


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
