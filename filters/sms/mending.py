"""Words as they were meant, where a writer took them apart, joined or disguised them.

The models weigh words they know; a word that is known is never touched, so plain texts are read as
they stand.
"""

from __future__ import annotations

import math
import re
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from filters.lookalikes import readings
from filters.sms.text import normalised

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LOCATION: Final = re.compile(
    r"https?:|www\.|[^@]*@[\w-]+\.\w|(?:[\w-]+\.)+[a-z]{2,24}(?:[/:?#]|$)"
)
_SINGLES: Final = re.compile(
    r"(?<![^\W_])(?<!')[a-z@$!|+€](?:(?P<gap>[^\w\n]|_| :[a-z]{2,9}: )[a-z0-9@$!|+€])"
    r"(?:(?P=gap)[a-z0-9@$!|+€]){1,60}(?![^\W_])"
)
_EDGES: Final = re.compile(r"(?P<before>[^\w$@!|+€]*)(?P<core>.*?)(?P<after>[^\w$@€]*)", re.DOTALL)
_COUNTED: Final = re.compile(
    r"\d[\d.,:/-]*(?:st|nd|rd|th|[ap]m|[a-z]{0,3})|\W*\d[\W\d]*|[a-z]+-?\d+"
)
_INNER: Final = re.compile(r"[^a-z0-9@$!|+€']+")
_ELSEWHERE: Final = re.compile(r"https?:\S+|(?<!\S)\S*@\S+|(?<![\w-])(?:[\w-]+\.)+[a-z]{2,24}\S*")
_LED_ELSEWHERE: Final = re.compile(r"[@:]|\.[a-z]")  # in every one, and in few texts without
_LETTERED: Final = re.compile(r"[^\W\d_]+")
_TOO_SHORT: Final = 12  # letters
_KNOWN: Final = 14_000
_READABLE: Final = 0.4  # of the letters; of 3,667 texts of unseen trades two have less
_TWICE: Final = re.compile(r"([a-z])\1+")
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_ENDINGS: Final = (
    "'s",
    "s",
    "es",
    "ed",
    "d",
    "ing",
    "er",
    "ers",
    "ly",
    "n't",
    "nt",
    "os",
    "as",
    "a",
    "o",
)
_LONGEST: Final = 18
_SHORTEST_JOINED: Final = 6
_SHORTEST_DISGUISED: Final = 4
_SHORTEST_STEM: Final = 4
_COMMON: Final = 5000
"""A word is misspelt, or a part of another, only if it is among so many of the commonest."""
_COMMONEST: Final = 1000  # for words of four letters, which many names are
_OF_A_LETTER: Final = (
    1.5  # what a letter of an unknown word costs, a word the logarithm of its rank
)


