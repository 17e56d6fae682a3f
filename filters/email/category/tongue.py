"""Whether a text is in a language that can be judged here."""

from __future__ import annotations

from collections import Counter
from typing import Final

from filters.email.category.wording.tongues import FUNCTION_WORDS
from filters.email.category.words import FIRST_SIGN, lines, words

_SHARE: Final = 5  # at least one of so many words belongs to the one language
_LONG_LINE: Final = 8

_OF_TONGUES: Final[dict[str, list[str]]] = {}
for _tongue, _text in FUNCTION_WORDS.items():
    for _word in words(_text).keys:
        _OF_TONGUES.setdefault(_word, []).append(_tongue)


def is_understood(text: str, *, is_known: bool = False) -> bool:
    """Whether a text is in one of the languages whose advertising is known by its words.

    Writing without spaces is that of Chinese, Japanese and Korean, which are. Of a text of which
    enough words are known otherwise (`is_known`) no long line may be in another language; an
    invoice has no sentences to tell it by.

    >>> is_understood("I will be there at seven."), is_understood("Kupte boty ve slevě ještě dnes.")
    (True, False)
    """
    found, shares, is_plain = 0, Counter[str](), text.isascii()
    for line in lines(text):
        in_signs = 0 if is_plain else sum(word >= FIRST_SIGN for word in line)
        known = [_OF_TONGUES[word] for word in line if word in _OF_TONGUES]
        if not known and len(set(line)) >= _LONG_LINE and in_signs * 2 < len(line):
            return False
        found += len(line)
        shares.update(tongue for tongues in known for tongue in tongues)
        shares["signs"] += in_signs
    return bool(found) and (is_known or max(shares.values()) * _SHARE >= found)
