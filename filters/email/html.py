"""Where in an HTML text something can be added so that it is read: first or last in the body."""

from __future__ import annotations

import re
from typing import Final

_VALUE: Final = rb"""(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+|(?=>)|\Z)"""
NOTHING: Final = rb"(?!)"
"""Matches never. As the last alternative of a possessive group it brings the position back: before
Python 3.11.5 a round that fails in the middle leaves it there (python/cpython#106052)."""
_ATTRIBUTES: Final = rb"(?:[^>=]++|=\s*+" + _VALUE + rb"|" + NOTHING + rb")*+>"
_MATTERING: Final = (
    "script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "body", "html",
    "plaintext",
)  # fmt: skip


def _in_any_case(name: str) -> str:
    """Return a pattern that is told apart by its first letter, as one that ignores case is not."""
    return "".join(f"[{letter}{letter.upper()}]" for letter in name)


_SECOND: Final = "[{}]".format(
    "".join(sorted(letter for name in _MATTERING for letter in {name[1], name[1].upper()}))
).encode()
"""Their second letters: few other tags have one of these, so most are told apart by it."""
_PLAIN: Final = re.compile(
    rb"(?:[^<]++|<(?![!?/a-zA-Z])|</?(?!(?=."
    + _SECOND
    + rb")(?:"
    + "|".join(map(_in_any_case, _MATTERING)).encode()
    + rb")[\s/>])[a-zA-Z](?:[^>=]*+>|"
    + _ATTRIBUTES
    + rb")|"
    + NOTHING
    + rb")*+"
)
"""Text and tags that do not matter here, as many as there are in a row."""
TAG: Final = re.compile(rb"<(/?)([a-zA-Z]++)" + _ATTRIBUTES)
_DECLARATION: Final = re.compile(rb"<[!?]|</(?![a-zA-Z])")
"""Declarations and what browsers take for comments."""
_COMMENT_END: Final = re.compile(rb"--!?>")
_ENDS: Final = {
    name: re.compile(rb"</" + name + rb"(?=[\s/>])", re.IGNORECASE)
    for name in (b"script", b"style", b"title", b"textarea", b"xmp", b"iframe", b"noembed",
                 b"noframes")
}  # fmt: skip
_SCRIPT: Final = re.compile(rb"<script", re.IGNORECASE)
_CONDITIONAL: Final = re.compile(
    rb"<!--\[if\b[^\]>]{0,99}\]>(?:<!-->)?|<!--<!\[endif\]|<!\[if\b[^\]>]{0,99}\]|<!\[endif\]",
    re.IGNORECASE,
)
_MAX_MARKS: Final = 4000
"""So many comments, declarations, scripts and ends of the body are on no page meant well."""
_LANGUAGE: Final = re.compile(rb"\s(?:xml:)?lang\s*=\s*[\"']?([a-zA-Z0-9-]{2,35})", re.IGNORECASE)


def end_of_body(html: bytes) -> int | None:
    """Return where to insert so that it is shown last: before the last real `</body>`.

    Without one before the last `</html>`, else at the end. End tags in comments (conditional ones
    too), scripts, styles and attribute values are none. `html` is in a charset that has ASCII as
    it is. None: what is appended could not be seen, because a comment, script or tag never ends, or
    the text was made to hold us up.

    >>> end_of_body(b"<body>Hello<!-- </body> --></body></html>")
    27
    """
    body = whole = None
    position, length = 0, len(html)
    for _ in range(_MAX_MARKS):
        match = _PLAIN.match(html, position)
        position = match.end() if match else position
        if position == length:
            break
        after = after_markup(html, position)
        if after is None:
            return None
        if html.startswith(b"</", position):
            if html[position + 2 : position + 6].lower() == b"body":
                body = position
            elif html[position + 2 : position + 6].lower() == b"html":
                whole = position
        position = after
    else:
        return None
    ends = (place for place in (body, whole) if place is not None)
    # the only ends may be those of a page that is quoted
    end = next((place for place in ends if b"</blockquote" not in html[place:].lower()), length)
    return None if _is_conditional(html[:end]) else end


