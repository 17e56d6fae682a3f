"""What a person is shown of a message: which parts, and what stands in them."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final

from selectolax.lexbor import LexborHTMLParser

from filters.email.charset import decode
from filters.email.html import is_deep
from filters.email.transfer import decoded

if TYPE_CHECKING:
    from filters.email.mime import Part

PLAIN: Final = "text/plain"
HTML: Final = "text/html"
_TEXT: Final = frozenset({PLAIN, HTML})
_OPAQUE: Final = frozenset({"multipart/report", "multipart/encrypted"})
_NOT_SHOWN: Final = ["head", "title", "style", "script", "template"]
_BLOCK: Final = re.compile(
    r"<(?=/?(?:p|div|br|hr|td|th|tr|li|ul|ol|dl|dt|dd|h[1-6]|table|center|blockquote|pre)\b)",
    re.IGNORECASE,
)
_TAG: Final = re.compile(r"<[^<>]*>")


def displayed_parts(tree: Part) -> tuple[Part, ...]:
    """Return the text/plain and text/html parts that mail programs show as the message's text.

    Attachments, calendar entries, enclosed messages and delivery reports are none. Signed text is
    shown, so it is among them, though it may not be edited.
    """
    shown: list[Part] = []
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        if not part.is_multipart:
            if _is_shown(part):
                shown.append(part)
        elif part.content_type not in _OPAQUE:
            waiting.extend(reversed(_shown_children(part)))
    return tuple(shown)


def body_parts(tree: Part) -> tuple[Part, ...]:
    """Return those displayed parts that together are the body: where a footer is read once.

    A letter written around its pictures (text, picture, text) is one body; its last text counts.
    """
    bodies: list[Part] = []
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        if not part.is_multipart:
            if _is_shown(part):
                bodies.append(part)
        elif part.content_type == "multipart/alternative":
            waiting.extend(reversed(part.children))
        elif part.content_type not in _OPAQUE:
            waiting.extend(reversed(_body_children(part)))
    return tuple(bodies)


def decoded_text(raw: bytes, part: Part) -> str:
    """Return the text of a part: transfer encoding and charset undone, what is broken replaced."""
    body = raw[part.body_start : part.body_end]
    return decode(decoded(body, part.transfer_encoding), part.charset)


def visible_text(html: str) -> str:
    r"""Return what stands in an HTML text for people, one block of it a line; hidden text counts.

    >>> visible_text("<style>p{}</style><p>Hello <b>you</b></p><p>Bye</p>")
    'Hello you\n\nBye'
    """
    if is_deep(html.encode("utf-8", "replace")):
        return unescape(_TAG.sub(" ", html))
    parser = LexborHTMLParser(_BLOCK.sub("\n<", html))
    parser.strip_tags(_NOT_SHOWN)
    root = parser.body
    return root.text(separator="", strip=False).strip() if root is not None else ""


def _is_shown(part: Part) -> bool:
    return part.content_type in _TEXT and part.disposition != "attachment" and not part.filename


def _shown_children(part: Part) -> list[Part]:
    if part.content_type == "multipart/related":
        return [_root(part)] if part.children else []
    if part.content_type == "multipart/signed":
        return list(part.children[:1])
    return list(part.children)


def _body_children(part: Part) -> list[Part]:
    """Return the children of a multipart that hold its body."""
    children = [child for child in _shown_children(part) if displayed_parts(child)]
    structured = [child for child in children if child.is_multipart]
    if structured:
        return structured[:1]
    last = {child.content_type: child for child in children}
    return [child for child in children if last[child.content_type] is child]


def _root(related: Part) -> Part:
    """Return the root of a multipart/related: the one its start parameter names, else the first."""
    # RFC 2387 3.2
    start = related.parameters.get("start", "").strip("<> ")
    named = (child for child in related.children if start and child.content_id == start)
    return next(named, related.children[0])
