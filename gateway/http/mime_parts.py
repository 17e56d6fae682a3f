"""The parts of a message composed for a caller: texts and files, piece by piece where large.

One call of the library on a text of some MiB holds everybody up, so such parts are written here,
in base64; small ones are the library's.
"""

from __future__ import annotations

import base64
import secrets
from binascii import b2a_base64
from email.message import MIMEPart
from email.policy import SMTP
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_CONTENT: Final = SMTP.clone(cte_type="7bit")
_SMALL: Final = 128 << 10  # characters of a text that the library writes
_PIECE: Final = 64 << 10  # characters, or bytes, dealt with in one go
_LINE_BYTES: Final = 57  # of 76 characters in base64 (RFC 2045 6.8)


def text_part(text: str, subtype: str) -> bytes:
    """Return a text as a part: its fields, a blank line, its content."""
    part = MIMEPart(policy=_CONTENT)
    if len(text) <= _SMALL:
        part.set_content(text, subtype=subtype)
        return part.as_bytes(policy=_CONTENT)
    part.set_content("", subtype=subtype, cte="base64")
    return _with_body(part, in_base64(_lines(text)))


def file_part(encoded: bytes, content_type: str, filename: str) -> bytes:
    """Return a file, in base64 already, as a part that is attached."""
    maintype, _, subtype = content_type.partition("/")
    part = MIMEPart(policy=_CONTENT)
    # what looks like an encoded word the library would decode, line ends and all: RFC 2231 4
    name = ("utf-8", "", filename) if "=?" in filename else filename
    part.set_content(b"", maintype, subtype, disposition="attachment", filename=name)
    return _with_body(part, encoded)


def multipart(subtype: str, parts: Sequence[bytes]) -> bytes:
    """Return parts as one."""
    # "=_" stands in no base64 and no quoted-printable (RFC 2045 6.7), and nobody guesses the rest
    boundary = f"=_{secrets.token_hex(16)}"
    opening = f"\r\n--{boundary}\r\n".encode()
    head = f'Content-Type: multipart/{subtype}; boundary="{boundary}"\r\n'.encode()
    opened = (piece for part in parts for piece in (opening, part))
    return b"".join((head, *opened, f"\r\n--{boundary}--\r\n".encode()))


def in_base64(pieces: Iterable[bytes]) -> bytes:
    """Return content in base64, in lines that end with CRLF."""
    lines, left = [], b""
    for piece in pieces:
        content = left + piece
        whole = len(content) - len(content) % _LINE_BYTES
        lines.append(_encoded(content[:whole]))
        left = content[whole:]
    return b"".join((*lines, _encoded(left)))


def out_of_base64(text: str) -> Iterator[bytes]:
    """Yield what a text in base64 holds, whatever blanks stand in it.

    Raises:
        ValueError: it is not base64.
    """
    left, is_over = "", False
    for at in range(0, len(text), _PIECE):
        signs = left + "".join(text[at : at + _PIECE].split())
        whole = len(signs) - len(signs) % 4
        if whole and is_over:
            raise ValueError("more behind its end")
        yield base64.b64decode(signs[:whole], validate=True)
        is_over = is_over or signs[:whole].endswith("=")
        left = signs[whole:]
    if left:
        raise ValueError("it breaks off")


def _encoded(content: bytes) -> bytes:
    starts = range(0, len(content), _LINE_BYTES)
    encoded = (b2a_base64(content[at : at + _LINE_BYTES], newline=False) for at in starts)
    return b"".join(line + b"\r\n" for line in encoded)


def _lines(text: str) -> Iterator[bytes]:
    """Yield a text whose lines all end with CRLF, the last one too."""
    left = ""
    for at in range(0, len(text), _PIECE):
        piece = left + text[at : at + _PIECE]
        left = "\r" if piece.endswith("\r") else ""  # its LF may come next
        piece = piece.removesuffix("\r").replace("\r\n", "\n").replace("\r", "\n")
        yield piece.replace("\n", "\r\n").encode()
    if left or not text.endswith("\n"):
        yield b"\r\n"


def _with_body(part: MIMEPart, body: bytes) -> bytes:
    head, _, _ = part.as_bytes(policy=_CONTENT).partition(b"\r\n\r\n")
    return b"".join((head, b"\r\n\r\n", body))
