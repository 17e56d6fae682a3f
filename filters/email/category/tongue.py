"""Whether a text is in a language that can be judged here."""

from __future__ import annotations

from typing import Final

from filters.email.category.wording.tongues import FUNCTION_WORDS
from filters.email.category.words import FIRST_SIGN, words

_SHARE: Final = 5  # at least one of so many words belongs to the one language
_LONG_LINE: Final = 8

_TONGUES: Final = tuple(frozenset(words(text).keys) for text in FUNCTION_WORDS.values())
_KNOWN: Final = frozenset[str]().union(*_TONGUES)


def is_understood(text: str) -> bool:
    """Whether a text is in one of the languages whose advertising is known by its words.

    Writing without spaces is that of Chinese, Japanese and Korean, which are.

    >>> is_understood("I will be there at seven."), is_understood("Kupte si nové boty hned teď.")
    (True, False)
    """
    found: list[str] = []
    for line in text.splitlines():
        here = [key for key in words(line).keys if key[0].isalpha()]
        if len(here) >= _LONG_LINE and not _is_written_in_signs(here) and _KNOWN.isdisjoint(here):
            return False
        found += here
    if not found:
        return False
    if _is_written_in_signs(found):
        return True
    return max(sum(key in tongue for key in found) for tongue in _TONGUES) * _SHARE >= len(found)


def _is_written_in_signs(found: list[str]) -> bool:
    return sum(key >= FIRST_SIGN for key in found) * 2 >= len(found)
