"""Cells of files that spreadsheets open: what would run as a formula is written as text."""

from __future__ import annotations

import re
from typing import Final

_RUNS: Final = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20", "'")
"""What makes a formula of a cell, as full-width characters too, and the sign that prevents it."""
_NUMBER: Final = re.compile(r"\+[1-9][0-9]{6,14}")  # E.164: a quote before it would spoil every one


def shielded(text: str) -> str:
    """Return a cell as text that no spreadsheet runs; `unshielded` gives the text back.

    >>> shielded("=1+1"), shielded("+19169668284")
    ("'=1+1", '+19169668284')
    """
    if text.startswith(_RUNS) and not _NUMBER.fullmatch(text):
        return "'" + text
    return text


def unshielded(text: str) -> str:
    """Return what a cell says, without the quote that made it text."""
    return text[1:] if text.startswith("'") and text.startswith(_RUNS, 1) else text
