"""How much empty room a document has: what stands behind too much of it is out of sight."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from filters.email.css.effects import Doing, effects
from filters.email.css.lengths import pixels

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_FAR: Final = re.compile(r"\s*\+?(?:[2-9]\d{3}|\d{5})")
_MOST: Final = 15_000
"""Pixels of set heights, inner and outer ones: the longest mailings have less."""
_MOST_BACK: Final = 100
_LONG: Final = 100  # pixels of a margin or padding
_LINE: Final = 18
_WITH_ROOM: Final = "[style],[height],[vspace],[rows],[size],hr,svg"


def is_far(parser: LexborHTMLParser) -> bool:
    """Whether what stands at the end may be far below what is shown first, or above the page."""
    total = back = 0.0
    for node in parser.css(_WITH_ROOM):
        attributes = node.attributes
        style = effects(attributes.get("style") or "")
        if style.doing & (Doing.PUSH | Doing.PULL) or _FAR.match(attributes.get("height") or ""):
            return True
        total += style.height + (style.moves if style.moves >= _LONG else 0.0)
        total += _room(node, has_height=style.height > 0)
        back += style.pulls
        if total > _MOST or back > _MOST_BACK:
            return True
    return False


def _room(node: LexborNode, *, has_height: bool) -> float:
    """Return the height that an element has by itself and by its attributes."""
    attributes = node.attributes
    room = pixels(attributes.get("height") or "")[0] + 2 * pixels(attributes.get("vspace") or "")[0]
    room += _LINE * pixels(attributes.get("rows") or "")[0]
    if node.tag == "hr":
        return room + _LINE + pixels(attributes.get("size") or "")[0]
    if node.tag == "select":
        return room + _LINE * pixels(attributes.get("size") or "")[0]
    if node.tag == "svg" and not room and not has_height and "viewBox" in attributes:
        return _MOST + 1.0  # as high as the shape of the drawing asks for
    return room
