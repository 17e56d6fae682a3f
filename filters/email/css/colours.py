"""Colours of HTML mail, and whether letters of one can be read on another."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

Colour = tuple[int, int, int]
BLACK: Final = (0, 0, 0)
WHITE: Final = (255, 255, 255)
_NAMES: Final = {
    "aqua": (0, 255, 255), "black": BLACK, "blue": (0, 0, 255), "darkblue": (0, 0, 139),
    "darkgray": (169, 169, 169), "darkgrey": (169, 169, 169), "darkred": (139, 0, 0),
    "dimgray": (105, 105, 105), "dimgrey": (105, 105, 105), "fuchsia": (255, 0, 255),
    "gray": (128, 128, 128), "green": (0, 128, 0), "grey": (128, 128, 128),
    "lightgray": (211, 211, 211), "lightgrey": (211, 211, 211), "lime": (0, 255, 0),
    "maroon": (128, 0, 0), "navy": (0, 0, 128), "olive": (128, 128, 0), "orange": (255, 165, 0),
    "purple": (128, 0, 128), "red": (255, 0, 0), "silver": (192, 192, 192), "teal": (0, 128, 128),
    "white": WHITE, "whitesmoke": (245, 245, 245), "yellow": (255, 255, 0),
}  # fmt: skip
_HEX: Final = re.compile(r"#(?:[0-9a-f]{6}|[0-9a-f]{3})")
_CHANNEL: Final = r"\s*(\d{1,3})\s*"
_RGB: Final = re.compile(rf"rgba?\({_CHANNEL},{_CHANNEL},{_CHANNEL}(?:,\s*1(?:\.0*)?\s*)?\)")
_MOST: Final = 255
_READABLE: Final = 2.0
"""Less is hiding. WCAG 2.1 (1.4.3) asks for 4.5; well-kept templates set their small print at 2.1
(#a8aaaf on white), and who reads it there would be told the same twice."""


@lru_cache(maxsize=512)
def colour(text: str) -> Colour | None:
    """Return the opaque colour that a lower-case value names; None for one not surely known.

    >>> colour("#fff"), colour("rgb(1, 2, 3)"), colour("#ffffff00"), colour("fff")
    ((255, 255, 255), (1, 2, 3), None, None)
    """
    if _HEX.fullmatch(text):
        digits = text[1:] if len(text) > len("#fff") else "".join(d * 2 for d in text[1:])
        red, green, blue = bytes.fromhex(digits)
        return red, green, blue
    if match := _RGB.fullmatch(text):
        red, green, blue = (min(int(channel), _MOST) for channel in match.groups())
        return red, green, blue
    return _NAMES.get(text)


@lru_cache(maxsize=512)
def can_be_read(letters: Colour, ground: Colour) -> bool:
    """Whether letters of this colour can be read on this ground.

    >>> can_be_read((118, 118, 118), WHITE), can_be_read((17, 17, 17), BLACK)
    (True, False)
    """
    darker, lighter = sorted((_luminance(letters), _luminance(ground)))
    return (lighter + 0.05) / (darker + 0.05) >= _READABLE


def _luminance(of: Colour) -> float:
    """Return the relative luminance as WCAG 2.1 defines it."""
    red, green, blue = (_linear(channel / _MOST) for channel in of)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - of sRGB
