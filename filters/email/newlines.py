"""Line ends that are none: a lenient reader could see two messages where another sees one."""

from __future__ import annotations

from typing import Final

_CR: Final = 13
_STRETCH: Final = 1 << 18  # bytes looked at in one go: a copy of them is quicker than counting


def has_bare_newline(data: bytes | bytearray) -> bool:
    r"""Whether a CR or LF is not half of a CRLF, or there is a NUL (RFC 5321 2.3.8).

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
