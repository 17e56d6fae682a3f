"""Cells of files that spreadsheets open: what would run as a formula is written as text."""

from __future__ import annotations

import re
from typing import Final

_RUNS: Final = r"[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20']"
"""What makes a formula of a cell, as full-width characters too, and the sign that prevents it."""
_BEGINS: Final = re.compile(rf"(?:^|(?<=;))(?={_RUNS})")
"""Where a cell begins, or would where programs take the semicolon for what separates cells."""
_SHIELD: Final = re.compile(rf"(?:^|(?<=;))'(?={_RUNS})")
_NUMBER: Final = re.compile(r"\+[1-9][0-9]{6,14}")  # E.164: a quote before it would spoil every one


def shielded(text: str) -> str:
    """Return a cell as text that no spreadsheet runs; `unshielded` gives the text back.

    >>> shielded("=1+1"), shielded("+19169668284")
    ("'=1+1", '+19169668284')
    >>> shielded("no;=1+1")
    "no;'=1+1"
    """
    return text if _NUMBER.fullmatch(text) else _BEGINS.sub("'", text)


def unshielded(text: str) -> str:
    """Return what a cell says, without the quotes that made it text."""
    return _SHIELD.sub("", text)
