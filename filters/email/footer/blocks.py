"""What mail programs take out of a plain text: files and signatures written into it."""

from __future__ import annotations

import re
from typing import Final

_BLOCK: Final = re.compile(
    r"^(?:begin [0-7]{3,4} \S(?s:.*?)(?:^end[ \t\r]*$|\Z)|=ybegin (?s:.*?)(?:^=yend\b|\Z)"
    r"|-----BEGIN PGP (?!SIGNED)(?s:.*?)(?:^-----END PGP\b|\Z))",
    re.MULTILINE,
)
_BEGINS: Final = ("begin ", "-----BEGIN PGP ")


def without_blocks(text: str) -> str:
    r"""Return a text without the files and signatures in it.

    >>> without_blocks("Sale\nbegin 644 a.txt\nM\nend\nBye")
    'Sale\n\n\nBye'
    """
    return _BLOCK.sub("\n", text) if _may_begin(text) else text


def open_block(text: str) -> int | None:
    """Return where a file or signature begins in a text that does not end in it."""
    if not _may_begin(text):
        return None
    longer = f"{text}\n|"
    starts = (each.start() for each in _BLOCK.finditer(longer) if each.end() == len(longer))
    return next(starts, None)


def _may_begin(text: str) -> bool:
    return any(map(text.__contains__, _BEGINS))
