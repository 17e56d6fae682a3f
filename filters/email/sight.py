"""Whether something in an HTML text is seen, read as a browser reads it."""

from __future__ import annotations

from functools import lru_cache
from math import inf
from typing import TYPE_CHECKING, Final

from selectolax.lexbor import LexborHTMLParser

from filters.email.css.effects import MAX_STYLES, Doing, effects, hide, together
from filters.email.css.hints import may_hide
from filters.email.css.lengths import moved
from filters.email.css.names import names
from filters.email.css.room import is_far, room
from filters.email.css.sheet import touching
from filters.email.css.sources import is_unknown, sheet_of, sources
from filters.email.footer.duties import Duty
from filters.email.footer.style import BLOCK, LINE, LINK
from filters.email.footer.text import html as block
from filters.email.plain_page import ends_plainly

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selectolax.lexbor import LexborNode

    from filters.email.css.sheet import Rule, Sheet
    from filters.email.footer.style import Element
    from filters.email.footer.text import Wording

_WHOLE: Final = frozenset({"html", "body"})
_TAGS: Final = frozenset(
    {
        "article", "b", "big", "center", "dd", "div", "dl", "em", "font", "form",
        "h1", "h2", "h3", "h4", "h5", "h6", "i", "li", "main", "ol", "p", "section", "small",
        "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "tt", "u", "ul",
    }
)  # fmt: skip
"""What shows all that is in it, where no style says otherwise."""
_NAMED: Final = frozenset({"class", "id"})
_DIRECTIONS: Final = ("ltr", "rtl")
_FARTHEST: Final = 300
"""Pixels: a phone is 360 wide, and our own text stands within what is left."""
_MAX_AROUND: Final = 100  # elements
_OUR_FONTS: Final = frozenset({"arial", "helvetica"})


def is_seen(html: str, link: str, wording: Wording, *, on_top: bool = False) -> bool:
    """Whether the footer stands in the shown body, whole and once, and nothing can hide it.

    With `on_top` its gist stands before it, seen as well. Around it are the body and what was left
    open by accident: of that, only what is plainly harmless is believed.
    """
    if Duty.LINK in wording.owed and not on_top:
        token = link.removeprefix(wording.link)
        if ends_plainly(html, token.join(block(wording))):
            return True
    return is_seen_in_tree(html, link, wording, on_top=on_top)


def is_seen_in_tree(html: str, link: str, wording: Wording, *, on_top: bool = False) -> bool:
    """Whether it is seen in the tree that a browser builds: no plain page needs be asked so."""
    parser = LexborHTMLParser(html)
    deciding = sources(parser)
    sheet = sheet_of(deciding)
    wanted = [(BLOCK, wording.shown, Duty.LINK in wording.owed)] if wording.owed else []
    if on_top:
        wanted.insert(0, (LINE, wording.shown_on_top, True))
    ours = [element for element, _, _ in wanted] + [LINK for *_, has_link in wanted if has_link]
    if sheet.is_open or is_unknown(deciding):
        return False  # who knows what it says
    if _may_cover(parser, html, sheet, ours):
        return False
    written = link.replace("\\", "\\\\").replace('"', '\\"')
    linked = [node.parent for node in parser.css(f'a[href="{written}"]')]
    direction = wording.language.direction
    return all(
        _is_seen_once(
            linked if has_link else parser.css("div[role]"), element, lines, direction, sheet
        )
        for element, lines, has_link in wanted
    )


def _is_seen_once(
    blocks: Sequence[LexborNode | None],
    element: Element,
    lines: tuple[str, ...],
    direction: str,
    sheet: Sheet,
) -> bool:
    """Whether one of these is our element, says the lines, and is seen."""
    seen = [
        block
        for block in blocks
        if block is not None
        and _is_ours(block, element, direction)
        and _says(block, lines)
        and _is_shown(block, element, direction, sheet)
    ]
    return len(seen) == 1


def _is_ours(block: LexborNode, element: Element, direction: str) -> bool:
    """Whether it is our element, and the browser put nothing of the author's into it."""
    style, ours = block.attributes.get("style") or "", element.style(direction)
    if block.attributes.get("role") != element.role or "".join(style.split()) != _pressed(ours):
        return False
    tags = [child.tag for child in block.iter(include_text=False) if child.tag != "br"]
    return tags in ([], ["a"])


@lru_cache(maxsize=256)
def _pressed(style: str) -> str:
    return "".join(style.split())


