"""A message as its reader sees it, disarmed: for frames that run nothing and load nothing."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from filters.email.displayed import HTML, decoded_text, displayed_parts
from filters.email.fields import value
from filters.email.mime import parse
from filters.email.transfer import decoded
from filters.errors import MalformedMessage
from gateway.shown import shown

if TYPE_CHECKING:
    from filters.email.part import Part

LONGEST: Final = 1_000_000
"""Characters of a text that is shown."""

_LARGEST_PICTURE: Final = 500_000  # bytes
_PICTURES: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
_REACHING_OUT: Final = re.compile(r"<(link|base|meta)", re.IGNORECASE)
_CID: Final = re.compile(r"""cid:([^\s"'<>)]{1,200})""")
_FIELD: Final = 300  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A message as its reader sees it."""

    html: str = ""  # for a frame of its own
    text: str = ""
    is_cut: bool = False


def look(raw: bytes) -> Look:
    """Return what a reader sees of a message; nothing where it cannot be read."""
    tree = tree_of(raw)
    if tree is None:
        return Look()
    html: list[str] = []
    text: list[str] = []
    for part in displayed_parts(tree):
        (html if part.content_type == HTML else text).append(decoded_text(raw, part))
    seen = "<hr>".join(html)
    is_cut = len(seen) > LONGEST or sum(map(len, text)) > LONGEST
    plain = "\n".join(text)[:LONGEST]
    return Look(
        html="" if len(seen) > LONGEST else _with_pictures(quiet(seen), raw, tree),
        text="\n".join(shown(line) for line in plain.splitlines()),
        is_cut=is_cut,
    )


def quiet(html: str) -> str:
    """Disarm hints to look up or connect to a host: they come before any policy is asked.

    >>> quiet("<LINK rel=preconnect href=//a.example>")
    '<x-LINK rel=preconnect href=//a.example>'
    """
    return _REACHING_OUT.sub(r"<x-\1", html)


def tree_of(raw: bytes) -> Part | None:
    """Return the parts of a message; none where it cannot be read."""
    try:
        return parse(raw)
    except MalformedMessage:
        return None


def field_of(raw: bytes, tree: Part | None, name: str) -> str:
    """Return what a header field says; "" where nothing can be read."""
    return shown(value(raw, tree, name))[:_FIELD] if tree is not None else ""


def _with_pictures(html: str, raw: bytes, tree: Part) -> str:
    """Put the pictures that came with a message where its HTML shows them."""
    pictures = {part.content_id: part for part in tree.leaves() if part.content_type in _PICTURES}
    left = _LARGEST_PICTURE * 4

    def embedded(match: re.Match[str]) -> str:
        nonlocal left
        part = pictures.get(match[1])
        size = part.body_end - part.body_start if part is not None else 0
        if part is None or size > min(left, _LARGEST_PICTURE):
            return match[0]
        left -= size
        content = decoded(raw[part.body_start : part.body_end], part.transfer_encoding)
        return f"data:{part.content_type};base64,{b64encode(content).decode()}"

    return _CID.sub(embedded, html)
