"""What declarations do to the text inside of their element, and to what stands beside it.

By an allow-list: what is not known to be harmless, with its value, may hide text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Flag, auto
from functools import lru_cache, reduce
from operator import or_
from typing import TYPE_CHECKING, Final

from filters.email.css.harmless import OF_BOXES, OF_LETTERS, ONLY_INSIDE
from filters.email.css.lengths import back, moving, pixels, upright
from filters.email.css.quantities import QUANTITIES, Setting
from filters.email.css.writing import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class Doing(Flag):
    """What declarations may do."""

    NOTHING = 0
    SPOIL = auto()  # letters, where what is inside does not set the same itself
    COVER = auto()  # what stands beside
    CLIP = auto()  # what does not fit in
    STOP = auto()  # who would scroll down to it
    LIMIT = auto()  # the height, so that something may not fit in
    FLOW = auto()  # with the text around, so that its ground is not behind a block in it
    LIFT = auto()  # to the very front
    PUSH = auto()  # what follows out of sight
    PULL = auto()  # what follows back, out of sight above
    STACK = auto()  # all that is inside as one, behind what else is lifted
    FILL = auto()  # the height that is left, so that something may not fit in
    NOWRAP = auto()  # what is inside, so that it may be wider than its ground
    NARROW = auto()  # the width, so that it may be so, too
    FADE = auto()  # all that is inside, by less than half
    ROW = auto()  # what is inside stands side by side
    ASIDE = auto()  # out of its ground
    WIDE = auto()  # so that what is beside it may be out of sight
    SHAPE = auto()  # to no part of a table, whose heights grow with what is inside


@dataclass(frozen=True, slots=True)
class Effects:
    """What declarations may do, all of them together."""

    hiding: frozenset[str]  # the properties that may hide what is inside
    doing: Doing
    settings: tuple[Setting, ...]
    moves: float = 0.0  # what is inside, by so many pixels at most
    pulls: float = 0.0  # what follows, back by so many
    height: float = 0.0  # that is set, with a long margin, padding or border


NOTHING: Final = Effects(frozenset(), Doing.NOTHING, ())
_CUT: Final = Doing.CLIP | Doing.LIMIT
MAX_STYLES: Final = 1000
"""So many different ones are in no mailing; each takes its time to be read."""
_IMPORTANT: Final = re.compile(r"\s*!\s*important\s*\Z")
_OVERFLOW: Final = frozenset({"overflow", "overflow-x", "overflow-y"})
_SHOWN_OVERFLOW: Final = frozenset({"visible", "initial", "unset"})
_REACHED_OVERFLOW: Final = _SHOWN_OVERFLOW | {"auto", "scroll"}
_HEIGHT: Final = frozenset({"height", "max-height"})
_WIDTH: Final = frozenset({"width", "max-width"})
_NARROW: Final = re.compile(r"1?\d{2}(?:\.\d+)?(?:px|pt)?|[1-4]\d(?:\.\d+)?%")
_ANY_HEIGHT: Final = frozenset({"auto", "none", "initial", "unset"})
_WHOLE_HEIGHT: Final = frozenset({"100%", "inherit"})
_STACKED_IN_NONE: Final = frozenset({"auto", "initial", "unset"})
_FAR_BACK: Final = 100
"""Pixels: so far what is beside an element may go over it, or above the page."""
_SET_WIDTHS: Final = frozenset({"width", "min-width"})
_WIDEST: Final = 2000
_SET_HEIGHTS: Final = frozenset({"height", "min-height"})
_LONG: Final = 100  # pixels of a margin or padding
_LEAST_MOVE: Final = 4
"""What moves less does not count: it is in nearly every rule, and takes a hundred to matter."""
_BACK: Final = re.compile(r"-\s*(?:\d{2}|[\d.]+(?!px|\.|\d))|\(")
_BEHIND_FRONT: Final = re.compile(r"-?\d{1,8}|auto|inherit|initial|unset")
_OF_DISTANCES: Final = (
    "height",
    "min-height",
    "margin",
    "padding",
    "border",
    "line-height",
    "font",
)
_ASIDE: Final = ("-left", "-right")
_FAR: Final = re.compile(
    r"(?<![#\w.])(?:\d{4}|\d{3}(?:\.\d+)?(?:r?em|v\w|ex|ch|in|cm|mm|pc|r?lh|q)|\d+(?:\.\d+)?e\d)"
    r"|(?:calc|var|max|env|clamp)\("
)
_OF_OTHERS: Final = (
    "mso-", "--", "-premailer-", "scrollbar-", "layout-grid", "v-text-", "punctuation-"
)  # fmt: skip
"""Beginnings of properties of other programs than browsers, or that do nothing by themselves."""
_FADING: Final = re.compile(r"0?\.[6-9]\d{0,9}")
LEAST_LEFT: Final = 0.6
"""How much is left at least of what fades."""
_ROWS: Final = frozenset({"flex", "inline-flex", "grid"})
_ASIDES: Final = frozenset({"left", "right"})
IN_SIGHT: Final = frozenset({"opacity-part", "display-row", "float-aside"})
"""What of the hiding leaves text readable: named so that the property itself covers it."""


@lru_cache(maxsize=2048)
def effects(style: str) -> Effects:
    """Return what the declarations of a style do.

    >>> sorted(effects("color:#333; opacity:.01").hiding), effects("position:fixed").doing
    (['opacity'], <Doing.COVER: 2>)
    """
    return effects_of(plain(style)) if style else NOTHING


def effects_of(declarations: str) -> Effects:
    """Return what declarations do whose disguises were taken off."""
    hiding: set[str] = set()
    settings: list[Setting] = []
    doing = Doing.NOTHING
    moves: dict[str, float] = {}
    pulls = height = gap = 0.0
    for name, value, is_important in _declarations(declarations.lower()):
        if name in QUANTITIES:
            settings += [(of, read, is_important) for of, read in QUANTITIES[name](value)]
        elif not _is_harmless(name, value):
            hiding.add(_hiding(name, value))
        doing |= _does(name, value)
        of, length = moving(name, value)
        if of:
            moves[of] = max(moves.get(of, 0.0), length)
            pulls = max(pulls, back(name, value))
            gap = max(gap, upright(name, value))
        if name in _SET_HEIGHTS:
            height = max(height, pixels(value.rstrip("%"))[0])  # of what is seldom a screen
    far = sum(moves.values())
    height += gap if gap >= _LONG else 0.0
    if not hiding and not settings and not doing and max(far, height) < _LEAST_MOVE:
        return NOTHING
    return Effects(frozenset(hiding), doing, tuple(settings), far, pulls, height)


def together(done: Iterable[Effects]) -> Doing:
    """Return all that these effects do."""
    found = [each.doing for each in done if each.doing is not Doing.NOTHING]
    return reduce(or_, found) if found else Doing.NOTHING


def hide(done: Sequence[Effects], *, is_screen: bool, but: frozenset[str] = frozenset()) -> bool:
    """Whether these effects on one element may hide what is in it.

    `is_screen`: it is one whose overflow is that of the whole screen. `but`: what does not count.
    """
    if any(each.hiding and not each.hiding <= but for each in done):
        return True
    doing = together(done)
    if doing is Doing.NOTHING:
        return False
    # what is not on the first screen of what does not scroll is never reached
    return doing & _CUT == _CUT or (is_screen and Doing.STOP in doing)


def _declarations(declarations: str) -> Iterator[tuple[str, str, bool]]:
    """Yield name, value and importance; what is no declaration stands for what is not known."""
    for declaration in declarations.split(";"):
        name, colon, value = declaration.partition(":")
        written = value.strip()
        if any(written.count(one) != written.count(other) for one, other in ("()", "[]", "{}")):
            yield "?", "", False  # a semicolon in there ends nothing
        elif colon:
            plainly = _IMPORTANT.sub("", written) if "!" in written else written
            yield name.strip(), plainly, plainly != written


def _is_harmless(name: str, value: str) -> bool:
    if name in OF_LETTERS or name in _OVERFLOW or name in _HEIGHT:
        return True  # or at least not hiding by itself
    pattern = OF_BOXES.get(name)
    return name.startswith(_OF_OTHERS) if pattern is None else bool(pattern.fullmatch(value))


def _hiding(name: str, value: str) -> str:
    """Return what a declaration that may hide is known by."""
    if name == "opacity" and _FADING.fullmatch(value):
        return "opacity-part"
    if name == "display" and value in _ROWS:
        return "display-row"
    return "float-aside" if name == "float" and value in _ASIDES else name


def _does(name: str, value: str) -> Doing:
    """Return what one declaration may do besides hiding what is inside."""
    doing = Doing.NOTHING
    if name in OF_LETTERS:
        doing = Doing.NOTHING if OF_LETTERS[name].fullmatch(value) else Doing.SPOIL
        doing |= Doing.NOWRAP if value == "nowrap" else Doing.NOTHING
    elif name in _OVERFLOW:
        doing = Doing.NOTHING if value in _SHOWN_OVERFLOW else Doing.CLIP
        if name != "overflow-x" and value not in _REACHED_OVERFLOW:
            doing |= Doing.STOP
    elif name in _HEIGHT:
        if value not in _ANY_HEIGHT:
            doing = Doing.FILL if value in _WHOLE_HEIGHT else Doing.LIMIT
    elif name == "display" and not value.startswith(("table", "inline-table")):
        doing = Doing.FLOW | Doing.SHAPE if value == "inline" else Doing.SHAPE
    elif name in _WIDTH and _NARROW.fullmatch(value):
        doing = Doing.NARROW
    elif name == "z-index" and value not in _STACKED_IN_NONE:
        doing = Doing.STACK if _BEHIND_FRONT.fullmatch(value) else Doing.STACK | Doing.LIFT
    elif name not in QUANTITIES and not _is_harmless(name, value) and _covers(name, value):
        doing = Doing.COVER
    return doing | _stands(name, value) | _displaces(name, value)


def _stands(name: str, value: str) -> Doing:
    """Return how a declaration puts an element beside others, or lets them shine through."""
    if name == "opacity" and _FADING.fullmatch(value):
        return Doing.FADE
    if name == "float" and value in _ASIDES:
        return Doing.ASIDE | Doing.SHAPE
    if name in _SET_WIDTHS and pixels(value)[0] > _WIDEST:
        return Doing.WIDE
    return Doing.ROW if name == "display" and value in _ROWS else Doing.NOTHING


def _displaces(name: str, value: str) -> Doing:
    """Return where a declaration may put what follows."""
    doing = Doing.NOTHING
    if name.startswith(_OF_DISTANCES) and not name.endswith(_ASIDE) and _FAR.search(value):
        doing |= Doing.PUSH
    if back(name, value) >= _FAR_BACK:
        doing |= Doing.PULL
    return doing


def _covers(name: str, value: str) -> bool:
    """Whether what is not harmless may lie over what is beside it."""
    if name.startswith("margin"):
        return bool(_BACK.search(value))
    return name not in ONLY_INSIDE
