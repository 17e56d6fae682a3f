"""Messages of the repository, changed at random: octets, lines, and what MIME is made of."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

DATA: Final = Path(__file__).parents[1] / "data"
LARGEST: Final = 128 << 10

_HEAD: Final = (
    b"From: Example <news@example.com>\r\nTo: ann@example.net\r\nSubject: Hello\r\n"
    b"Date: Mon, 2 Mar 2026 12:00:00 +0000\r\nMessage-ID: <1@example.com>\r\nMIME-Version: 1.0\r\n"
)
_LINE_END: Final = re.compile(rb"\r\n|\r|\n")
_DELIMITER: Final = re.compile(rb"(?m)^--[^\r\n]{1,72}\r\n")
_BOUNDARY: Final = re.compile(rb'(?i)boundary="?([^\r\n";]+)')
_CHARSET: Final = re.compile(rb'(?i)charset="?([^\r\n";]+)')
_ENCODING: Final = re.compile(rb"(?i)content-transfer-encoding: *([^\r\n]*)")
_TYPE: Final = re.compile(rb"(?i)content-type: *([^\r\n;]*)")
_CHARSETS: Final = (
    b"utf-8", b"us-ascii", b"iso-8859-1", b"windows-1252", b"iso-2022-jp", b"utf-7", b"utf-16",
    b"utf-16le", b"koi8-r", b"gb18030", b"hz-gb-2312", b"shift_jis", b"big5", b"x-unknown", b"",
    b"UTF-8'en'", b"ebcdic-cp-us", b"utf-32", b"cp1252 ", b"utf8",
)  # fmt: skip
_ENCODINGS: Final = (
    b"7bit", b"8bit", b"binary", b"base64", b"quoted-printable", b"x-uuencode", b"BASE64 ", b"",
    b"base64 (x)", b"quoted-printable; x=y", b"7bit, base64",
)  # fmt: skip
_TYPES: Final = (
    b"text/plain", b"text/html", b"text/x-amp-html", b"text/calendar", b"text/enriched", b"text",
    b"multipart/mixed", b"multipart/alternative", b"multipart/related", b"multipart/signed",
    b"multipart/report", b"message/rfc822", b"message/delivery-status", b"message/partial",
    b"application/octet-stream", b"application/pkcs7-mime", b"image/png", b"text/html text/plain",
)  # fmt: skip
_OCTETS: Final = bytes({*range(256)} - set(b"\0\r\n"))
_NOISE: Final = (
    b"</body>", b"<!--", b"-->", b"<style>", b"</style>", b"<p", b"&#8203;", b"=", b"=\r\n",
    b"\r\n", b"\r\n\r\n", b"\r\n ", b"\r\n.\r\n", b"--", b"\x1b$B", b"\x1b(B", b"\xef\xbb\xbf",
    b"\xff\xfe", b"\xe2\x80\xa8", b"{{unsubscribe_url}}", b"*|LIST:ADDRESS|*", b"-- \r\n", b"\t",
    b"X-Optwarden-Category: commercial\r\n", b"List-Unsubscribe: <https://else.example/u>\r\n",
    b"begin 644 x\r\n", b"\r", b"\n", b"\0",
)  # fmt: skip


def originals() -> dict[str, bytes]:
    """Return every message there is by its name, and what the fuzzers kept as one."""
    mails = [*DATA.glob("torture/*.in.eml"), *DATA.glob("mail/*.eml")]
    found = {file.name: file.read_bytes() for file in mails}
    found |= {f"tree-{file.name}": file.read_bytes()[1:] for file in DATA.glob("fuzz/tree/*")}
    pages = [*DATA.glob("fuzz/html/*"), *DATA.glob("mail/*.html")]
    for page in pages:
        raw = _LINE_END.sub(b"\r\n", page.read_bytes().replace(b"\0", b""))
        found[f"page-{page.name}"] = _HEAD + b"Content-Type: text/html\r\n\r\n" + raw
    return {name: raw for name, raw in sorted(found.items()) if len(raw) <= LARGEST}


def mutated(source: random.Random, raw: bytes, other: bytes) -> bytes:
    """Change a message in one to four ways; `other` is one to take pieces of."""
    for _ in range(source.randrange(1, 5)):
        raw = source.choice(_WAYS)(source, raw, other)
    return raw[:LARGEST]


def _octets(source: random.Random, raw: bytes, _other: bytes) -> bytes:
    changed = bytearray(raw or b"x")
    for _ in range(source.randrange(1, 9)):
        changed[source.randrange(len(changed))] = source.choice(_OCTETS)
    return bytes(changed)


def _noise(source: random.Random, raw: bytes, _other: bytes) -> bytes:
    at = source.randrange(len(raw) + 1)
    return raw[:at] + source.choice(_NOISE) * source.choice((1, 1, 1, 2, 40)) + raw[at:]


def _cut(source: random.Random, raw: bytes, _other: bytes) -> bytes:
    return raw[: source.randrange(len(raw) + 1)]


def _lines(source: random.Random, raw: bytes, other: bytes) -> bytes:
    lines = raw.splitlines(keepends=True) or [b"\r\n"]
    for _ in range(source.randrange(1, 4)):
        line = lines.pop(source.randrange(len(lines)))
        if source.random() < 0.3:
            line = source.choice(other.splitlines(keepends=True) or [line])
        times = source.choice((0, 1, 1, 2, 30))
        at = source.randrange(len(lines) + 1)
        lines[at:at] = [line] * times
        lines = lines or [line]
    return b"".join(lines)


def _parts(source: random.Random, raw: bytes, other: bytes) -> bytes:
    """Drop a part, say it again, or put one of another message in its place."""
    places = list(pairwise(found.start() for found in _DELIMITER.finditer(raw)))
    if not places:
        return raw + b"\r\n" + other
    start, end = source.choice(places)
    part = raw[start:end]
    own = part.partition(b"\r\n")[0] + b"\r\n"
    instead = source.choice((b"", part * 2, part * 20, own + other + b"\r\n", own))
    return raw[:start] + instead + raw[end:]


def _around(source: random.Random, raw: bytes, _other: bytes) -> bytes:
    """Put it whole into a message of its own."""
    kind = source.choice(_TYPES)
    head = _HEAD + b"Content-Type: " + kind + b"; boundary=b\r\n\r\n"
    if kind.startswith(b"multipart/"):
        return head + b"--b\r\n" + raw + b"\r\n--b--\r\n"
    return head + raw


def _head_of_another(_source: random.Random, raw: bytes, other: bytes) -> bytes:
    return other.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" + raw.partition(b"\r\n\r\n")[2]


def _instead(
    pattern: re.Pattern[bytes], values: tuple[bytes, ...]
) -> Callable[[random.Random, bytes, bytes], bytes]:
    """Return what puts another value where a parameter or field has one."""

    def change(source: random.Random, raw: bytes, _other: bytes) -> bytes:
        found = list(pattern.finditer(raw))
        if not found:
            return raw
        start, end = source.choice(found).span(1)
        return raw[:start] + source.choice(values) + raw[end:]

    return change


_WAYS: Final = (
    _octets, _noise, _cut, _lines, _parts, _parts, _around, _head_of_another,
    _instead(_BOUNDARY, (b"b", b"", b"a b", b"--", b"x" * 80, b"b--")),
    _instead(_CHARSET, _CHARSETS), _instead(_CHARSET, _CHARSETS),
    _instead(_ENCODING, _ENCODINGS), _instead(_ENCODING, _ENCODINGS),
    _instead(_TYPE, _TYPES),
)  # fmt: skip
