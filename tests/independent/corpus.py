"""Mail nobody here wrote: fixtures of nine parsers, real traffic, templates wrapped as messages."""

from __future__ import annotations

import base64
import codecs
import quopri
import re
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from selectolax.lexbor import LexborHTMLParser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAIL: Final = Path(__file__).parents[3] / "shared" / "data" / "mail"
_PAGE: Final = frozenset({".html", ".tpl", ".mjml"})
_META: Final = re.compile(r"(?i)(<meta[^>]*charset=[\"']?)[-\w]+")
_OF_TOKENIZERS: Final = "mimekit/UnitTests/TestData/html/"
_MARKS: Final = {
    codecs.BOM_UTF32_LE: "utf-32", codecs.BOM_UTF32_BE: "utf-32", codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}  # fmt: skip
_HEADER: Final = """\
From: News <news@example.com>
To: Jane <jane@example.org>
Subject: News of the week
Date: Mon, 02 Mar 2026 12:00:00 +0000
Message-ID: <{name}@example.com>
MIME-Version: 1.0
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One message, by the file it is of and how that was wrapped."""

    name: str
    raw: bytes
    is_mail: bool = True  # False: of a page that tests tokenizers, never meant to be mailed


def samples(folder: Path = MAIL) -> Iterator[Sample]:
    """Yield every file as it is, and each page in every wrapping."""
    for file in sorted(folder.rglob("*")):
        if not file.is_file():
            continue
        name, raw = str(file.relative_to(folder)), file.read_bytes()
        yield Sample(name=name, raw=raw)
        if file.suffix not in _PAGE:
            continue
        html = _decoded(raw).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
        for form, wrap in WRAPPINGS.items():
            if wrapped := wrap(html):
                head = _HEADER.format(name=f"{form}.{zlib.crc32(name.encode())}")
                yield Sample(
                    name=f"{name}#{form}",
                    raw=crlf(head.encode() + wrapped),
                    is_mail=not name.startswith(_OF_TOKENIZERS),
                )


def _decoded(page: bytes) -> str:
    for mark, charset in _MARKS.items():
        if page.startswith(mark):
            return page.decode(charset)
    return page.decode("utf-8", "replace")


def crlf(raw: bytes) -> bytes:
    return raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _leaf(kind: str, charset: str, encoding: str, text: str) -> bytes:
    head = f"Content-Type: {kind}; charset={charset}\nContent-Transfer-Encoding: {encoding}\n\n"
    data = text.encode(charset, "xmlcharrefreplace" if kind == "text/html" else "replace")
    if encoding == "base64":
        data = base64.encodebytes(data)
    elif encoding == "quoted-printable":
        data = quopri.encodestring(data.replace(b"\r\n", b"\n"))
    return head.encode() + data


def _charset_of_page(html: str, charset: str) -> str:
    return _META.sub(rf"\g<1>{charset}", html)


def _one(charset: str, encoding: str) -> Callable[[str], bytes]:
    return lambda html: _leaf("text/html", charset, encoding, _charset_of_page(html, charset))


def _8bit(html: str) -> bytes:
    fits = max(map(len, html.encode().splitlines()), default=0) <= 990
    return _leaf("text/html", "utf-8", "8bit", html) if fits else b""


def _fragment(html: str) -> bytes:
    """Wrap what stands between the body tags, as mail programs that edit pages do."""
    inner = re.sub(r"(?is)^.*?<body[^>]*>|</body.*$", "", html)
    return _leaf("text/html", "utf-8", "quoted-printable", inner)


def _text(html: str) -> str:
    words = LexborHTMLParser(html).body
    lines = words.text(separator="\n", strip=True) if words else ""
    return "\n".join(line[:900] for line in lines.splitlines()) + "\n"


def _multipart(kind: str, boundary: str, *parts: bytes) -> bytes:
    lines = [f'Content-Type: multipart/{kind}; boundary="{boundary}"\n'.encode()]
    lines += [b"\n--" + boundary.encode() + b"\n" + part for part in parts]
    return b"".join([*lines, b"\n--", boundary.encode(), b"--\n"])


def _alternative(text_encoding: str, html_encoding: str) -> Callable[[str], bytes]:
    return lambda html: _multipart(
        "alternative", "=_alt",
        _leaf("text/plain", "utf-8", text_encoding, _text(html)),
        _leaf("text/html", "utf-8", html_encoding, html),
    )  # fmt: skip


def _with_files(html: str) -> bytes:
    """Wrap as with pictures in the page and a file beside it."""
    picture = (b"Content-Type: image/png\nContent-ID: <logo>\nContent-Transfer-Encoding: base64\n"
               b"\niVBORw0KGgo=\n")  # fmt: skip
    file = (b'Content-Type: text/html; name="page.html"\nContent-Disposition: attachment\n'
            b"\n<html><body>attached</body></html>\n")  # fmt: skip
    related = _multipart(
        "related", "=_rel", _leaf("text/html", "utf-8", "quoted-printable", html), picture
    )
    text = _leaf("text/plain", "iso-8859-1", "quoted-printable", _text(html))
    return _multipart("mixed", "=_mix", _multipart("alternative", "=_alt", text, related), file)


WRAPPINGS: Final[dict[str, Callable[[str], bytes]]] = {
    "qp": _one("utf-8", "quoted-printable"),
    "base64": _one("utf-8", "base64"),
    "8bit": _8bit,
    "latin1-qp": _one("iso-8859-1", "quoted-printable"),
    "cp1252-base64": _one("windows-1252", "base64"),
    "utf16-base64": _one("utf-16", "base64"),
    "fragment": _fragment,
    "alternative-qp": _alternative("quoted-printable", "quoted-printable"),
    "alternative-base64": _alternative("base64", "base64"),
    "with-files": _with_files,
}