def _says(block: LexborNode, lines: tuple[str, ...]) -> bool:
    shown = block.text(separator="")
    return all(line in shown for line in lines)


def _is_shown(block: LexborNode, element: Element, direction: str, sheet: Sheet) -> bool:
    """Whether all around our element shows what is in it, and no style sheet changes it."""
    path: list[LexborNode] = []
    node = block.parent
    while node is not None and node.is_element_node:
        path.append(node)
        node = node.parent
    path.reverse()
    if [each.tag for each in path[:2]] != ["html", "body"] or len(path) > _MAX_AROUND:
        return False
    around: frozenset[str] = frozenset()
    left = float(_FARTHEST)
    for each in path:
        own = names(each.tag or "", each.attributes) if sheet.of_boxes else around
        left -= _moves(each, own, around, sheet)
        around |= own
        if left < 0:
            return False
    if not sheet.of_boxes:
        return True
    links = [link for link in block.iter() if link.tag == "a"]
    inner = around | names(block.tag or "", block.attributes)
    return _is_kept(block, element.style(direction), around, sheet) and all(
        _is_kept(link, LINK.style(direction), inner, sheet) for link in links
    )


def _moves(node: LexborNode, own: frozenset[str], around: frozenset[str], sheet: Sheet) -> float:
    """Return how far an element moves what is in it; endlessly far, where it may hide it.

    What is in it sets its own letters and colours.
    """
    tag, attributes = node.tag or "", node.attributes
    is_whole = tag in _WHOLE
    # what no browser knows hides nothing either
    if (not is_whole and tag not in _TAGS and tag.isalnum()) or may_hide(attributes):
        return inf
    # mail programs fold away what names tell to be quoted
    if not is_whole and not _NAMED.isdisjoint(attributes):
        return inf
    moves = moved(tag, attributes)
    rules = touching(sheet.of_boxes, own, around)
    if not rules and "style" not in attributes:
        return moves
    return moves + _moves_by_style(attributes.get("style") or "", rules, is_whole=is_whole)


def _moves_by_style(style: str, rules: Sequence[Rule], *, is_whole: bool) -> float:
    """Return how far the style of an element and these rules move what is in it."""
    if any(rule.is_of_part or (rule.is_beside and rule.effects.hiding) for rule in rules):
        return inf
    done = [effects(style), *(rule.effects for rule in rules if not rule.is_beside)]
    if hide(done, is_screen=is_whole):
        return inf
    doing = together(done)
    # what is around may be too low or narrow for what a clipping element shows
    if Doing.STACK in doing or (not is_whole and Doing.CLIP in doing):
        return inf
    return max(each.moves for each in done)


def _is_kept(node: LexborNode, style: str, around: frozenset[str], sheet: Sheet) -> bool:
    """Whether nothing that a style sheet says of an element of ours may hide it."""
    own = _own(style)
    rules = touching(sheet.of_boxes, names(node.tag or "", node.attributes), around)
    return not any(
        rule.is_of_part
        or any(rule.is_beside or not _covers(own, name) for name in rule.effects.hiding)
        for rule in rules
    )


@lru_cache(maxsize=16)
def _own(style: str) -> frozenset[str]:
    """Return the properties that a style of ours sets."""
    return frozenset(part.partition(":")[0].strip() for part in style.split(";")) - {""}


def _covers(own: frozenset[str], name: str) -> bool:
    """Whether one of these properties sets this one too: `margin` sets `margin-top`."""
    return name in own or any(name.startswith(f"{each}-") for each in own)


def _may_cover(
    parser: LexborHTMLParser, html: str, sheet: Sheet, elements: Sequence[Element]
) -> bool:
    """Whether something may lie over our elements, or take the shape of their letters."""
    taken = room(parser, html)
    if sheet.lifts or sheet.moves or is_far(parser, taken, sheet):
        return True
    if any("_" in font or font in _OUR_FONTS for font in sheet.fonts.loaded):
        return True
    written = html.lower()
    has_references = "&" in written and "&#" in written
    if written.count("z-i") == len(elements) and "\\" not in written and not has_references:
        return False  # the property stands in our own elements, and in no disguise
    ours = {_pressed(each.style(to)) for each in (BLOCK, LINE, LINK) for to in _DIRECTIONS}
    return len(taken.styles) > MAX_STYLES or any(
        Doing.LIFT in effects(style).doing for style in set(map(_pressed, taken.styles)) - ours
    )
