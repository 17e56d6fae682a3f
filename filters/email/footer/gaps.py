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
_MOST_BLANKS: Final = 200
MOST_LINES: Final = 40
_PAGE: Final = 10  # lines at least


def blank_runs(text: str) -> Iterator[re.Match[str]]:
    """Return long runs of what cannot be seen."""
    if not text.isascii():
        return _GAP.finditer(text)
    if text.encode().translate(_BLANKED).find(_LEAST_GAP) < 0:
        return iter(())
    return _GAP_IN_ASCII.finditer(text)


def is_gap(blanks: str) -> bool:
    """Whether a run is that long: it takes up a screen."""
    pages = blanks.count("\f") + blanks.count("\v")
    return len(blanks) >= _MOST_BLANKS or blanks.count("\n") + pages * _PAGE >= MOST_LINES
