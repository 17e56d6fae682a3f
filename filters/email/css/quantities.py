"""What decides whether letters can be read, and how declarations set it."""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import lru_cache
from typing import Final, NamedTuple

from filters.email.css.colours import BLACK, Colour, Veiled, colour, veiled


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


class Times(NamedTuple):
    """A size of letters by another one."""

    factor: float
    of_root: bool = False  # of the document's, not of what is around


Value = Colour | Veiled | bool | float | Word | Times
Setting = tuple[Quantity, Value, bool]  # the last: whether it is an important one


USUAL_SIZE: Final = 16.0  # pixels of letters, where nothing sets another
_NAMED_SIZES: Final[dict[str, Value]] = {
    "inherit": Word.INHERITED, "unset": Word.INHERITED, "initial": USUAL_SIZE,
    "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0,
    "smaller": Times(1 / 1.2), "larger": Times(1.2),
}  # fmt: skip
_SIZE: Final = re.compile(r"(\d{1,3}(?:\.\d{1,9})?|\.\d{1,9})(px|pt|em|rem|%)")
_POINT: Final = 4 / 3  # pixels
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
    known = BLACK if value == "initial" else colour(value) or veiled(value)
    return [(Quantity.COLOUR, known or False)]


def _ground(value: str) -> list[tuple[Quantity, Value]]:
    match = _GROUND.fullmatch(value)
    named = match[1] if match else value
    return _ground_colour("transparent" if named == "none" else named)


def _ground_colour(value: str) -> list[tuple[Quantity, Value]]:
    if value in _NO_GROUND:
        return [(Quantity.GROUND, Word.INHERITED)]
    return [(Quantity.GROUND, colour(value) or False)]


def _size(value: str) -> list[tuple[Quantity, Value]]:
    return [(Quantity.SIZE, size(value))]


@lru_cache(maxsize=256)
def size(value: str) -> Value:
    """Return the size of letters that a lower-case value sets; False for one that is not known.

    >>> size("9pt"), size("85%"), size("calc(1px)")
    (12.0, Times(factor=0.85, of_root=False), False)
    """
    match = _SIZE.fullmatch(value)
    if match is None:
        return _NAMED_SIZES.get(value, False)
    number, unit = float(match[1]), match[2]
    if unit in ("px", "pt"):
        return number if unit == "px" else number * _POINT
    return Times(number / 100 if unit == "%" else number, of_root=unit == "rem")


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
