"""What the attributes of an HTML element do to the text in it: its presentational hints."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from filters.email.css.colours import colour
from filters.email.css.harmless import OF_LETTERS
from filters.email.css.quantities import Quantity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from filters.email.css.colours import Colour
    from filters.email.css.quantities import Setting

_HIDING: Final = ("hidden", "popover", "inert")
_SIZE: Final = re.compile(r"\+?[1-5]|-[12]|")
_SMALL: Final = {"1": 10.0, "-2": 10.0, "2": 13.0, "-1": 13.0}
"""Pixels of the sizes below the usual one (HTML 15.3.1)."""
_PLAIN: Final = {
    "width": re.compile(
        r"(?:[2-9]\d|\d{3}|1000)(?:\.\d+)?(?:px)?|(?:[2-9]\d|100)(?:\.\d+)?%|auto|"
    ),
    "dir": re.compile(r"ltr|rtl|auto|", re.IGNORECASE),
    **dict.fromkeys(
        ("height", "cellpadding", "cellspacing", "border"),
        re.compile(r"(?:1?\d{1,3}(?:\.\d+)?(?:px|%)?|auto)?"),
    ),
}
_OF_ATTRIBUTES: Final = re.compile(r"#[0-9a-f]{3}(?:[0-9a-f]{3})?|[a-z]+")
_LINKS: Final = ("link", "vlink")
_COLOURS: Final = {"color": Quantity.COLOUR, "text": Quantity.COLOUR, "bgcolor": Quantity.GROUND}


def may_hide(attributes: Mapping[str, str | None]) -> bool:
    """Whether an attribute may keep from being seen what is in the element.

    >>> may_hide({"width": "0"}), may_hide({"width": "600", "align": "center"})
    (True, False)
    """
    if any(name in attributes for name in _HIDING):
        return True
    return any(
        pattern.fullmatch((attributes[name] or "").strip()) is None
        for name, pattern in _PLAIN.items()
        if name in attributes
    )


def may_spoil(attributes: Mapping[str, str | None]) -> bool:
    """Whether letters in the element may be unreadable, where they set nothing themselves."""
    size = (attributes.get("size") or "").strip()
    face = (attributes.get("face") or "").lower()
    return _SIZE.fullmatch(size) is None or OF_LETTERS["font-family"].fullmatch(face) is None


def hints(attributes: Mapping[str, str | None]) -> tuple[Setting, ...]:
    """Return what attributes give to letters: colour, ground, a small size."""
    found: tuple[Setting, ...] = tuple(
        (quantity, _colour((attributes[name] or "").strip().lower()) or False, False)
        for name, quantity in _COLOURS.items()
        if name in attributes
    )
    if "size" in attributes and (size := (attributes["size"] or "").strip()) in _SMALL:
        found = (*found, (Quantity.SIZE, _SMALL[size], False))
    # a picture, of whatever colours
    return (*found, (Quantity.GROUND, False, False)) if attributes.get("background") else found


def links(body: Mapping[str, str | None]) -> tuple[Colour | bool | None, ...]:
    """Return the colours that a body gives to links and to visited ones; None where it gives none.

    The colour of one that is just being pressed hides it from nobody.
    """
    return tuple(
        (_colour((body[name] or "").strip().lower()) or False) if name in body else None
        for name in _LINKS
    )


def _colour(value: str) -> Colour | None:
    """Return the colour that an attribute names: other ones than CSS knows are guessed at."""
    return colour(value) if _OF_ATTRIBUTES.fullmatch(value) else None
