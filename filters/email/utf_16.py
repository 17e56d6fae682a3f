"""Text that begins as UTF-16 under another label: whether it is UTF-16 to every reader."""

from __future__ import annotations

import re
from typing import Final

BYTE_ORDERS: Final = {b"\xff\xfe": "utf-16le", b"\xfe\xff": "utf-16be"}
_SWAPPED: Final = {b"\xff\xfe": "utf-16-be", b"\xfe\xff": "utf-16-le"}
_EXAMINED_BYTES: Final = 512 << 10  # what is longer is not read as a whole either
_IMPLAUSIBLE: Final = re.compile("[\0\ue000-\uf8ff\ufffe\uffff]")
"""What nobody writes, and 8-bit text of most charsets makes, two letters a character."""
_WORDS: Final = r"(?:[A-Za-z]{2,}+[ -/:-@]{1,3}+){3}"
_ASCII_WORDS: Final = re.compile(_WORDS.encode("ascii"))
_SWAPPED_WORDS: Final = re.compile(_WORDS)
_UTF_8_WORD: Final = re.compile(
    rb"(?:(?:[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2})[ -~]{0,2}){8}"
)


def is_utf_16(data: bytes) -> bool:
    r"""Whether it is UTF-16 by its byte order mark, and no text to who reads it by a label.

    An advertisement in ASCII behind a mark is Chinese to one mail program and sells in another.

    >>> is_utf_16(b"\xff\xfeT\0e\0a\0"), is_utf_16(b"\xff\xfeBuy it now!")
    (True, False)
    """
    mark = data[:2]
    if mark not in BYTE_ORDERS or len(data) > _EXAMINED_BYTES:
        return False
    try:
        text = data.decode("utf-16")
    except UnicodeDecodeError:
        return False
    if b"\0" not in data:  # neither a blank nor the end of a line
        return len(data) == len(mark)
    if _IMPLAUSIBLE.search(text) or _ASCII_WORDS.search(data) or _UTF_8_WORD.search(data):
        return False
    # who leaves out NUL reads either order
    return _SWAPPED_WORDS.search(data.decode(_SWAPPED[mark], "replace")) is None
