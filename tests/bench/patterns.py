"""Patterns that are repeated to the size asked for, and messages of them."""

from __future__ import annotations

from typing import Final

ORDINARY: Final = (
    b"From: Shop <news@example.com>\r\nTo: ann@example.net\r\nSubject: Autumn\r\n"
    b"Date: Mon, 23 Nov 2026 08:00:00 +0000\r\nMessage-ID: <1@example.com>\r\n"
    b"MIME-Version: 1.0\r\n"
)
_LINE: Final = 76
TOLD: Final = b"{{unsubscribe_url}} {{physical_address}}\r\n"
"""With it a text is read for all that it says."""


def lines(pattern: bytes, size: int) -> bytes:
    """Repeat a pattern in lines of mail's length."""
    line = (pattern * (_LINE // len(pattern) + 1))[: max(_LINE, len(pattern))] + b"\r\n"
    return line * (size // len(line) + 1)


def one_line(pattern: bytes, size: int) -> bytes:
    return pattern * (size // len(pattern) + 1) + b"\r\n"


def entity(fields: bytes, body: bytes) -> bytes:
    return ORDINARY + fields + b"\r\n" + body


def numbered(pattern: str, size: int) -> bytes:
    """Repeat a pattern with another number each time."""
    length = len(pattern % 0) + 3
    return "".join(pattern % number for number in range(size // length)).encode()
