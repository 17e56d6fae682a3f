"""How far the lengths of CSS and of HTML attributes may move what follows or is inside."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_IN_BRACKETS: Final = re.compile(r"\([^()]*\)")
_LENGTH: Final = re.compile(r"(?<![#\w.])([+-]?)(\d{1,9}(?:\.\d{1,9})?|\.\d{1,9})(%|[a-z]*)")
_POINTS: Final = {
    "": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 38.0, "mm": 3.8, "q": 1.0,
    "em": 16.0, "rem": 16.0, "ex": 8.0, "ch": 8.0, "%": 4.0,
}  # fmt: skip
"""Pixels of each unit: relative ones on a screen 400 pixels wide, at the usual size of letters."""
_OF_OTHER_UNITS: Final = 20.0  # one of the size of the screen or of a line
_MOVING: Final = ("margin", "padding", "border")
_PULLING: Final = frozenset(
    {"margin", "margin-top", "margin-bottom", "margin-block", "margin-block-start",
     "margin-block-end"}
)  # fmt: skip
_SHORTHANDS: Final = frozenset({"margin", "padding"})
_ASIDE: Final = ("-left", "-right")
_NO_WIDTHS: Final = ("radius", "color", "style", "collapse", "image")
_OUT_OF_LINE: Final = frozenset({"sub", "super", "text-top", "text-bottom"})
_RAISED: Final = 6.0
_INDENT: Final = 40.0  # of lists and quotes in all browsers (HTML 15.3)
_INDENTED: Final = frozenset({"ul", "ol", "dd", "dir", "menu", "blockquote", "figure"})
_ATTRIBUTES: Final = (
    "cellpadding", "cellspacing", "border", "hspace", "vspace", "leftmargin", "topmargin",
    "rightmargin", "bottommargin", "marginwidth", "marginheight",
)  # fmt: skip


@lru_cache(maxsize=512)
def pixels(value: str) -> tuple[float, float]:
    """Return the longest length in a value, and how far the most negative one goes back.

    >>> pixels("0 -9px 1em"), pixels("5% solid #999"), pixels("calc(1px)")
    ((16.0, 9.0), (20.0, 0.0), (0.0, 0.0))
    """
    longest = back = 0.0
    for sign, number, unit in _LENGTH.findall(_IN_BRACKETS.sub("", value)):
        length = float(number) * _POINTS.get(unit, _OF_OTHER_UNITS)
        longest = max(longest, length)
        back = max(back, length if sign == "-" else 0.0)
    return longest, back


def moving(name: str, value: str) -> tuple[str, float]:
    """Return which of its distances a declaration sets, "" for none, and how long it is."""
    if name == "vertical-align":
        return ("raised", _RAISED) if value in _OUT_OF_LINE else ("", 0.0)
    if not name.startswith(_MOVING) or name.endswith(_NO_WIDTHS):
        return "", 0.0
    return name[:6], pixels(value)[0]


def back(name: str, value: str) -> float:
    """Return how far a margin pulls back what follows: the first and third of four are upright.

    >>> back("margin", "0 -9px"), back("margin", "-9px 0"), back("margin-top", "-1em")
    (0.0, 9.0, 16.0)
    """
    if name not in _PULLING or "-" not in value:
        return 0.0
    return pixels(" ".join(value.split()[:3:2]))[1]


def upright(name: str, value: str) -> float:
    """Return how high a margin, padding or border is, where it is above or below.

    >>> upright("padding", "1px 9px"), upright("margin-left", "9px"), upright("margin", "-9px 0")
    (1.0, 0.0, 0.0)
    """
    if not name.startswith(_MOVING) or name.endswith((*_NO_WIDTHS, *_ASIDE)):
        return 0.0
    parts = value.split()
    heights = parts[:3:2] if name in _SHORTHANDS else parts
    return pixels(" ".join(part for part in heights if part[0] != "-"))[0]


def moved(tag: str, attributes: Mapping[str, str | None]) -> float:
    """Return how far what is in an element is moved without any style."""
    found = [pixels(attributes[name] or "")[0] for name in _ATTRIBUTES if name in attributes]
    return sum(found, _INDENT if tag in _INDENTED else 0.0)
