"""Messages whose text is made to hold the engine up, and the way it is written."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final

from tests.bench.patterns import TOLD, entity, lines, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_RANDOM: Final = random.Random(3)  # noqa: S311 - the same garbage each time


def _text(fields: bytes, pattern: bytes) -> Callable[[int], bytes]:
    return lambda size: entity(fields, lines(pattern, size))


def _encoded(encoding: bytes, pattern: bytes) -> Callable[[int], bytes]:
    return _text(
        b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: "
        + encoding
        + b"\r\n",
        pattern,
    )


def _entity_of(start: bytes, pattern: bytes) -> Callable[[int], bytes]:
    return lambda size: entity(b"", start + lines(pattern, size))


def _garbage(size: int) -> bytes:
    rest = _RANDOM.randbytes(size).translate(None, b"\r\n\0")
    return entity(
        b"Content-Type: text/html\r\nContent-Transfer-Encoding: 8bit\r\n",
        b"\r\n".join(rest[at : at + 900] for at in range(0, len(rest), 900)),
    )


HOSTILE_TEXTS: Final[Mapping[str, Callable[[int], bytes]]] = {
    "quoted-printable: equal signs": _encoded(b"quoted-printable", b"="),
    "quoted-printable: escapes": _encoded(b"quoted-printable", b"=3D"),
    "quoted-printable: soft breaks": _encoded(b"quoted-printable", b"=\r\n"),
    "quoted-printable: spaces": _encoded(b"quoted-printable", b"= "),
    "base64: padding": _encoded(b"base64", b"="),
    "base64: short lines": _encoded(b"base64", b"QQ\r\n"),
    "base64: garbage": _encoded(b"base64", b"Q*Q "),
    "base64: one line": lambda size: entity(
        b"Content-Transfer-Encoding: base64\r\n", one_line(b"QUFB", size)
    ),
    "base64: an attachment in one line": lambda size: entity(
        b"Content-Type: multipart/mixed; boundary=b\r\n",
        b"--b\r\n\r\nHello\r\n--b\r\nContent-Type: image/x\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n" + one_line(b"QUFB", size) + b"--b--\r\n",
    ),
    "text: one line": lambda size: entity(b"", one_line(b"x", size)),
    "text: one line in any alphabet": lambda size: entity(
        b"Content-Type: text/plain; charset=utf-8\r\n", one_line("\u0436\u00ad".encode(), size)
    ),
    "text: placeholders": _text(b"", b"{{unsubscribe_url}} "),
    "text: open placeholders": _text(b"", b"{{unsub:"),
    "text: percent signs": _text(b"", b"%unsub"),
    "text: braces": _text(b"", b"{{unsub{{{{{{{{{{"),
    "text: spaces": _text(b"", b" "),
    "text: quotes": _text(b"", b">"),
    "text: rules": _text(b"", b"-"),
    "text: rules beside a link": _entity_of(TOLD, b"-"),
    "text: blanks beside a link": _entity_of(TOLD, b" "),
    "text: quotes beside a link": _entity_of(TOLD, b">"),
    "text: links to us": _text(b"", b"{{unsubscribe_url}} "),
    "text: introductions": _text(b"", b"On a, From: b\r\n"),
    "text: links": _text(b"", b"http://a/?b "),
    "text: capitals and prices": _text(b"", b"$9% OFF "),
    "text: invisible": _text(b"Content-Type: text/plain; charset=utf-8\r\n", "\u200b".encode()),
    "charset: escapes": _text(
        b"Content-Type: text/plain; charset=iso-2022-jp\r\n", b"\x1b$B\x1b(B"
    ),
    "charset: wide": _text(
        b"Content-Type: text/html; charset=utf-16le\r\nContent-Transfer-Encoding: base64\r\n",
        b"PAA8ADwA",
    ),
    "garbage": _garbage,
}
