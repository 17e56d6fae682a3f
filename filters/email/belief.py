"""What can surely be read in an HTML text: plain letters, under nothing that may hide them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from filters.email.css.cascade import of_element, of_links, of_rules, possible
from filters.email.css.colours import BLACK, WHITE, Veiled, can_be_read, over
from filters.email.css.effects import IN_SIGHT, LEAST_LEFT, Doing, effects, hide, together
from filters.email.css.hints import may_hide, may_spoil
from filters.email.css.lengths import moved
from filters.email.css.names import names
from filters.email.css.quantities import USUAL_SIZE, Quantity, Times, Word
from filters.email.css.room import is_long
from filters.email.css.sheet import touching
from filters.email.css.writing import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from selectolax.lexbor import LexborNode

    from filters.email.css.cascade import Candidate
    from filters.email.css.effects import Effects
    from filters.email.css.quantities import Value
    from filters.email.css.sheet import Sheet

    Values = Mapping[Quantity, frozenset[Value]]

_WHOLE: Final = frozenset({"html", "body"})
_OF_TABLES: Final = frozenset({"table", "tbody", "tfoot", "thead", "tr", "td", "th"})
_INLINE: Final = frozenset(
    {"a", "abbr", "b", "bdi", "big", "cite", "code", "em", "font", "i", "label", "small", "span",
     "strong", "time", "tt", "u"}
)  # fmt: skip
_OF_SERVICES: Final = frozenset(
    {"forwardtoafriend", "multiline", "preferences", "singleline", "unsubscribe", "webversion"}
)
"""What a mailing service would have replaced: browsers know none, and show what is in it."""
_BLOCKS: Final = frozenset(
    {"address", "article", "aside", "caption", "center", "dd", "div", "dl", "dt", "figcaption",
     "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "li", "main", "nav",
     "ol", "p", "pre", "section", "ul"}
)  # fmt: skip
_TAGS: Final = _WHOLE | _OF_TABLES | _INLINE | _BLOCKS | _OF_SERVICES
"""What shows all that is in it, where no style says otherwise."""
_WITH_GROUND: Final = _WHOLE | _OF_TABLES | _BLOCKS
_LINKS: Final = (0, 0, 238)
_DARK: Final = ((255, 255, 255), (18, 18, 18), (158, 158, 255))
"""Letters, ground and links of browsers in a dark mode, where the document is made for it."""
_CELLS: Final = frozenset({"td", "th"})
_MAX_DEPTH: Final = 200
_FARTHEST: Final = 600
"""Pixels that all around a text may move it, margins of all sides taken together."""
_LEAST: Final = 9.0
_MOST: Final = 22.0
"""Pixels of letters: smaller ones are hard to read, larger ones push each other away."""
_MOST_POSSIBLE: Final = 8  # sizes, where it is not known which rule holds
_BOUND: Final = Doing.CLIP | Doing.NOWRAP | Doing.NARROW | Doing.FADE


@dataclass(frozen=True, slots=True)
class _Inside:
    """What holds for the text in an element."""

    around: frozenset[str]  # the names of it and of what is around it
    values: Values  # of each quantity all that may be true
    bounds: Doing = Doing.NOTHING  # of all that is around it
    moves: float = 0.0
    is_row: bool = False  # what is right in it stands side by side
    grounds: frozenset[Value] = frozenset()  # of all that is around it


class Belief:
    """Reads the elements of one document, in the light or in a dark mode."""

    def __init__(self, sheet: Sheet, *, is_dark: bool) -> None:
        """Take the style sheets as they hold in this mode."""
        self._sheet = sheet
        self._is_dark = is_dark
        is_made_for_dark = is_dark and "dark" in sheet.schemes
        letters, ground, self._link = _DARK if is_made_for_dark else (BLACK, WHITE, _LINKS)
        self._links = of_links(self._link, {})
        values: Values = {
            Quantity.COLOUR: frozenset({letters}), Quantity.GROUND: frozenset({ground}),
            Quantity.SIZE: frozenset({USUAL_SIZE}), Quantity.LEADING: frozenset({True}),
        }  # fmt: skip
        self._outermost = _Inside(frozenset(), values, grounds=values[Quantity.GROUND])
        self._of_root = values[Quantity.SIZE]
        self._known: dict[int, _Inside | None] = {}

    def is_read(self, element: LexborNode) -> bool:
        """Whether text that stands in an element can surely be read."""
        inside = self._inside(element)
        if inside is None:
            return False
        sizes = inside.values[Quantity.SIZE] | inside.values[Quantity.LEADING]
        fades = Doing.FADE in inside.bounds
        return all(map(_is_large_enough, sizes)) and all(
            _is_readable(letters, ground, fades=fades)
            for letters in inside.values[Quantity.COLOUR]
            for ground in inside.values[Quantity.GROUND]
        )

    def _inside(self, element: LexborNode) -> _Inside | None:
        path: list[LexborNode] = []
        node: LexborNode | None = element
        inside: _Inside | None = self._outermost
        while node is not None and node.is_element_node:
            if node.mem_id in self._known:
                inside = self._known[node.mem_id]
                break
            path.append(node)
            node = node.parent
        if len(path) > _MAX_DEPTH:
            return None
        for each in reversed(path):
            inside = None if inside is None else self._below(inside, each)
            self._known[each.mem_id] = inside
        return inside

    def _below(self, outer: _Inside, node: LexborNode) -> _Inside | None:
        """Return what holds in an element; None where something may hide all of it."""
        tag, attributes = node.tag or "", node.attributes
        if _is_odd(tag, attributes, outer.around) or self._sets_odd_font(attributes):
            return None
        own = names(tag, attributes)
        rules = [
            rule
            for rule in touching(self._sheet.rules, own, outer.around)
            if self._is_dark or not rule.is_dark
        ]
        style = effects(attributes.get("style") or "")
        if any(rule.is_of_part or (rule.is_beside and rule.effects.hiding) for rule in rules):
            return None
        rules = [rule for rule in rules if not rule.is_beside]
        done = [style, *(rule.effects for rule in rules)]
        doing = together(done)
        if tag == "pre" or "nowrap" in attributes:
            doing |= Doing.NOWRAP
        moves = outer.moves + moved(tag, attributes) + max(each.moves for each in done)
        bounds = outer.bounds | (doing & (Doing.FADE if tag in _WHOLE else _BOUND))
        if moves > _FARTHEST or _may_hide(tag, done, bounds) or _is_crowded(outer, node, doing):
            return None
        found = [*of_element(tag, attributes, style, self._links), *of_rules(attributes, rules)]
        values = self._values(outer.values, found)
        if tag == "html":
            self._of_root = values[Quantity.SIZE]
        elif tag == "body":
            self._links = of_links(self._link, attributes)
        values[Quantity.GROUND] |= _behind(outer, tag, doing, bounds)
        grounds = outer.grounds | values[Quantity.GROUND]
        is_row = Doing.ROW in doing
        return _Inside(outer.around | own, values, bounds, moves, is_row, grounds)

    def _sets_odd_font(self, attributes: Mapping[str, str | None]) -> bool:
        fonts = self._sheet.fonts
        return bool(fonts.odd) and any(
            fonts.may_set_odd(plain(attributes.get(name) or "")) for name in ("style", "face")
        )

    def _values(self, outer: Values, found: list[Candidate]) -> dict[Quantity, frozenset[Value]]:
        values = {
            quantity: possible(inherited, [each for each in found if each.quantity is quantity])
            for quantity, inherited in outer.items()
        }
        values[Quantity.SIZE] = self._sized(values[Quantity.SIZE], outer[Quantity.SIZE])
        if Word.OF_SIZE in values[Quantity.LEADING]:
            values[Quantity.LEADING] -= {Word.OF_SIZE}
            values[Quantity.LEADING] |= values[Quantity.SIZE]
        return values

    def _sized(self, sizes: frozenset[Value], outer: frozenset[Value]) -> frozenset[Value]:
        """Return sizes with those in pixels that were told by other ones."""
        found = frozenset(
            each
            for size in sizes
            for each in (_scaled(size, self._of_root if size.of_root else outer)
                         if isinstance(size, Times) else (size,))
        )  # fmt: skip
        return found if len(found) <= _MOST_POSSIBLE else frozenset({False})


def _scaled(size: Times, of: frozenset[Value]) -> Iterator[Value]:
    return (size.factor * each if isinstance(each, float) else False for each in of)


def _is_odd(tag: str, attributes: Mapping[str, str | None], around: frozenset[str]) -> bool:
    """Whether an element may hide or spoil text by what it is, or be pressed for another one."""
    if tag not in _TAGS and tag.isalnum():
        return True  # what no browser knows shows what is in it, too
    return may_hide(attributes) or may_spoil(attributes) or (tag == "a" and "a" in around)


def _is_crowded(outer: _Inside, node: LexborNode, doing: Doing) -> bool:
    """Whether what is beside text, or before it on its line, may take its room."""
    if Doing.FADE in doing and Doing.FADE in outer.bounds:
        return True
    if outer.is_row and Doing.CLIP in doing:
        return True
    begins = Doing.NOWRAP in doing and Doing.NOWRAP not in outer.bounds
    return begins and is_long(node.text())


def _behind(outer: _Inside, tag: str, doing: Doing, bounds: Doing) -> frozenset[Value]:
    """Return the grounds that text in an element may stand on besides its own."""
    if Doing.ASIDE in doing:
        return outer.grounds
    # one is no ground of a block in it that flows with the text, nor of what does not fit in
    is_small = bool(bounds & (Doing.NOWRAP | Doing.NARROW)) or Doing.FILL in doing
    if (
        tag not in _WITH_GROUND
        or Doing.FLOW in doing
        or (is_small and not _is_of_table(tag, doing))
    ):
        return outer.values[Quantity.GROUND]
    return frozenset()


def _is_of_table(tag: str, doing: Doing) -> bool:
    """Whether an element is as large as what is in it asks for."""
    return tag in _OF_TABLES and Doing.SHAPE not in doing


def _may_hide(tag: str, done: list[Effects], bounds: Doing) -> bool:
    """Whether any of these hides, or all together do, in what bounds them."""
    doing = together(done)
    if Doing.SPOIL in doing or hide(done, is_screen=tag in _WHOLE, but=IN_SIGHT):
        return True
    is_clipped = Doing.CLIP in bounds
    if is_clipped and bounds & (Doing.NOWRAP | Doing.NARROW):
        return True
    if tag in _CELLS and Doing.CLIP in doing:
        return True  # what is beside it may take all of the width
    # what does not fit into a block stands over what follows
    is_low = Doing.LIMIT in doing or (is_clipped and Doing.FILL in doing)
    return is_low and not _is_of_table(tag, doing)


def _is_large_enough(size: Value) -> bool:
    """Whether letters or lines of this size can be read; True is one that was looked at before."""
    return size is True or (isinstance(size, float) and _LEAST <= size <= _MOST)


def _is_readable(letters: Value, ground: Value, *, fades: bool) -> bool:
    # what is not known may be anything
    if isinstance(ground, Veiled | Times) or not isinstance(ground, tuple):
        return False
    if isinstance(letters, Veiled):
        letters = over(ground, *letters)
    if isinstance(letters, Times) or not isinstance(letters, tuple):
        return False
    if not fades:
        return can_be_read(letters, ground)
    # nothing is harder to read than what fades into white
    return can_be_read(over(WHITE, letters, LEAST_LEFT), over(WHITE, ground, LEAST_LEFT))
