"""Line ends that are none: a lenient reader could see two messages where another sees one."""

from __future__ import annotations

from typing import Final

_SMALL: Final = 1 << 20  # bytes: above it, counting spares a copy


def has_bare_newline(data: bytes | bytearray) -> bool:
    r"""Whether a CR or LF is not half of a CRLF, or there is a NUL (RFC 5321 2.3.8).

    >>> has_bare_newline(b"one\r\n"), has_bare_newline(b"one\n.\r\ntwo\r\n")
    (False, True)
    """
    if b"\0" in data:
        return True
    if len(data) > _SMALL:
        return not data.count(b"\r\n") == data.count(b"\n") == data.count(b"\r")
    rest = data.replace(b"\r\n", b"")
    return b"\r" in rest or b"\n" in rest
