"""Whether something in an HTML text is seen, read as a browser reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from selectolax.lexbor import LexborHTMLParser

from filters.email.footer_text import BLOCK_STYLE, ROLE
from filters.email.hiding import hidden_names, is_harmless, is_hidden

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selectolax.lexbor import LexborNode

    from filters.email.footer_text import Wording

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
_OUR_STYLE: Final = "".join(BLOCK_STYLE.split())


def is_seen(html: str, link: str, wording: Wording) -> bool:
    """Whether the footer stands in the shown body, whole and once, and nothing can hide it.

    Around it are the body and what was left open by accident: of that, only what is plainly
    harmless is believed.
    """
    parser = LexborHTMLParser(html)
    links = [node for node in parser.tags("a") if node.attrs.get("href") == link]
    block = links[0].parent if len(links) == 1 else None
    if block is None or not _is_ours(block):
        return False
    shown = block.text(separator="")
    names = hidden_names("\n".join(node.text() for node in parser.tags("style")))
    return all(line in shown for line in wording.lines[:3]) and _shows(block.parent, names)


def _is_ours(block: LexborNode) -> bool:
    """Whether it is our element, and the browser put nothing of the author's into it."""
    style = block.attributes.get("style") or ""
    if block.attributes.get("role") != ROLE or "".join(style.split()) != _OUR_STYLE:
        return False
    return [child.tag for child in block.iter(include_text=False) if child.tag != "br"] == ["a"]


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
