"""Texts that differ in nothing but their numbers: who reads words reads them alike."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from re import Match

_NUMERAL: Final = re.compile(
    r"(?<![^ \n])[#($£€]?[0-9]{2,}(?:[:/.,-][0-9]{2,})*(?=[.,;:!?)]*(?:[ \n]|\Z))"
)
"""A number that stands alone, and could be no letter of a word in disguise: no other blank than
these stays between words when a text is normalised."""
_NOUGHTS: Final = str.maketrans("123456789", "0" * 9)


def with_noughts(text: str) -> str:
    """Return a text with noughts for the digits of numbers that stand alone.

    >>> with_noughts("Order #4821 is ready at 12:30, B00K 2 seats")
    'Order #0000 is ready at 00:00, B00K 2 seats'
    """
    return _NUMERAL.sub(_noughts, text)


def _noughts(match: Match[str]) -> str:
    return match[0].translate(_NOUGHTS)