class Mender:
    """Reads disguised words as those it knows."""

    def __init__(self, words: Iterable[str]) -> None:
        """Know these words, the commonest first."""
        self._ranks: dict[str, int] = {}
        self._squeezed: dict[str, str] = {}
        for word in words:
            if word.isalpha() and (len(word) > 1 or word in "aiyu"):
                self._ranks.setdefault(word, len(self._ranks))
                self._squeezed.setdefault(_TWICE.sub(r"\1", word), word)
        self._word = lru_cache(maxsize=4096)(self._mended_word)  # texts are made of the same words

    @classmethod
    def read(cls, ranked: bytes) -> Mender:
        """Read a file of words, the commonest first."""
        return cls(zlib.decompress(ranked).decode("utf-8").split("\n"))

    def mended(self, text: str) -> str:
        """Return a normalised text with disguised words as they were meant."""
        plain = _SINGLES.sub(lambda run: self._closed_up(run[0], run["gap"]), normalised(text))
        lines = plain.split("\n")
        words = [word for line in lines for word in (*line.split(), "\n")][:-1]
        return " ".join(self._joined(words)).replace(" \n ", "\n")

    def can_read(self, text: str) -> bool:
        """Whether a mended text is in a language of these words: English or Spanish."""
        said = _ELSEWHERE.sub(" ", text) if _LED_ELSEWHERE.search(text) else text
        words = _LETTERED.findall(said)
        letters = sum(map(len, words))
        known = sum(len(word) for word in words if self._ranks.get(word, _KNOWN) < _KNOWN)
        return letters < _TOO_SHORT or known >= _READABLE * letters

    def _closed_up(self, run: str, gap: str) -> str:
        letters = run.replace(gap, "")
        for reading in (letters, *readings(letters)):
            made = self._made_of(reading)[1]
            if made:
                return " ".join(made)
        return run

    def _joined(self, words: list[str]) -> list[str]:
        """Return the words, two that are parts of one as that one."""
        ranks, joined, at = self._ranks, list[str](), 0
        rare = [at for at, word in enumerate(words) if ranks.get(word, _COMMON) >= _COMMON]
        for looked_at in sorted({each for odd in rare for each in (max(odd - 1, 0), odd)}):
            if looked_at < at:  # it is the end of the one before
                continue
            joined += words[at:looked_at]  # most are common, and their neighbours too
            word, whole = words[looked_at], ""
            is_broken = words[looked_at + 1 : looked_at + 2] == ["\n"]
            at = looked_at + 1 + is_broken
            if word.isalpha() and at < len(words):
                whole = self._whole(word, words[at], is_broken=is_broken)
            joined.append(whole or self._word(word))
            at = at + 1 if whole else looked_at + 1
        return joined + words[at:]

    def _whole(self, first: str, second: str, *, is_broken: bool) -> str:
        """Return two pieces, of which the first is letters, as the one word they are halves of."""
        match = _EDGES.fullmatch(second)
        core = match["core"] if match else ""
        are_letters = min(len(first), len(core)) > 1 and core.isalpha()
        if not are_letters or f"{first}{core}" not in self._ranks:
            return ""
        are_words = all(self._ranks.get(word, _COMMON) < _COMMON for word in (first, core))
        return "" if are_words and not is_broken else f"{first}{second}"

    def _mended_word(self, word: str) -> str:
        if word in self._ranks:
            return word
        match = _EDGES.fullmatch(word)
        core = match["core"] if match else ""
        is_plain = len(core) < _SHORTEST_DISGUISED or self._is_known(core)
        if is_plain or _LOCATION.match(word) or _COUNTED.fullmatch(core):
            return word
        meant = self._meant(core)
        return f"{match['before']}{meant}{match['after']}" if meant and match else word

    def _is_known(self, word: str) -> bool:
        return word in self._ranks or any(
            word.endswith(ending)
            and len(word) >= _SHORTEST_STEM + len(ending)
            and word.removesuffix(ending) in self._ranks
            for ending in _ENDINGS
        )

    def _meant(self, core: str) -> str:
        pieces = [piece for piece in _INNER.split(core) if piece]
        if len(pieces) > 1 and all(piece in self._ranks or piece.isdigit() for piece in pieces):
            whole = "".join(pieces)
            return whole if whole in self._ranks else ""
        bare = "".join(pieces)
        if len(bare) < _SHORTEST_DISGUISED:
            return ""
        for reading in (bare, *readings(bare)):
            if reading in self._ranks:
                return reading
        if not bare.isalpha():
            return ""
        return self._undoubled(bare) or self._parted(bare) or self._respelt(bare)

    def _undoubled(self, word: str) -> str:
        squeezed = _TWICE.sub(r"\1", word)
        return self._squeezed.get(squeezed, "") if squeezed != word else ""

    def _parted(self, word: str) -> str:
        """Return the words that one without spaces between them is made of."""
        cost, made = self._made_of(word)
        is_likely = len(word) >= _SHORTEST_JOINED and cost < _OF_A_LETTER * len(word)
        return " ".join(made) if is_likely else ""

    def _made_of(self, letters: str) -> tuple[float, tuple[str, ...]]:
        """Return the likeliest known words that letters are made of, and what they cost."""
        made: dict[int, tuple[float, tuple[str, ...]]] = {0: (0.0, ())}
        for at in range(len(letters)):
            if at not in made:
                continue
            cost, so_far = made[at]
            for end in range(at + 1, min(len(letters), at + _LONGEST) + 1):
                rank = self._ranks.get(letters[at:end])
                if rank is not None:
                    price = cost + math.log(rank + 8)
                    if end not in made or price < made[end][0]:
                        made[end] = (price, (*so_far, letters[at:end]))
        return made.get(len(letters), (0.0, ()))

    def _respelt(self, word: str) -> str:
        """Return the commonest word that one slip of the finger made this one of."""
        if len(word) > _LONGEST:
            return ""
        ranks, common = self._ranks, _COMMON if len(word) > _SHORTEST_DISGUISED else _COMMONEST
        found = [each for each in _slips(word) if ranks.get(each, common) < common]
        return min(found, key=ranks.__getitem__, default="")


def _slips(word: str) -> Iterator[str]:
    """Yield what has one letter more, less or other, or two changed over."""
    yield f"{word[1:2]}{word[:1]}{word[2:]}"
    for at in range(1, len(word) + 1):
        start, rest = word[:at], word[at:]
        yield f"{start}{rest[1:]}"
        yield f"{start}{rest[1:2]}{rest[:1]}{rest[2:]}"
        for letter in _LETTERS:
            yield f"{start}{letter}{rest}"
            yield f"{start}{letter}{rest[1:]}"