def _is_conditional(html: bytes) -> bool:
    """Whether the text ends in a block that Outlook leaves out, though others read it."""
    if b"<!" not in html:
        return False
    hidden = revealed = 0
    for mark in _CONDITIONAL.findall(html):
        if mark.endswith(b"<!-->") or mark.startswith(b"<!["):
            if mark.lower().startswith(b"<![endif"):
                hidden, revealed = (hidden - 1, revealed) if hidden else (0, max(revealed - 1, 0))
            else:
                revealed += 1
        elif mark.lower().startswith(b"<!--<![endif"):
            revealed = max(revealed - 1, 0)
        else:
            hidden += 1
    return revealed > 0


def start_of_body(html: bytes) -> int | None:
    """Return where to insert so that it is shown first: after the first real `<body>`.

    None: there is none, and so no telling where the head ends.

    >>> start_of_body(b"<!-- <body> --><body class=a>Hello")
    29
    """
    tag = _start_tag(html, b"body")
    return tag.stop if tag else None


def language_tag(html: bytes) -> str:
    """Return what the first real `<html>` says that the language is; empty when it says nothing.

    >>> language_tag(b'<!DOCTYPE html><html lang="pt-BR">')
    'pt-BR'
    """
    tag = _start_tag(html, b"html")
    match = _LANGUAGE.search(html, tag.start, tag.stop) if tag else None
    return match[1].decode() if match else ""


def _start_tag(html: bytes, name: bytes) -> slice[int, int, None] | None:
    """Return where the first start tag of this name is that counts as one."""
    if b"<" + name not in html.lower():
        return None
    position, length = 0, len(html)
    while True:
        match = _PLAIN.match(html, position)
        position = match.end() if match else position
        if position == length:
            return None
        after = after_markup(html, position)
        if after is None:
            return None
        if html[position : position + 1 + len(name)].lower() == b"<" + name:
            return slice(position, after)
        position = after


def after_plain(html: bytes, position: int, end: int) -> int:
    """Return where text and plain tags end that end before `end`, all in a row from `position`."""
    match = _PLAIN.match(html, position, end)
    after = match.end() if match else position
    # what stands before `end` may begin a tag there
    return after - 1 if html[after - 1 : after] == b"<" and after > position else after


def after_markup(html: bytes, position: int) -> int | None:
    """Return where the comment, declaration or element ends that starts here; None: it does not."""
    if html.startswith((b"<!-->", b"<!--->"), position):  # empty comments, whatever follows
        return html.index(b">", position) + 1
    if html.startswith(b"<!--", position):
        match = _COMMENT_END.search(html, position + 4)
        return match.end() if match else None
    if html.startswith(b"<![CDATA[", position):
        return _after_cdata(html, position)
    if _DECLARATION.match(html, position):
        found = html.find(b">", position)
        return None if found < 0 else found + 1
    return _after_tag(html, position)


def _after_cdata(html: bytes, position: int) -> int | None:
    """Return where a CDATA section ends: at `]]>` in a drawing, else already at the first `>`."""
    first, last = html.find(b">", position), html.find(b"]]>", position)
    if last < 0 or html.find(b"<", first, last) >= 0:
        return None  # what stands between is markup to one reader and text to the other
    return last + 3


def _after_tag(html: bytes, position: int) -> int | None:
    tag = TAG.match(html, position)
    if tag is None:
        return None
    name = tag[2].lower()
    if name not in _ENDS or tag[1]:
        return tag.end() if name != b"plaintext" else None
    end = _ENDS[name].search(html, tag.end())
    if end is None:
        return None
    hidden = html.find(b"<!--", tag.end(), end.start()) if name == b"script" else -1
    if hidden >= 0 and _SCRIPT.search(html, hidden, end.start()):
        return None  # an end tag in there does not end the outer script
    return end.start()
