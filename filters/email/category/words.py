"""The words of a text as its reader takes them: one form for each, and no disguise."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from filters.lookalikes import as_seen, readings, without_lookalikes

NUMBER: Final = "0"
"""Every number counts as the same word."""
FIRST_SIGN: Final = "\u3040"
"""From here on each character is a word: Chinese, Japanese, Korean."""

_EXAMINED_CHARACTERS: Final = 200_000
_EXAMINED_WORDS: Final = 20_000
_LETTER: Final = r"[a-z\u00c0-\u1fff\u2c00-\u2dff]"  # fast, and exact enough
_SIGN: Final = r"[\u3040-\ufefe]"  # of writing that has no spaces: each is a word
_WORD: Final = re.compile(
    rf"{_LETTER}++(?:['-]{_LETTER}++)*|[0-9][0-9.,]*+|[$\u20ac\u00a3%]|{_SIGN}"
)
_BETWEEN_SIGNS: Final = re.compile(rf"(?<={_SIGN}) (?={_SIGN})")
_HIDDEN: Final = 7  # characters: four letters and what is between them
_DIGITS: Final = frozenset("0123456789")
_SPACED_OUT: Final = re.compile(
    r"(?<![^\W_])[a-z]([ .*_|~-])[a-z](?:\1[a-z])+(?![^\W_])", re.IGNORECASE
)
"""S A L E, s.a.l.e: letters of one word, each by itself, with the same sign between them."""
_IN_SIGNS: Final = re.compile(r"(?<![\w$@.,/&=+-])[a-z0134578@$!|]{4,20}(?![\w@/&=])")
_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz")


class Words(NamedTuple):
    """The words of a text."""

    keys: tuple[str, ...]  # what they count as
    spelled: tuple[str, ...]  # how they stand there

    def part(self, start: int, end: int) -> Words:
        """Return some of them."""
        return Words(self.keys[start:end], self.spelled[start:end])


def words(text: str, disguised: frozenset[str] = frozenset()) -> Words:
    """Return the words of a text; those `disguised` are also known when they are written in signs.

    >>> words("S A L E: 20% off").keys
    ('sale', '0', '%', 'off')
    """
    told = with_letters_joined(text[:_EXAMINED_CHARACTERS])
    spaced = " ".join(told.split())
    plain = spaced if spaced.isascii() else as_seen(spaced)
    plain = without_lookalikes(plain.casefold().replace("\u2019", "'"))
    if disguised:
        plain = _IN_SIGNS.sub(lambda match: _undisguised(match[0], disguised), plain)
    spelled = _WORD.findall(plain)[:_EXAMINED_WORDS]
    keys = tuple([NUMBER if word[0] in _DIGITS else word for word in spelled])
    return Words(keys, tuple(spelled))


def with_letters_joined(text: str) -> str:
    """Return a text in which no word is written letter by letter."""
    return _SPACED_OUT.sub(lambda match: match[0].replace(match[1], ""), text)


def is_spelled_out(text: str) -> bool:
    """Whether a text has words letter by letter: who writes so hides them.

    >>> is_spelled_out("S A L E"), is_spelled_out("U.S.A.")
    (True, False)
    """
    runs = (match[0] for match in _SPACED_OUT.finditer(text[:_EXAMINED_CHARACTERS]))
    return any(len(run) >= _HIDDEN for run in runs)


def written(spelled: tuple[str, ...]) -> str:
    """Return words as they are written: signs that are words stand without spaces.

    >>> written(("20", "%", "off")), written(("only", "$", "9"))
    ('20% off', 'only $9')
    """
    text = _BETWEEN_SIGNS.sub("", " ".join(spelled))
    return text.replace(" %", "%").replace("$ ", "$")


def _undisguised(word: str, known: frozenset[str]) -> str:
    bare = word.rstrip("!|")
    if bare.isalpha() or _LETTERS.isdisjoint(bare):
        return word
    return next((reading for reading in readings(bare) if reading in known), word)
