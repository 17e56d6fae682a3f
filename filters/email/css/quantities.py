"""What decides whether letters can be read, and how declarations set it."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import Final

from filters.email.css.colours import BLACK, Colour, colour


class Quantity(Enum):
    """What decides whether letters can be read; the innermost element that sets it prevails."""

    COLOUR = auto()
    GROUND = auto()
    SIZE = auto()
    LEADING = auto()


class Word(Enum):
    """What is no value by itself."""

    INHERITED = auto()
    OF_SIZE = auto()  # as good as the size of the letters is


Value = Colour | bool | Word
Setting = tuple[Quantity, Value, bool]  # the last: whether it is an important one


_PLAIN_SIZE: Final = re.compile(
    r"(?:9|1\d|20)(?:\.\d+)?px|(?:[789]|1[0-5])(?:\.\d+)?pt|(?:x-)?small|medium|large|initial"
)
_SAME_SIZE: Final = re.compile(r"inherit|unset|1\d\d(?:\.\d+)?%|1(?:\.\d+)?em")
_PLAIN_LEADING: Final = re.compile(
    r"normal|[1-3](?:\.\d+)?|(?:1[2-9]|[2-5]\d)(?:\.\d+)?px|(?:9|[1-4]\d)(?:\.\d+)?pt|initial"
)
_LEADING_OF_SIZE: Final = re.compile(r"[1-3]\d\d(?:\.\d+)?%|[1-3](?:\.\d+)?em")
_WORD: Final = r"(?!(?:inherit|initial|unset|revert|default)\b)[a-z_][\w-]*"
_FAMILY: Final = rf"(?:\"[^\"]*\"|{_WORD}(?:\s+{_WORD})*)"
_FONT: Final = re.compile(
    r"(?:normal\s+)?(?:(?:italic|oblique)\s+)?(?:(?:small-caps|normal)\s+)?"
    r"(?:(?:normal|bold|bolder|lighter|[1-9]00)\s+)?([\d.]+[a-z%]+|[a-z-]+)(?:\s*/\s*([\w.%-]+))?"
    rf"\s+{_FAMILY}(?:\s*,\s*{_FAMILY})*"
)
_ALONG: Final = r"(?:left|right|center|0(?:px|%)?|50%|100%)"
_ACROSS: Final = r"(?:top|bottom|center|0(?:px|%)?|50%|100%)"
_GROUND: Final = re.compile(
    r"((?!inherit|initial|unset)[a-z]+(?:\([^()]*\))?|#\w+)"
    r"(?:(?<!none)\s+none)?(?:\s+(?:no-repeat|repeat(?:-[xy])?))?"
    rf"(?:\s+scroll)?(?:\s+(?:{_ALONG}(?:\s+{_ACROSS})?|{_ACROSS}(?:\s+{_ALONG})?))?"
)
_NO_GROUND: Final = frozenset({"transparent", "inherit", "initial", "unset"})


def _colour(value: str) -> list[tuple[Quantity, Value]]:
    if value in ("inherit", "unset", "currentcolor"):
        return [(Quantity.COLOUR, Word.INHERITED)]
    return [(Quantity.COLOUR, BLACK if value == "initial" else colour(value) or False)]


def _ground(value: str) -> list[tuple[Quantity, Value]]:
    match = _GROUND.fullmatch(value)
    named = match[1] if match else value
    return _ground_colour("transparent" if named == "none" else named)


def _ground_colour(value: str) -> list[tuple[Quantity, Value]]:
    if value in _NO_GROUND:
        return [(Quantity.GROUND, Word.INHERITED)]
    return [(Quantity.GROUND, colour(value) or False)]


def _size(value: str) -> list[tuple[Quantity, Value]]:
    if _SAME_SIZE.fullmatch(value):
        return [(Quantity.SIZE, Word.INHERITED)]
    return [(Quantity.SIZE, _PLAIN_SIZE.fullmatch(value) is not None)]


def _leading(value: str) -> list[tuple[Quantity, Value]]:
    if value in ("inherit", "unset"):
        return [(Quantity.LEADING, Word.INHERITED)]
    if _LEADING_OF_SIZE.fullmatch(value):
        return [(Quantity.LEADING, Word.OF_SIZE)]
    return [(Quantity.LEADING, _PLAIN_LEADING.fullmatch(value) is not None)]


def _font(value: str) -> list[tuple[Quantity, Value]]:
    if value in ("inherit", "unset"):
        return [(Quantity.SIZE, Word.INHERITED), (Quantity.LEADING, Word.INHERITED)]
    match = _FONT.fullmatch(value)
    if match is None:
        return [(Quantity.SIZE, False), (Quantity.LEADING, False)]
    return [*_size(match[1]), *_leading(match[2] or "normal")]


QUANTITIES: Final = {
    "color": _colour, "background": _ground, "background-color": _ground_colour, "font": _font,
    "font-size": _size, "line-height": _leading,
}  # fmt: skip
"""By the properties that set them. What a browser may drop for a fault sets what is not known."""
