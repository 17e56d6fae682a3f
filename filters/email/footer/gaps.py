"""Runs of what cannot be seen, so long that nobody looks for what stands behind them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLANK: Final = (
    "\\s\\x00-\\x1f\\xad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f"
    "\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\U000e0000-\\U000e0fff"
)
SEEN: Final = re.compile(f"[^{_BLANK}]")
_GAP: Final = re.compile(f"[{_BLANK}](?<![{_BLANK}]{{2}})[{_BLANK}]{{39,}}+")
_GAP_IN_ASCII: Final = re.compile(r"[\0- ](?<![\0- ]{2})[\0- ]{39,}+")
"""Begun with a blank so that it is looked for at once; behind another one none begins."""
_BLANKED: Final = bytes(max(byte, 32) for byte in range(256))  # every ASCII blank a space
_LEAST_GAP: Final = b" " * 40
MOST_LINES: Final = 40
_PAGE: Final = 10  # lines at least
_WIDTH: Final = 5  # blanks that count for a line


def blank_runs(text: str) -> Iterator[re.Match[str]]:
    """Return long runs of what cannot be seen."""
    if not text.isascii():
        return _GAP.finditer(text)
    if text.encode().translate(_BLANKED).find(_LEAST_GAP) < 0:
        return iter(())
    return _GAP_IN_ASCII.finditer(text)


def trailing_blanks(text: str) -> str:
    """Return what cannot be seen at the end of a text."""
    seen = SEEN.search(text[::-1])
    return text[len(text) - seen.start() :] if seen else text


def is_gap(blanks: str) -> bool:
    """Whether a run is that long: it takes up a screen."""
    return height(blanks) >= MOST_LINES


def height(blanks: str) -> int:
    """Return how many lines a run takes up."""
    pages = blanks.count("\f") + blanks.count("\v")
    return max(len(blanks) // _WIDTH, blanks.count("\n") + pages * _PAGE)


def letters(text: str) -> int:
    """Return how much of a text can be seen."""
    return len(SEEN.findall(text))
