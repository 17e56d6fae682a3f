"""Messages made to hold the engine up: each family grows with the size asked for."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_ORDINARY: Final = (
    b"From: Shop <news@example.com>\r\nTo: ann@example.net\r\nSubject: Autumn\r\n"
    b"Date: Mon, 23 Nov 2026 08:00:00 +0000\r\nMessage-ID: <1@example.com>\r\n"
    b"MIME-Version: 1.0\r\n"
)
_LINE: Final = 76
_DEPTH: Final = 40
_PARTS: Final = 900
_HEADER_BYTES: Final = 200 << 10  # below the limit, so that all of it is read
_FIELDS: Final = 900
_RANDOM: Final = random.Random(3)  # noqa: S311 - the same garbage each time


def _lines(pattern: bytes, size: int) -> bytes:
    """Repeat a pattern in lines of mail's length."""
    line = (pattern * (_LINE // len(pattern) + 1))[: max(_LINE, len(pattern))] + b"\r\n"
    return line * (size // len(line) + 1)


def _one_line(pattern: bytes, size: int) -> bytes:
    return pattern * (size // len(pattern) + 1) + b"\r\n"


def _entity(fields: bytes, body: bytes) -> bytes:
    return _ORDINARY + fields + b"\r\n" + body


def _html(body: Callable[[int], bytes]) -> Callable[[int], bytes]:
    fields = b"Content-Type: text/html; charset=utf-8\r\n"
    return lambda size: _entity(fields, b"<html><body>" + body(size))


def _html_of(pattern: bytes) -> Callable[[int], bytes]:
    return _html(lambda size: _lines(pattern, size))


def _text(fields: bytes, pattern: bytes) -> Callable[[int], bytes]:
    return lambda size: _entity(fields, _lines(pattern, size))


def _encoded(encoding: bytes, pattern: bytes) -> Callable[[int], bytes]:
    return _text(
        b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: "
        + encoding
        + b"\r\n",
        pattern,
    )


def _in_mixed(pattern: bytes) -> Callable[[int], bytes]:
    fields = b"Content-Type: multipart/mixed; boundary=b\r\n"
    return lambda size: _entity(
        fields, b"--b\r\n\r\nHello\r\n" + _lines(pattern, size) + b"--b--\r\n"
    )


def _long_boundaries(size: int) -> bytes:
    boundary = b"b" * 70
    near = b"--" + boundary[:-1] + b"c\r\n"
    return _entity(
        b"Content-Type: multipart/mixed; boundary=" + boundary + b"\r\n",
        b"--" + boundary + b"\r\n\r\nHello\r\n" + near * (size // len(near)),
    )


def _nested(kind: bytes, size: int) -> bytes:
    """Put multiparts into each other as deep as may be, and the size into the innermost."""
    opening = b"".join(
        b"Content-Type: multipart/" + kind + b"; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level)
        for level in range(_DEPTH)
    )
    return _ORDINARY + opening + b"\r\n" + _lines(b"Hello ", size)


def _blank_roots(size: int) -> bytes:
    """Put multiparts into each other, each behind a part that says nothing."""
    opening = b"".join(
        b"Content-Type: multipart/related; boundary=b%d\r\n\r\n--b%d\r\n\r\n--b%d\r\n"
        % (level, level, level)
        for level in range(_DEPTH)
    )
    return _ORDINARY + opening + b"\r\n" + _lines(b"Hello ", size)


def _many_parts(size: int) -> bytes:
    body = _lines(b"Hello ", size // _PARTS)
    parts = b"".join(b"--b\r\nContent-Type: text/html\r\n\r\n" + body for _ in range(_PARTS))
    return _entity(b"Content-Type: multipart/alternative; boundary=b\r\n", parts + b"--b--\r\n")


def _styled_parts(size: int) -> bytes:
    """Give each of many pages a style sheet of its own, and depth to hold it against."""
    page = _numbered("b div{opacity:%03d}\r\n", 60_000) + b"</style>" + _lines(b"<div>", 900)
    parts = b"".join(
        b"--b\r\nContent-Type: text/html\r\n\r\n<style>/*%d*/" % number + page
        for number in range(max(size // len(page), 1))
    )
    return _entity(b"Content-Type: multipart/alternative; boundary=b\r\n", parts + b"--b--\r\n")


def _deep_rules(size: int) -> bytes:
    """Hold as many rules as may be alike against elements as deep as may be."""
    rules = _numbered("b div{opacity:%03d}\r\n", 290 * 23)
    return b"<style>" + rules + b"</style>" + b"<div>\r\n" * 400 + _lines(b"Hello ", size)


def _many_headers(size: int) -> bytes:
    """Give each of many parts as long a header as may be."""
    fields = b"".join(b"X-%d: x\r\n" % number for number in range(_FIELDS))
    parts = (b"--b\r\n" + fields + b"\r\nHello\r\n") * max(size // (len(fields) + 10), 1)
    return _entity(b"Content-Type: multipart/mixed; boundary=b\r\n", parts + b"--b--\r\n")


def _long_field(name: bytes, pattern: bytes) -> Callable[[int], bytes]:
    """Put a long folded field into each of many parts."""

    def make(size: int) -> bytes:
        value = (pattern * (900 // len(pattern) + 1) + b"\r\n ") * (_HEADER_BYTES // 900)
        field = name + b": " + value + b"x\r\n"
        count = max(size // len(field), 1)
        parts = (b"--b\r\nContent-Type: text/plain\r\n" + field + b"\r\nHello\r\n") * count
        return _entity(b"Content-Type: multipart/mixed; boundary=b\r\n", parts + b"--b--\r\n")

    return make


def _long_lines(size: int) -> bytes:
    """Give each of many parts fields that have to be folded."""
    field = b"X-Long: " + b"word " * 6000 + b"x\r\n"
    parts = (b"--b\r\n" + field * 8 + b"\r\nHello\r\n") * max(size // (8 * len(field)), 1)
    return _entity(b"Content-Type: multipart/mixed; boundary=b\r\n", parts + b"--b--\r\n")


def _styled(pattern: bytes) -> Callable[[int], bytes]:
    return _html(lambda size: b"<style>" + _lines(pattern, size) + b"{display:none}</style>")


def _numbered(pattern: str, size: int) -> bytes:
    """Repeat a pattern with another number each time."""
    length = len(pattern % 0) + 3
    return "".join(pattern % number for number in range(size // length)).encode()


_DEEP_NOTICE: Final = (
    _lines(b"<div>", 184 * 5)
    + b"This is an advertisement from Example Co. {{physical_address}}\r\n"
    + b"<a href='{{unsubscribe_url}}'>unsubscribe</a>\r\n"
    + _lines(b"</div>", 184 * 6)
)
_TOLD: Final = b"{{unsubscribe_url}} {{physical_address}}\r\n"
"""With it a text is read for all that it says."""


def _told_html(pattern: str, before: bytes = b"") -> Callable[[int], bytes]:
    return _html(lambda size: before + _TOLD + _numbered(pattern, size))


def _entity_of(start: bytes, pattern: bytes) -> Callable[[int], bytes]:
    return lambda size: _entity(b"", start + _lines(pattern, size))


def _hiding_sheet(size: int) -> bytes:
    return (
        b"<style>" + _numbered(".a%d{display:none}\r\n", size // 2) + b"</style>" + _TOLD
        + _numbered("<p class=a%d>x\r\n", size // 2)
    )  # fmt: skip


def _garbage(size: int) -> bytes:
    rest = _RANDOM.randbytes(size).translate(None, b"\r\n\0")
    return _entity(
        b"Content-Type: text/html\r\nContent-Transfer-Encoding: 8bit\r\n",
        b"\r\n".join(rest[at : at + 900] for at in range(0, len(rest), 900)),
    )


HOSTILE: Final[Mapping[str, Callable[[int], bytes]]] = {
    "boundary: dashes": _in_mixed(b"--"),
    "boundary: lines of two dashes": lambda size: _entity(
        b"Content-Type: multipart/mixed; boundary=b\r\n",
        b"--b\r\n\r\nHello\r\n" + b"--\r\n" * (size // 4),
    ),
    "boundary: almost": _long_boundaries,
    "boundary: then spaces": lambda size: _entity(
        b"Content-Type: multipart/mixed; boundary=b\r\n",
        b"--b\r\n\r\nHello\r\n" + (b"--b" + b" " * 900 + b"x\r\n") * (size // 906),
    ),
    "boundary: unended": _in_mixed(b"--b "),
    "boundary: parts without end": _in_mixed(b"--b\r\n\r\n"),
    "nested: mixed": lambda size: _nested(b"mixed", size),
    "nested: alternative": lambda size: _nested(b"alternative", size),
    "nested: related": lambda size: _nested(b"related", size),
    "nested: related behind blanks": _blank_roots,
    "parts: many": _many_parts,
    "parts: styled": _styled_parts,
    "header: many fields": _many_headers,
    "header: encoded words": _long_field(b"X-Words", b"=?utf-8?q?a?= "),
    "header: parameters": _long_field(b"Content-Disposition", b"; a=b"),
    "header: open quotes": _long_field(b"Content-Disposition", b'; a="'),
    "header: sections": _long_field(b"Content-Disposition", b"; a*1*=%41"),
    "header: long lines": _long_lines,
    "html: nesting": _html_of(b"<div>"),
    "html: angles": _html_of(b"<"),
    "html: end tags": _html_of(b"</body>"),
    "html: open tags": _html_of(b"<a "),
    "html: names that run into each other": _html_of(b"<aaa"),
    "html: open end tags": _html_of(b"</"),
    "html: open comments": _html_of(b"<!--"),
    "html: comments that never end": _html_of(b"<!-- - -> "),
    "html: declarations": _html_of(b"<!x"),
    "html: CDATA": _html_of(b"<![CDATA["),
    "html: scripts": _html_of(b"<script>"),
    "html: comments in scripts": _html(
        lambda size: b"<script>" + _lines(b"<!--", size) + b"</script>"
    ),
    "html: titles": _html_of(b"<title></titl "),
    "html: bold letters in one line": _html(lambda size: _one_line(b"<b>x</b>", size)),
    "html: styled paragraphs": _html_of(b"<p style='color:#fff'>x"),
    "html: as many links to us as are filled": _html(
        lambda size: b"<a href='{{unsubscribe_url}}'>Stop</a>\r\n" * 960 + _lines(b"Hello ", size)
    ),
    "html: notices in the deep": _html(lambda size: _DEEP_NOTICE * (size // len(_DEEP_NOTICE) + 1)),
    "html: links left open": _html_of(b"<a href=x>b"),
    "html: formatting left open": _html_of(b"<b><i><font color=red>x</p><p>"),
    "html: tables": _html_of(b"<table><tr><td>"),
    "html: attributes": _html(lambda size: b"<p " + _lines(b"a=b ", size) + b">"),
    "html: open attribute": _html_of(b'<a b="'),
    "html: equal signs": _html_of(b"<a ==="),
    "html: entities": _html_of(b"&amp;&#x26;&"),
    "html: style sheet": _html(lambda size: b"<style>" + _lines(b"a{b:c}", size) + b"</style>"),
    "html: open braces": _html(lambda size: b"<style>" + _lines(b"a{", size) + b"</style>"),
    "html: blocks in blocks": _html(lambda size: b"<style>" + _lines(b"a{", size)),
    "html: rules in the deep": _html(_deep_rules),
    "html: hidden": _html_of(b"<p style=display:none>x"),
    "html: hidden in the deep": _html(
        lambda size: (
            b"<div>\r\n" * 400 + _lines(b"<b style='color:#fffffe;display:none'>x</b>", size)
        )
    ),
    "html: hidden in the tiny": _html(
        lambda size: b"<p style='font-size:0'>\r\n" * 500 + _lines(b"<p hidden>", size)
    ),
    "html: style of escapes": _styled(b"\\9"),
    "html: style of comments": _styled(b"/*"),
    "html: style of shifts": _styled(b"left:transform:translate"),
    "html: style of selectors": _styled(b".a:x([x"),
    "html: tiny": _html_of(b"<div style=font-size:0>x"),
    "html: quotes": _html_of(b"<blockquote>x"),
    "html: one line": _html(lambda size: _one_line(b"<p>Hello to all our friends</p>", size)),
    "html: placeholders written as characters": _html_of(b"&#123;&#123;unsub"),
    "html: coloured addresses": _told_html(
        "<p style='color:#%06d'>{{physical_address}}</p>\r\n", b"<style>p{margin:0}</style>"
    ),
    "html: hiding sheet": _html(_hiding_sheet),
    "html: large sheet": _html(
        lambda size: (
            b"<style>" + _numbered("p .a%d,b+i{color:#fff}\r\n", size) + b"</style>" + _TOLD
        )
    ),
    "html: filled links": _told_html("<a href='{{unsubscribe_url}}?%d'>Shop</a>\r\n"),
    "html: styles": _told_html("<b style='color:#%06d;margin:1px'>x</b>\r\n"),
    "html: foreign links": _told_html("<a href='https://a.example/%d'>x</a>\r\n"),
    "html: blanks": _told_html("&nbsp;&zwnj;<br>%d\r\n"),
    "quoted-printable: equal signs": _encoded(b"quoted-printable", b"="),
    "quoted-printable: escapes": _encoded(b"quoted-printable", b"=3D"),
    "quoted-printable: soft breaks": _encoded(b"quoted-printable", b"=\r\n"),
    "quoted-printable: spaces": _encoded(b"quoted-printable", b"= "),
    "base64: padding": _encoded(b"base64", b"="),
    "base64: short lines": _encoded(b"base64", b"QQ\r\n"),
    "base64: garbage": _encoded(b"base64", b"Q*Q "),
    "base64: one line": lambda size: _entity(
        b"Content-Transfer-Encoding: base64\r\n", _one_line(b"QUFB", size)
    ),
    "base64: an attachment in one line": lambda size: _entity(
        b"Content-Type: multipart/mixed; boundary=b\r\n",
        b"--b\r\n\r\nHello\r\n--b\r\nContent-Type: image/x\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n" + _one_line(b"QUFB", size) + b"--b--\r\n",
    ),
    "text: one line": lambda size: _entity(b"", _one_line(b"x", size)),
    "text: one line in any alphabet": lambda size: _entity(
        b"Content-Type: text/plain; charset=utf-8\r\n", _one_line("\u0436\u00ad".encode(), size)
    ),
    "text: placeholders": _text(b"", b"{{unsubscribe_url}} "),
    "text: open placeholders": _text(b"", b"{{unsub:"),
    "text: percent signs": _text(b"", b"%unsub"),
    "text: braces": _text(b"", b"{{unsub{{{{{{{{{{"),
    "text: spaces": _text(b"", b" "),
    "text: quotes": _text(b"", b">"),
    "text: rules": _text(b"", b"-"),
    "text: rules beside a link": _entity_of(_TOLD, b"-"),
    "text: blanks beside a link": _entity_of(_TOLD, b" "),
    "text: quotes beside a link": _entity_of(_TOLD, b">"),
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
