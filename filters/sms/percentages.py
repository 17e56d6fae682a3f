"""Percentages written as words, in the languages whose reductions are known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from re import Match

_COUNTED: Final = {  # small letters without accents, as a normalised text has them
    1: "one", 2: "two", 3: "three", 4: "four", 6: "six", 7: "seven", 8: "eight", 9: "nine",
    5: "five funf cinq cinco cinque vijf",
    10: "ten zehn dix diez dieci dez tien",
    12: "twelve", 14: "fourteen", 16: "sixteen", 18: "eighteen",
    15: "fifteen funfzehn quinze quince quindici vijftien",
    20: "twenty zwanzig vingt veinte venti vinte twintig",
    25: "funfundzwanzig vingt-cinq veinticinco venticinque vijfentwintig",
    30: "thirty dreissig trente treinta trenta trinta dertig",
    40: "forty fourty vierzig quarante cuarenta quaranta quarenta veertig",
    50: "fifty funfzig cinquante cincuenta cinquanta cinquenta vijftig",
    60: "sixty sechzig soixante sesenta sessanta sessenta zestig",
    70: "seventy siebzig setenta settanta zeventig",
    80: "eighty achtzig ochenta ottanta oitenta tachtig",
    90: "ninety neunzig noventa novanta negentig",
}  # fmt: skip
NUMBER_WORDS: Final = {word: number for number, words in _COUNTED.items() for word in words.split()}
"""Numbers that a reduction may be written with, by their words."""
UNIT_WORDS: Final = frozenset({"percent", "prozent", "procent"})
"""The words for hundredths that are one word."""

_UNIT: Final = r"(?:per ?cento?|pct|pro[zc]ent|por ?c(?:ento|iento)|pour ?cent)(?!\w)"
_HAS_UNIT: Final = re.compile(_UNIT)
_ANY: Final = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_PERCENTAGE: Final = re.compile(
    rf"(?<![\w.,])(?:(?P<digits>\d+(?:[.,]\d+)?)|(?P<more>{_ANY})(?:[ -](?P<less>{_ANY}))?)"
    rf"[ -]?{_UNIT}"
)


def with_percentages(text: str) -> str:
    """Return normalised text with its percentages as digits and the sign.

    >>> with_percentages("twenty-five per cent off, 3 percent back")
    '25% off, 3% back'
    """
    return _PERCENTAGE.sub(_signed, text) if _HAS_UNIT.search(text) else text


def _signed(match: Match[str]) -> str:
    if match["digits"]:
        return f"{match['digits']}%"
    return f"{NUMBER_WORDS[match['more']] + NUMBER_WORDS.get(match['less'], 0)}%"
