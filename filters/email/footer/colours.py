"""Whether the letters of an HTML element have the colour of what is behind them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from selectolax.lexbor import LexborNode

_Colour = tuple[int, int, int]
_WHITE: Final = (255, 255, 255)
_NAMES: Final = {"white": _WHITE, "black": (0, 0, 0), "snow": (255, 250, 250)}
_HEX: Final = re.compile(r"#([0-9a-f]{6}|[0-9a-f]{3})\b")
_RGB: Final = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})")
_LETTERS: Final = re.compile(r"(?:^|[;\s])color\s*:\s*([^;!]+)")
_BEHIND: Final = re.compile(r"(?:^|[;\s])background(?:-color)?\s*:\s*([^;!]+)")
_TOO_CLOSE: Final = 48  # of 765, the sum of the differences in red, green and blue


def like_their_ground(nodes: Iterable[LexborNode]) -> Iterator[LexborNode]:
    """Yield the elements that give their letters nearly the colour that their ground has.

    The ground is the nearest that is named around one, else white. What a style sheet says is not
    known here; what has no colour of its own is not judged.
    """
    grounds: dict[int, _Colour | None] = {}
    for node in nodes:
        letters = _colour(_style(node, _LETTERS) or (node.attributes.get("color") or ""))
        if letters is None:
            continue
        ground = _ground(node, grounds)
        if ground is not None and _distance(letters, ground) < _TOO_CLOSE:
            yield node


def _ground(node: LexborNode, known: dict[int, _Colour | None]) -> _Colour | None:
    """Return the colour behind an element, None for one that is not read; it is kept in `known`."""
    ground: _Colour | None = _WHITE
    passed: list[int] = []
    around: LexborNode | None = node
    while around is not None and around.is_element_node:
        if around.mem_id in known:
            ground = known[around.mem_id]
            break
        passed.append(around.mem_id)
        named = _style(around, _BEHIND) or (around.attributes.get("bgcolor") or "")
        if named:
            ground = _colour(named)
            break
        around = around.parent
    known.update(dict.fromkeys(passed, ground))
    return ground


def _style(node: LexborNode, pattern: re.Pattern[str]) -> str:
    found = pattern.findall((node.attributes.get("style") or "").lower())
    return found[-1] if found else ""


def _colour(text: str) -> _Colour | None:
    """Return the colour that a value names; None for one that is not read here."""
    lower = text.strip().lower()
    if match := _HEX.search(lower):
        digits = match[1] if len(match[1]) > len("fff") else "".join(d * 2 for d in match[1])
        red, green, blue = bytes.fromhex(digits)
        return red, green, blue
    if match := _RGB.search(lower):
        return int(match[1]), int(match[2]), int(match[3])
    return _NAMES.get(lower)


def _distance(one: _Colour, other: _Colour) -> int:
    return sum(abs(first - second) for first, second in zip(one, other, strict=True))
