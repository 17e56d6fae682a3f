"""Line ends that are none, and those that never come: what SMTP does not carry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_LINE: Final = 998  # octets before its CRLF (RFC 5321 4.5.3.1.6, RFC 5322 2.1.1)
_CR: Final = 13
_STRETCH: Final = 1 << 18  # bytes looked at in one go: a copy of them is quicker than counting


def has_bare_newline(data: bytes | bytearray) -> bool:
    r"""Whether a CR or LF is not half of a CRLF, or there is a NUL (RFC 5321 2.3.8).

    A lenient reader could see two messages where another sees one.

    >>> has_bare_newline(b"one\r\n"), has_bare_newline(b"one\n.\r\ntwo\r\n")
    (False, True)
    """
    start, length = 0, len(data)
    while start < length:
        end = min(start + _STRETCH, length)
        if data[end - 1] == _CR:
            end += 1  # its LF may come next
        rest = data[start:end].replace(b"\r\n", b"")
        if b"\r" in rest or b"\n" in rest:
            return True
        start = end
    return b"\0" in data


def has_long_line(data: bytes, start: int = 0, end: int | None = None) -> bool:
    r"""Whether a line between these places is longer than SMTP carries; all newlines are CRLF.

    >>> has_long_line(b"x" * 998 + b"\r\n"), has_long_line(b"x" * 999)
    (False, True)
    """
    stop = len(data) if end is None else end
    return next(long_lines(data, start, stop), None) is not None


def long_lines(data: bytes | bytearray, start: int, end: int) -> Iterator[tuple[int, int]]:
    r"""Yield where each line begins and ends that is longer than SMTP carries; newlines are CRLF.

    >>> list(long_lines(b"short\r\n" + b"x" * 999 + b"\r\n", 0, 1008))
    [(7, 1006)]
    """
    position = start
    while end - position > MAX_LINE:
        found = data.rfind(b"\r\n", position, min(position + MAX_LINE + 2, end))
        if found < 0:
            found = data.find(b"\r\n", position + MAX_LINE, end)
            found = end if found < 0 else found
            yield position, found
        position = found + 2
