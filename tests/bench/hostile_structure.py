"""Messages whose parts and header fields are made to hold the engine up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.bench.patterns import ORDINARY, entity, lines, numbered

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_DEPTH: Final = 40
_PARTS: Final = 900
_HEADER_BYTES: Final = 200 << 10  # below the limit, so that all of it is read
_FIELDS: Final = 900


def _in_mixed(pattern: bytes) -> Callable[[int], bytes]:
    fields = b"Content-Type: multipart/mixed; boundary=b\r\n"
    return lambda size: entity(
        fields, b"--b\r\n\r\nHello\r\n" + lines(pattern, size) + b"--b--\r\n"
    )


def _long_boundaries(size: int) -> bytes:
    boundary = b"b" * 70
    near = b"--" + boundary[:-1] + b"c\r\n"
    return entity(
        b"Content-Type: multipart/mixed; boundary=" + boundary + b"\r\n",
        b"--" + boundary + b"\r\n\r\nHello\r\n" + near * (size // len(near)),
    )


def _nested(kind: bytes, size: int) -> bytes:
    """Put multiparts into each other as deep as may be, and the size into the innermost."""
    opening = b"".join(
        b"Content-Type: multipart/" + kind + b"; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level)
        for level in range(_DEPTH)
    )
    return ORDINARY + opening + b"\r\n" + lines(b"Hello ", size)


def _blank_roots(size: int) -> bytes:
    """Put multiparts into each other, each behind a part that says nothing."""
    opening = b"".join(
        b"Content-Type: multipart/related; boundary=b%d\r\n\r\n--b%d\r\n\r\n--b%d\r\n"
        % (level, level, level)
        for level in range(_DEPTH)
    )
    return ORDINARY + opening + b"\r\n" + lines(b"Hello ", size)


def _many_parts(size: int) -> bytes:
    body = lines(b"Hello ", size // _PARTS)
    parts = b"".join(b"--b\r\nContent-Type: text/html\r\n\r\n" + body for _ in range(_PARTS))
    return entity(b"Content-Type: multipart/alternative; boundary=b\r\n", parts + b"--b--\r\n")


def _styled_parts(size: int) -> bytes:
    """Give each of many pages a style sheet of its own, and depth to hold it against."""
    page = numbered("b div{opacity:%03d}\r\n", 60_000) + b"</style>" + lines(b"<div>", 900)
    parts = b"".join(
        b"--b\r\nContent-Type: text/html\r\n\r\n<style>/*%d*/" % number + page
        for number in range(max(size // len(page), 1))
    )
    return entity(b"Content-Type: multipart/alternative; boundary=b\r\n", parts + b"--b--\r\n")


def _many_headers(size: int) -> bytes:
    """Give each of many parts as long a header as may be."""
    fields = b"".join(b"X-%d: x\r\n" % number for number in range(_FIELDS))
    parts = (b"--b\r\n" + fields + b"\r\nHello\r\n") * max(size // (len(fields) + 10), 1)
    return entity(b"Content-Type: multipart/mixed; boundary=b\r\n", parts + b"--b--\r\n")


def _long_field(name: bytes, pattern: bytes) -> Callable[[int], bytes]:
    """Put a long folded field into each of many parts."""

    def make(size: int) -> bytes:
        value = (pattern * (900 // len(pattern) + 1) + b"\r\n ") * (_HEADER_BYTES // 900)
        field = name + b": " + value + b"x\r\n"
        count = max(size // len(field), 1)
        parts = (b"--b\r\nContent-Type: text/plain\r\n" + field + b"\r\nHello\r\n") * count
        return entity(b"Content-Type: multipart/mixed; boundary=b\r\n", parts + b"--b--\r\n")

    return make


def _long_lines(size: int) -> bytes:
    """Give each of many parts fields that have to be folded."""
    field = b"X-Long: " + b"word " * 6000 + b"x\r\n"
    parts = (b"--b\r\n" + field * 8 + b"\r\nHello\r\n") * max(size // (8 * len(field)), 1)
    return entity(b"Content-Type: multipart/mixed; boundary=b\r\n", parts + b"--b--\r\n")


HOSTILE_STRUCTURE: Final[Mapping[str, Callable[[int], bytes]]] = {
    "boundary: dashes": _in_mixed(b"--"),
    "boundary: lines of two dashes": lambda size: entity(
        b"Content-Type: multipart/mixed; boundary=b\r\n",
        b"--b\r\n\r\nHello\r\n" + b"--\r\n" * (size // 4),
    ),
    "boundary: almost": _long_boundaries,
    "boundary: then spaces": lambda size: entity(
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
}
