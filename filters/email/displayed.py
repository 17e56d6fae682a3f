"""What a person is shown of a message: which parts, and what stands in them."""

from __future__ import annotations

from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from filters.email.charset import decode
from filters.email.transfer import decoded

if TYPE_CHECKING:
    from collections.abc import Callable

    from filters.email.part import Part

PLAIN: Final = "text/plain"
HTML: Final = "text/html"
ALTERNATIVE: Final = "multipart/alternative"
ATTACHMENT: Final = "attachment"
TNEF: Final = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
"""A message inside a file, winmail.dat: Outlook shows what it says and no text beside it."""

_TEXT: Final = frozenset({PLAIN, HTML})
_XHTML: Final = "application/xhtml+xml"
_RETURNED: Final = "text/rfc822-headers"  # what a report returns is somebody's earlier message
_OPAQUE: Final = frozenset({"multipart/report", "multipart/encrypted"})
_SHOWN: Final = frozenset({"", "inline"})  # RFC 2183 2.8: what is unknown is an attachment
_STANDS_IN: Final = frozenset({ALTERNATIVE, "multipart/related", "multipart/signed"})
"""What is shown of these is the text, whatever name it has: no program lists it as a file."""


@lru_cache(maxsize=4)  # the checks, the plan and the proof ask the same
def displayed_parts(tree: Part) -> tuple[Part, ...]:
    """Return the text/plain and text/html parts that mail programs show as the message's text.

    Attachments, calendar entries, enclosed messages and delivery reports are none. Signed text is
    shown, so it is among them, though it may not be edited.
    """
    return _texts(tree, _shown_children)


@lru_cache(maxsize=4)
def body_parts(tree: Part) -> tuple[Part, ...]:
    """Return those displayed parts that each body is read in: where its footer goes, once.

    A letter written around its pictures (text, picture, text) is one body; its last text counts.
    Whatever else stands in a row is a body each: some programs show the first, others all of them.
    What says nothing is left alone, where something else is said.
    """
    return _texts(tree, _body_children)


@lru_cache(maxsize=4)
def readable_parts(tree: Part) -> tuple[Part, ...]:
    """Return every part with words that some mail program may show: what a message is judged by.

    More than is displayed: named files that are not declared attachments, other kinds of text
    (RFC 2046 4.1.4), what a report says to people.
    """
    may_be_shown = set(map(id, _texts(tree, _shown_children, attached=True)))
    return tuple(part for part in tree.leaves() if id(part) in may_be_shown or _may_be_read(part))


def decoded_text(raw: bytes, part: Part) -> str:
    """Return the text of a part: transfer encoding and charset undone, what is broken replaced."""
    body = raw[part.body_start : part.body_end]
    return decode(decoded(body, part.transfer_encoding), part.charset)


def _texts(
    tree: Part,
    children_of: Callable[[Part], list[Part]],
    *,
    stands_in: bool = True,
    attached: bool = False,
) -> tuple[Part, ...]:
    """Return the texts found by these steps; what `stands_in` for the text may have a file name.

    `attached`: even as an attachment, which some programs show all the same.
    """
    found: list[Part] = []
    waiting = [(tree, stands_in)]
    while waiting:
        part, is_text = waiting.pop()
        if part.is_multipart:
            names_no_file = part.content_type in _STANDS_IN
            waiting += [(child, names_no_file) for child in children_of(part)[::-1]]
        elif part.content_type in _TEXT:
            is_shown = part.disposition in _SHOWN and (is_text or not part.filename)
            if is_shown or (attached and is_text):
                found.append(part)
    return tuple(found)


def _may_be_read(part: Part) -> bool:
    is_text = part.content_type.startswith("text/") or part.content_type == _XHTML
    return is_text and part.disposition != ATTACHMENT and part.content_type != _RETURNED


def _shown_children(part: Part) -> list[Part]:
    if part.content_type in _OPAQUE:
        return []
    if part.content_type == "multipart/related":
        return _roots(part)
    if part.content_type == "multipart/signed":
        return list(part.children[:1])
    return list(part.children)


def _body_children(part: Part) -> list[Part]:
    """Return the children of a multipart that hold its bodies."""
    children = _shown_children(part)
    stands_in = part.content_type in _STANDS_IN
    shown = [c for c in children if _texts(c, _shown_children, stands_in=stands_in)]
    said = [child for child in shown if not child.is_blank] or shown
    return said if stands_in else _side_by_side(children, set(map(id, said)))


def _side_by_side(children: list[Part], said: set[int]) -> list[Part]:
    """Return those of the texts in a row that are a body each, or the last of one.

    HTML right behind HTML is one of its own: Outlook shows the first, and the second as a file.
    """
    bodies: list[Part] = []
    letter: dict[str, Part] = {}  # the last text of each type, of those that stand side by side
    is_interrupted = False
    for child in children:
        if id(child) not in said:
            is_interrupted |= not child.is_blank
        elif child.is_multipart:
            bodies += [*letter.values(), child]
            letter = {}
        else:
            if child.content_type == HTML:
                bodies += [] if is_interrupted or HTML not in letter else [letter[HTML]]
                is_interrupted = False
            letter[child.content_type] = child
    return sorted((*bodies, *letter.values()), key=attrgetter("start"))


def _may_stand_in(part: Part) -> bool:
    is_text = part.is_multipart or part.content_type in _TEXT
    return is_text and not part.is_blank and part.disposition in _SHOWN


def _roots(related: Part) -> list[Part]:
    """Return what may be the root of a multipart/related: the first, and the one that start names.

    RFC 2387 3.2 says start; most programs show the first. Where they say nothing, what says
    something may be shown.
    """
    start = related.parameters.get("start", "").strip("<> ")
    roots = [
        child
        for index, child in enumerate(related.children)
        if index == 0 or (start and child.content_id == start)
    ]
    if all(root.is_blank for root in roots):
        roots += list(filter(_may_stand_in, related.children))[:1]
    return roots
