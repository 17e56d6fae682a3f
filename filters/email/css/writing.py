"""CSS as it is written: without what hides its meaning, and taken apart into blocks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_DISGUISES: Final = re.compile(
    r"/\*.*?(?:\*/|\Z)"
    r"|\"[^\"\\\n\r\f]*(?:\\.[^\"\\\n\r\f]*)*\"?"
    r"|'[^'\\\n\r\f]*(?:\\.[^'\\\n\r\f]*)*'?"
    r"|(?<![\w-])url\(\s*(?![\"'\s])[^)\\]*(?:\\.[^)\\]*)*\)?"
    r"|\\(?:([0-9a-f]{1,6})(?:\r\n|[ \t\r\n\f])?|(.)|\Z)"
    r"|<!--|-->",
    re.IGNORECASE | re.DOTALL,
)
FONTS: Final = re.compile(
    r"(?:https?:)?//(?:fonts\.(?:googleapis|gstatic)\.com|fonts\.bunny\.net|(?:use|p)\.typekit\.net"
    r"|api\.fontshare\.com|fast\.fonts\.net|cloud\.typography\.com)/",
    re.IGNORECASE,
)
"""Services that answer with fonts of their own and definitions of them, and nothing else."""
_NOT_OF_NAMES: Final = re.compile(r"[^\w -]")
_PIECES: Final = re.compile(r"[{};]|[^{};]+")
_PRIVATE: Final = 0xE000
_PRIVATELY: Final = {code: _PRIVATE + code for code in range(128) if not chr(code).isalnum()}
_PRIVATELY.pop(ord("_"))
_PRIVATELY.pop(ord("-"))
_END_OF_UNICODE: Final = 0x110000


class Block(NamedTuple):
    """What stands between two braces, and before them and those around."""

    preludes: tuple[str, ...]  # outermost first
    declarations: str


def plain(css: str) -> str:
    r"""Return CSS without comments and escapes, its texts in quotes kept as far as they name.

    An escaped character that is none of a name becomes a private one: it must not be taken for
    what it would mean unescaped.

    >>> plain("d\\69splay:/* x */none"), plain('content: "}/*" ')
    ('display: none', 'content: "___" ')
    """
    return _DISGUISES.sub(_revealed, css)


def private(name: str) -> str:
    """Return a class or id, its odd characters written as `plain` writes them."""
    return name if name.isalnum() else name.translate(_PRIVATELY)


def blocks(sheet: str) -> Iterator[Block]:
    """Yield the blocks of a plain style sheet, inner before outer, also those left open.

    What stands outside of all braces comes with no prelude, one statement at a time. What is stray
    stands first in the prelude that it spoils.
    """
    opened: list[tuple[str, list[str]]] = []
    text = stray = ""
    for piece in _PIECES.findall(sheet):
        if piece == "{":
            opened.append(((stray + text).strip(), []))
            text = stray = ""
        elif piece == "}":
            stray = "" if opened else piece
            if opened:
                yield _closed(opened, text)
            text = ""
        elif piece != ";":
            text = piece
        else:
            if opened:
                opened[-1][1].append(text)
            else:
                yield Block((), text.strip())
            if not opened or opened[-1][0][:1] == "@":
                stray = "" if text.lstrip()[:1] == "@" else stray or piece
            text = ""
    # the end of the sheet ends what is open
    if not opened:
        yield Block((), text.strip())
    while opened:
        yield _closed(opened, text)
        text = ""


def _closed(opened: list[tuple[str, list[str]]], last: str) -> Block:
    preludes = tuple(prelude for prelude, _ in opened)
    return Block(preludes, ";".join([*opened.pop()[1], last]).strip())


def _revealed(match: re.Match[str]) -> str:
    written = match[0]
    first = written[0]
    if first == "\\":
        return _unescaped(match)
    if first in "uU":
        return f"url({_address(written[4:-1].strip())})"
    if first not in "\"'":
        return " "
    return f'"{_address(written[1:-1]) or _NOT_OF_NAMES.sub("_", written[1:-1])}"'


def _address(written: str) -> str:
    """Return what matters of where a URL leads: to fonts, or into the document itself."""
    if FONTS.match(written):
        return "fonts"
    return "data" if written.lower().startswith("data:") else ""


def _unescaped(match: re.Match[str]) -> str:
    if match[1] is None:
        return (match[2] or "\ufffd").translate(_PRIVATELY)
    number = int(match[1], 16)
    return chr(number).translate(_PRIVATELY) if number < _END_OF_UNICODE else "\ufffd"
