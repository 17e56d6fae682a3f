"""Content-Transfer-Encoding: decoding a body, encoding an addition, finding its place."""

from __future__ import annotations

import binascii
import hashlib
import re
from typing import TYPE_CHECKING, Final

from filters.plan import Piece, Token
from suppression.tokens import TOKEN_LENGTH

if TYPE_CHECKING:
    from collections.abc import Iterator

IDENTITY: Final = frozenset({"7bit", "8bit", "binary"})
QUOTED_PRINTABLE: Final = "quoted-printable"
BASE64: Final = "base64"
_ENCODED: Final = frozenset({QUOTED_PRINTABLE, BASE64})

_DIGITS: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_NOT_DIGITS: Final = bytes(set(range(256)) - set(_DIGITS))
_NOT_BASE64: Final = bytes(set(range(256)) - set(_DIGITS + b"="))
_BASE64_BODY: Final = re.compile(rb"[A-Za-z0-9+/ \t\r\n]*+(?:=[ \t\r\n]*+){0,2}")
_QP_UNIT: Final = re.compile(rb"=(?:\r\n|[0-9A-Fa-f]{2})")
_QP_LITERAL: Final = bytes(set(range(32, 127)) - set(b"=")) + b"\t\r\n"
_QP_LINE: Final = 76  # RFC 2045 6.7 rule 5
_BLANK: Final = re.compile(rb"\s*+")
_SHORT: Final = 80  # octets: blanks that are encoded are few
_STRETCH: Final = 1 << 20  # octets that are decoded without a pause


def decoded(body: bytes, encoding: str) -> bytes:
    """Return the content of an encoded body, as much of it as can be read."""
    return b"".join(_stretches(body, encoding)) if encoding in _ENCODED else body


def digest(body: bytes, encoding: str) -> bytes:
    """Return the SHA-256 of the content, which is never in memory as a whole."""
    found = hashlib.sha256()
    for stretch in _stretches(body, encoding):
        found.update(stretch)
    return found.digest()


def _stretches(body: bytes, encoding: str) -> Iterator[bytes]:
    """Yield the content in stretches: others may run in between."""
    if encoding == QUOTED_PRINTABLE:
        return map(binascii.a2b_qp, _qp_stretches(body))
    return _base64_decoded(body) if encoding == BASE64 else iter((body,))


def _qp_stretches(body: bytes) -> Iterator[bytes]:
    """Yield a body in stretches that are decoded by themselves."""
    start, length = 0, len(body)
    while length - start > _STRETCH:
        end = body.rfind(b"\n", start, start + _STRETCH) + 1
        end = end or _inside_of_a_line(body, start)
        yield body[start:end]
        start = end
    yield body[start:]


def _inside_of_a_line(body: bytes, start: int) -> int:
    """Return where a line without end can be cut: where no escape is, else behind it."""
    for cut in range(start + _STRETCH, max(start, start + _STRETCH - _SHORT), -1):
        # `=CR` swallows all up to the LF
        if b"=" not in body[max(cut - 3, start) : cut] and body.find(b"=\r", start, cut) < 0:
            return cut
    return body.find(b"\n", start + _STRETCH) + 1 or len(body)


def _base64_decoded(body: bytes) -> Iterator[bytes]:
    """Yield what a body in base64 says as far as its first `=`."""
    left = b""
    for start in range(0, len(body), _STRETCH):
        digits = body[start : start + _STRETCH].translate(None, _NOT_BASE64)
        head, padding, _ = (left + digits).partition(b"=")
        if padding:
            left = head
            break
        whole = len(head) - len(head) % 4
        left = head[whole:]
        yield binascii.a2b_base64(head[:whole])
    usable = left[: len(left) - (len(left) % 4 == 1)]
    yield binascii.a2b_base64(usable + b"=" * (-len(usable) % 4))


def says_nothing(raw: bytes, start: int, end: int, encoding: str) -> bool:
    r"""Whether a body holds no more than blanks.

    >>> says_nothing(b" \r\n", 0, 3, "7bit"), says_nothing(b"=20", 0, 3, "quoted-printable")
    (True, True)
    """
    if end - start <= _SHORT and encoding not in IDENTITY:
        return not decoded(raw[start:end], encoding).strip()
    return _BLANK.fullmatch(raw, start, end) is not None


def is_sound(body: bytes, encoding: str) -> bool:
    """Whether every reader decodes the body alike, so that something can be added to it."""
    if encoding == BASE64:
        whole = _BASE64_BODY.fullmatch(body) is not None
        return whole and len(body.translate(None, _NOT_BASE64)) % 4 == 0
    return encoding in IDENTITY or encoding == QUOTED_PRINTABLE


def qp_position(raw: bytes, start: int, end: int, offset: int) -> int | None:
    """Return where byte `offset` of the content stands in quoted-printable `raw[start:end]`.

    None: this body is not read alike by everybody. Each round consumes at least a third of what
    is left, so the time is linear.
    """
    position, left = start, offset
    while left > 0:
        cut = min(position + left, end)
        escape = raw.rfind(b"=", max(cut - 2, position), cut)
        cut = cut if escape < 0 else escape
        if cut > position:
            left -= len(binascii.a2b_qp(raw[position:cut]))
            position = cut
            continue
        unit = _QP_UNIT.match(raw, position, end)
        if unit is None:
            return None
        left -= unit[0] != b"=\r\n"
        position = unit.end()
    return None if left else position


def base64_position(raw: bytes, start: int, quanta: int) -> int:
    """Return the place behind that many quanta (4 digits, 3 bytes) of a base64 body."""
    position, left = start, quanta * 4
    while left:
        chunk = raw[position : position + left]
        left -= len(chunk.translate(None, _NOT_DIGITS))
        position += len(chunk)
    return position


def qp(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Encode text as quoted-printable for a place at the start of a line; no line passes 76.

    A token is made of characters that stand for themselves, so it is left for `plan.render`.
    """
    encoded: list[Piece] = []
    column = 0
    after_token = False
    for piece in pieces:
        if isinstance(piece, bytes):
            text = _qp(piece)
            if after_token and piece and not piece.startswith(b"\r\n"):
                text = b"=\r\n" + text
            encoded.append(text)
            column = len(text) - text.rfind(b"\n") - 1
        else:
            assert isinstance(piece, Token)  # noqa: S101 - no edit nests encodings
            if column + TOKEN_LENGTH >= _QP_LINE:
                encoded.append(b"=\r\n")
            encoded.append(piece)
        after_token = isinstance(piece, Token)
    return tuple(encoded)


def shorter_encoding(content: bytes) -> str:
    """Return the transfer encoding in which a text gets least longer."""
    escaped = len(content.translate(None, _QP_LITERAL))
    qp_adds, base64_adds = escaped * 2, len(content) * 3 // 8  # with the line breaks of base64
    return BASE64 if base64_adds < qp_adds else QUOTED_PRINTABLE


def _qp(text: bytes) -> bytes:
    encoded = binascii.b2a_qp(text)
    # without a line end in the text it breaks lines by LF alone
    return encoded if b"\r\n" in text else encoded.replace(b"\n", b"\r\n")
