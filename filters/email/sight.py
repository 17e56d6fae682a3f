"""Whether something in an HTML text is seen, read as a browser reads it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from selectolax.lexbor import LexborHTMLParser

from filters.email.footer.duties import Duty
from filters.email.footer.style import BLOCK, LINE
from filters.email.hiding import hidden_names, is_harmless, is_hidden

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from selectolax.lexbor import LexborNode

    from filters.email.footer.style import Element
    from filters.email.footer.text import Wording

_WHOLE: Final = frozenset({"html", "body"})
_HARMLESS: Final = frozenset(
    {
        "article", "b", "big", "center", "dd", "div", "dl", "em", "font", "form",
        "h1", "h2", "h3", "h4", "h5", "h6", "i", "li", "main", "ol", "p", "section", "small",
        "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "tt", "u", "ul",
    }
)  # fmt: skip
"""What shows all that is in it, where no style says otherwise."""
_NAMED: Final = frozenset({"class", "id", "popover"})


def is_seen(html: str, link: str, wording: Wording, *, on_top: bool = False) -> bool:
    """Whether the footer stands in the shown body, whole and once, and nothing can hide it.

    With `on_top` its gist stands before it, seen as well. Around it are the body and what was left
    open by accident: of that, only what is plainly harmless is believed.
    """
    parser = LexborHTMLParser(html)
    names = hidden_names("\n".join(node.text() for node in parser.tags("style")))
    linked = [node.parent for node in parser.tags("a") if node.attrs.get("href") == link]
    wanted = [(BLOCK, wording.shown, Duty.LINK in wording.owed)] if wording.owed else []
    if on_top:
        wanted.insert(0, (LINE, wording.shown_on_top, True))
    direction = wording.language.direction
    return all(
        _is_seen_once(linked if has_link else parser.tags("div"), element, lines, direction, names)
        for element, lines, has_link in wanted
    )


def _is_seen_once(
    blocks: Sequence[LexborNode | None],
    element: Element,
    lines: tuple[str, ...],
    direction: str,
    names: frozenset[str],
) -> bool:
    """Whether one of these is our element, says the lines, and is seen."""
    seen = [
        block
        for block in blocks
        if block is not None
        and _is_ours(block, element, direction)
        and _says(block, lines)
        and _shows(block.parent, names)
    ]
    return len(seen) == 1


def _is_ours(block: LexborNode, element: Element, direction: str) -> bool:
    """Whether it is our element, and the browser put nothing of the author's into it."""
    style, ours = block.attributes.get("style") or "", element.style(direction)
    if block.attributes.get("role") != element.role or "".join(style.split()) != _pressed(ours):
        return False
    tags = [child.tag for child in block.iter(include_text=False) if child.tag != "br"]
    return tags in ([], ["a"])


@lru_cache(maxsize=8)
def _pressed(style: str) -> str:
    return "".join(style.split())


def _says(block: LexborNode, lines: tuple[str, ...]) -> bool:
    shown = block.text(separator="")
    return all(line in shown for line in lines)


def _shows(node: LexborNode | None, names: frozenset[str]) -> bool:
    """Whether an element and all around it show what is in them."""
    tags: list[str] = []
    while node is not None and node.is_element_node:
        tag, attributes = node.tag or "", node.attributes
        if is_hidden(tag, attributes, names):
            return False
        if tag not in _WHOLE and not _is_harmless(tag, attributes):
            return False
        tags.append(tag)
        node = node.parent
    return tags[-2:] == ["body", "html"]


def _is_harmless(tag: str, attributes: Mapping[str, str | None]) -> bool:
    """Whether an element is one that hides nothing; what no browser knows hides nothing either."""
    known = tag in _HARMLESS or not tag.isalnum()
    return known and _NAMED.isdisjoint(attributes) and is_harmless(attributes.get("style") or "")
