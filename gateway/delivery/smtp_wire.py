"""What is written to a next hop: command lines, and messages with their dots stuffed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gateway.errors import PermanentFailure
from suppression.keys import email_key

if TYPE_CHECKING:
    from collections.abc import Iterator

END_OF_DATA: Final = b".\r\n"
_PIECE_BYTES: Final = 1 << 20
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")


def stuffed(copy: bytes) -> bytes:
    r"""Return the message as it stands after DATA, end included (RFC 5321 4.5.2).

    >>> stuffed(b"Subject: x\r\n\r\n.hidden\r\n")
    b'Subject: x\r\n\r\n..hidden\r\n.\r\n'
    """
    last = b"" if copy.endswith(b"\r\n") else b"\r\n"
    return b"".join((*_pieces(copy), last, END_OF_DATA))


def _pieces(copy: bytes) -> Iterator[bytes | memoryview]:
    """Yield the message stuffed, a piece at a time: to search all of it would hold others up."""
    whole, start = memoryview(copy), 0
    while start < len(copy):
        end = start + _PIECE_BYTES
        end += copy[end - 1 : end] == b"\r"  # its LF comes next
        piece = copy[start:end]
        if piece.startswith(b".") and copy[max(start - 2, 0) : start] in (b"", b"\r\n"):
            yield b"."
        is_dotted = b"\r\n." in piece
        yield piece.replace(b"\r\n.", b"\r\n..") if is_dotted else whole[start:end]
        start = end


def mailbox(address: str) -> str:
    """Write the domain as an A-label where that spares the next hop SMTPUTF8 (RFC 6531 3.2)."""
    local = address.rpartition("@")[0]
    if address.isascii() or not local.isascii():
        return address
    return f"{local}@{email_key(address).rpartition('@')[2]}"


def line(text: str) -> bytes:
    """Return a command as it is sent.

    Raises:
        PermanentFailure: an address in it would end the line.
    """
    if _CONTROL.search(text):
        message = "an address of the envelope holds a control character"
        raise PermanentFailure(message, status="5.1.3")
    return text.encode(errors="surrogateescape") + b"\r\n"
