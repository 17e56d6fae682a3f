"""How much empty room a document has: what stands behind too much of it is out of sight."""

from __future__ import annotations

import re
from functools import lru_cache
from math import inf
from typing import TYPE_CHECKING, Final, NamedTuple

from filters.email.css.effects import NOTHING, Doing, effects
from filters.email.css.lengths import pixels

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from filters.email.css.sheet import Rule, Sheet

_AWAY: Final = Doing.PUSH | Doing.PULL
_FAR: Final = re.compile(r"\s*\+?(?:[2-9]\d{3}|\d{5})")
_MOST: Final = 15_000
"""Pixels of set heights, inner and outer ones: the longest mailings have less."""
_MOST_BACK: Final = 100
_LINE: Final = 18
_MOST_SET: Final = 10_000  # elements that set something: three times what the longest mailings have
_WITH_ROOM: Final = "[style],[height],[vspace],[rows],[size],hr,svg"
_ROOMY: Final = frozenset({"height", "vspace", "rows", "size"})
_ROOMY_TAGS: Final = frozenset({"hr", "svg"})
_UNWRAPPED: Final = "[nowrap],[style*=nowrap i],pre"
_LONGEST_LINE: Final = 100  # characters
_MOST_READ: Final = 1_000_000  # characters, what stands in each other more than once
_WIDEST: Final = 2000  # pixels
_MOST_ASKED: Final = 500_000  # tags, for each of the names that rules ask for
_MOST_SELECTORS: Final = 100  # ten times what the richest style sheets have
_NAME: Final = re.compile(r"[a-z][a-z0-9]*|[.#][a-z_][\w-]*", re.ASCII)


class Room(NamedTuple):
    """What the elements of a document say of the room that they take."""

    styles: Mapping[str, int]  # by how many elements have each
    heights: float  # in pixels, of all that are set by attributes
    tags: int  # that the document has


def room(parser: LexborHTMLParser, html: str) -> Room:
    """Return what a document sets, in one walk over those of its elements that set something."""
    nodes, tags = parser.css(_WITH_ROOM), html.count("<")
    if len(nodes) > _MOST_SET:
        return Room({}, inf, tags)
    styles: dict[str, int] = {}
    heights = 0.0
    for node in nodes:
        attributes = node.attributes
        style = attributes.get("style")
        if style:
            styles[style] = styles.get(style, 0) + 1
        if not style or node.tag in _ROOMY_TAGS or not _ROOMY.isdisjoint(attributes):
            heights += _room(node, attributes, style or "")
    return Room(styles, heights, tags)


def is_far(parser: LexborHTMLParser, taken: Room, sheet: Sheet) -> bool:
    """Whether what stands at the end may be far below what is shown first, or above the page."""
    total, back = taken.heights, 0.0
    for style, count in taken.styles.items():
        done = effects(style)
        if done is NOTHING:
            continue
        if done.doing & _AWAY:
            return True
        total += count * done.height
        back += count * done.pulls
    if sheet.with_room:
        counts = _touched(parser, sheet.with_room, taken.tags)
        total += sum(counts[_selector(rule)] * rule.effects.height for rule in sheet.with_room)
        back += sum(counts[_selector(rule)] * rule.effects.pulls for rule in sheet.with_room)
    return total > _MOST or back > _MOST_BACK


def is_touched(parser: LexborHTMLParser, rules: Sequence[Rule], taken: Room) -> bool:
    """Whether one of these rules may touch an element of the document."""
    return any(_touched(parser, rules, taken.tags).values())


def is_wide(parser: LexborHTMLParser) -> bool:
    """Whether something may push what is beside it out of sight, to either side."""
    if any(pixels(node.attributes["width"] or "")[0] > _WIDEST for node in parser.css("[width]")):
        return True
    left = _MOST_READ
    for node in parser.css(_UNWRAPPED):
        text = node.text()
        left -= len(text)
        if left < 0 or is_long(text):
            return True
    return False


def is_long(text: str) -> bool:
    """Whether a text has a line that goes on out of sight where lines are not wrapped."""
    return any(len(line.strip()) > _LONGEST_LINE for line in text.splitlines())


def _touched(parser: LexborHTMLParser, rules: Sequence[Rule], tags: int) -> Mapping[str, int]:
    """Return how many elements the rules may touch, at most, by the selectors that find them."""
    selectors = set(map(_selector, rules))
    if len(selectors) > _MOST_SELECTORS or len(selectors) * tags > _MOST_ASKED:
        return dict.fromkeys(selectors, _MOST_ASKED)
    return {selector: len(parser.css(selector)) for selector in selectors}


@lru_cache(maxsize=512)
def _selector(rule: Rule) -> str:
    """Return what finds all that a rule touches, by one of the names that it asks for."""
    names = sorted(filter(_NAME.fullmatch, rule.own), key=str.isalnum)
    if not names:
        return "*"
    name = names[0]
    if name.isalnum():
        return name
    # in whatever case: a browser may ignore it
    return f'[class~="{name[1:]}" i]' if name[0] == "." else f'[id="{name[1:]}" i]'


def _room(node: LexborNode, attributes: Mapping[str, str | None], style: str) -> float:
    """Return the height that an element has by itself and by its attributes."""
    written = attributes.get("height") or ""
    height = inf if _FAR.match(written) else pixels(written.rstrip("% "))[0]
    height += 2 * pixels(attributes.get("vspace") or "")[0]
    height += _LINE * pixels(attributes.get("rows") or "")[0]
    if node.tag == "hr":
        return height + _LINE + pixels(attributes.get("size") or "")[0]
    if node.tag == "select":
        return height + _LINE * pixels(attributes.get("size") or "")[0]
    if node.tag == "svg" and "viewBox" in attributes and not height and not effects(style).height:
        return inf  # as high as the shape of the drawing asks for
    return height
