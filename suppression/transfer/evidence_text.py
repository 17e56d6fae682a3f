"""Texts of strangers as they are kept: one line, of what can be seen."""

from __future__ import annotations

import unicodedata
from typing import Final

MOST: Final = 500  # characters, of what a service says
MOST_KEPT: Final = 2000  # characters, of what the list holds


def visible(text: str, most: int = MOST) -> str:
    r"""Return a text on one line, without control and direction characters.

    >>> visible("no\n\u202esuch  user")
    'no such user'
    """
    if text.isascii() and text.isprintable():
        seen = text
    else:
        seen = "".join(
            " " if c.isspace() else c
            for c in text
            if unicodedata.category(c)[0] != "C" or c.isspace()
        )
    return " ".join(seen.split())[:most].rstrip()
