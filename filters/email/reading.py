"""What an HTML text says to people: what is seen of it, and what else stands in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Final

from selectolax.lexbor import LexborHTMLParser

from filters.email.hiding import hidden_names, is_hidden, is_tiny
from filters.email.monstrous import is_monstrous

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from selectolax.lexbor import LexborNode

_NOT_SHOWN: Final = ["head", "title", "style", "script", "template"]
BLOCK: Final = re.compile(
    r"<(?=/?(?:p|div|br|hr|td|th|tr|li|ul|ol|dl|dt|dd|h[1-6]|table|center|blockquote|pre)\b)",
    re.IGNORECASE,
)
_TAG: Final = re.compile(r"<[^<>]*>")
_PICTURES: Final = "img,picture,svg,object,embed,video,canvas,iframe,frame,input,[background]"
QUOTES: Final = "blockquote,.gmail_quote,.yahoo_quoted,.moz-cite-prefix,#divRplyFwdMsg"
_WHOLE: Final = frozenset({"html", "body"})
_MAX_TINY: Final = 2_000_000  # characters looked into for what makes tiny text large again


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A text as its reader gets it."""

    shown: str
    everything: str  # with what is hidden, and with what stands for pictures
    has_pictures: bool = False
    is_cut: bool = False  # there is more of it than is kept here


def read_html(html: str, *, without_quotes: bool = False) -> Reading:
    """Read an HTML text, one block of it a line; its quotes can be left out."""
    if is_monstrous(html.encode("utf-8", "replace")):
        text = unescape(_TAG.sub(" ", html))
        return Reading(shown=text, everything=text, has_pictures="<img" in html.lower())
    parser = LexborHTMLParser(BLOCK.sub("\n<", html))
    names = hidden_names("\n".join(sheets(parser)))
    parser.strip_tags(_NOT_SHOWN)
    if without_quotes:
        drop(parser.css(QUOTES))
    pictures = parser.css(_PICTURES)
    has_pictures = bool(pictures) or "url(" in html
    stand_ins = [node.attributes.get("alt") or "" for node in pictures]
    everything = "\n".join([_text(parser), *filter(None, stand_ins)])
    unseen = tuple(hidden(parser, names))
    if any(node.tag in _WHOLE for node in unseen):
        return Reading(shown="", everything=everything, has_pictures=has_pictures)
    drop(unseen)
    return Reading(shown=_text(parser), everything=everything, has_pictures=has_pictures)


def visible_text(html: str) -> str:
    r"""Return what stands in an HTML text for people, one block of it a line; hidden text counts.

    >>> visible_text("<style>p{}</style><p>Hello <b>you</b></p><p>Bye</p>")
    'Hello you\n\nBye'
    """
    return read_html(html).everything


def sheets(parser: LexborHTMLParser) -> Iterator[str]:
    """Yield the style sheets of a document."""
    return (node.text() for node in parser.css("style"))


def _text(parser: LexborHTMLParser) -> str:
    root = parser.body
    return root.text(separator="", strip=False).strip() if root is not None else ""


def hidden(parser: LexborHTMLParser, names: frozenset[str]) -> Iterator[LexborNode]:
    """Yield the elements that are not seen."""
    left = _MAX_TINY
    for node in parser.css("*" if names else "[style],[hidden]"):
        attributes = node.attributes
        if is_hidden(node.tag or "", attributes, names):
            yield node
        elif is_tiny(attributes.get("style") or ""):
            inside = (node.html or "") if left > 0 else ""
            left -= len(inside)
            if inside.count("font-size") <= 1:
                yield node


def drop(found: Iterable[LexborNode]) -> None:
    """Remove elements from their document, each with all that is in it."""
    nodes = list(found)
    inside = dict.fromkeys((node.mem_id for node in nodes), True)
    for node in [node for node in nodes if not _is_inside(node.parent, inside)]:
        node.decompose()


def _is_inside(node: LexborNode | None, inside: dict[int, bool]) -> bool:
    """Whether an element is in one that is known to be; what was found out is kept for the next."""
    passed: list[int] = []
    while node is not None and node.mem_id not in inside:
        passed.append(node.mem_id)
        node = node.parent
    found = node is not None and inside[node.mem_id]
    inside.update(dict.fromkeys(passed, found))
    return found
