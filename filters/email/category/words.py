"""The words of a text as its reader takes them: one form for each, and no disguise."""

from __future__ import annotations

import re
from functools import lru_cache
from string import ascii_letters
from typing import Final, NamedTuple

from filters.expression import compiled
from filters.lookalikes import as_seen, readings, without_lookalikes

NUMBER: Final = "0"
"""Every number counts as the same word."""
FIRST_SIGN: Final = "\u3040"
"""From here on each character is a word: Chinese, Japanese, Korean."""

EXAMINED_CHARACTERS: Final = 200_000
EXAMINED_WORDS: Final = 20_000
_LETTER: Final = r"[a-z\u00c0-\u1fff\u2c00-\u2dff]"  # fast, and exact enough
_SIGN: Final = r"[\u3040-\ufefe]"  # of writing that has no spaces: each is a word
_WORD: Final = re.compile(
    rf"{_LETTER}++(?:['-]{_LETTER}++)*|[0-9][0-9.,]*+|[$\u20ac\u00a3%]|{_SIGN}"
)
_BETWEEN_SIGNS: Final = rf"(?<={_SIGN}) (?={_SIGN})"
_ALONE: Final = re.compile(r"(?<![^\W_])[a-zA-Z](?![^\W_])")
_MUCH: Final = 10  # letters by themselves
_HIDDEN: Final = 7  # characters: four letters and what is between them
_LETTERS_OF_ASCII: Final = ascii_letters.encode()
_PAST_DIGITS: Final = ":"
_SPACED_OUT: Final = re.compile(
    r"(?<![^\W_])[a-z]([ .*_|~-])[a-z](?:\1[a-z])+(?![^\W_])", re.IGNORECASE
)
"""S A L E, s.a.l.e: letters of one word, each by itself, with the same sign between them."""
_MAY_BE_SPACED_OUT: Final = re.compile(r"([ .*_|~-])[a-z]\1[a-z](?![^\W_])", re.IGNORECASE)
"""How each of those ends: most texts have none, and this is sooner seen."""
_IN_SIGNS: Final = re.compile(
    r"(?<![\w$@.,/&=+-])(?=[a-z]*+[0134578@$!|])[a-z0134578@$!|]{4,20}(?![\w@/&=])"
)
_MAY_BE_IN_SIGNS: Final = re.compile(
    r"[0134578@$!|](?:(?=[a-z])|(?<=[a-z][0134578@$])|(?<=[a-z][!|])(?=[0134578@$!|]))"
)
"""A sign beside a letter, as each of those has it that means another word."""
_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f](?:[^!-~]*[^\x00-\x7f])?")
_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz")


Pair = tuple[str, str]


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
    plain = _plain(" ".join(with_letters_joined(text[:EXAMINED_CHARACTERS]).split()))
    if disguised and _MAY_BE_IN_SIGNS.search(plain):
        plain = _IN_SIGNS.sub(lambda match: _undisguised(match[0], disguised), plain)
    spelled = _WORD.findall(plain)[:EXAMINED_WORDS]
    return Words(_keys(spelled), tuple(spelled))


def keys_of_lines(text: str) -> list[tuple[str, ...]]:
    r"""Return what the words of each line count as, as `words` would; none is written in disguise.

    >>> keys_of_lines("buy now\n20% off")
    [('buy', 'now'), ('0', '%', 'off')]
    """
    return [_keys(_WORD.findall(line)) for line in _plain(text).splitlines()]


def _keys(spelled: list[str]) -> tuple[str, ...]:
    return tuple([w if w >= _PAST_DIGITS or w < NUMBER else NUMBER for w in spelled])


@lru_cache(maxsize=8)  # phrases and likeness ask the same of a text and of its subject
def pairs(keys: tuple[str, ...]) -> frozenset[Pair]:
    """Return every two words in a row; "" stands before the first word and after the last."""
    return frozenset(zip(("", *keys), (*keys, ""), strict=True))


def lines(text: str) -> list[list[str]]:
    """Return the words of each line of a text that are no numbers."""
    told = with_letters_joined(text[:EXAMINED_CHARACTERS])
    return [
        [word for word in _WORD.findall(line) if word[0].isalpha()]
        for line in _plain(told).splitlines()
    ]


def _plain(text: str) -> str:
    if not text.isascii():
        text = _BEYOND_ASCII.sub(lambda match: _latin(match[0]), text)
    return text.casefold()


def _latin(text: str) -> str:
    """Return text beyond ASCII as it is seen, with what looks like a Latin letter read as one."""
    return without_lookalikes(as_seen(text).casefold().replace("\u2019", "'"))


def with_letters_joined(text: str) -> str:
    """Return a text in which no word is written letter by letter."""
    if _MAY_BE_SPACED_OUT.search(text) is None:
        return text
    return _SPACED_OUT.sub(lambda match: match[0].replace(match[1], ""), text)


def is_spelled_out(text: str) -> bool:
    """Whether a text has words letter by letter: who writes so hides them.

    >>> is_spelled_out("S A L E"), is_spelled_out("U.S.A.")
    (True, False)
    """
    runs = (match[0] for match in _SPACED_OUT.finditer(text[:EXAMINED_CHARACTERS]))
    return any(len(run) >= _HIDDEN for run in runs)


def hides_its_words(text: str) -> bool:
    """Whether most of a text is written letter by letter: more than a heading that is spaced out.

    >>> hides_its_words("5 0 % o f f a l l s h o e s t o d a y B u y n o w")
    True
    >>> hides_its_words("I N V O I C E for the work of May")
    False
    """
    text = text[:EXAMINED_CHARACTERS]
    others = len(text.encode("ascii", "replace").translate(None, _LETTERS_OF_ASCII))
    if 2 * (others + 1) <= len(text) - others:  # one stands between any two that stand alone
        return False
    alone = sum(map(len, _ALONE.findall(text)))
    return alone >= _MUCH and alone * 2 > sum(map(str.isalpha, text))


def written(spelled: tuple[str, ...]) -> str:
    """Return words as they are written: signs that are words stand without spaces.

    >>> written(("20", "%", "off")), written(("only", "$", "9"))
    ('20% off', 'only $9')
    """
    text = compiled(_BETWEEN_SIGNS).sub("", " ".join(spelled))
    return text.replace(" %", "%").replace("$ ", "$")


def _undisguised(word: str, known: frozenset[str]) -> str:
    bare = word.rstrip("!|")
    if bare.isalpha() or _LETTERS.isdisjoint(bare):
        return word
    return next((reading for reading in readings(bare) if reading in known), word)
