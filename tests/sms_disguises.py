# ruff: noqa: RUF001 - disguises are what is made here
"""Disguises of texts: the ways people write words so that a filter does not know them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

_WORD: Final = re.compile(r"(?<![\w@./:'’-])[^\W\d_]{4,}(?![\w@/'’-])(?!\.\w)")
_HOMOGLYPHS: Final = str.maketrans("aceiopsxyABEHKMOPTXY", "асеіорѕхуАВЕНКМОРТХУ")
_LEET: Final = str.maketrans("aeiostAEIOST", "@31057@31057")
_FULL_WIDTH: Final = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_MATHEMATICAL: Final = {
    **{ord("a") + at: 0x1D41A + at for at in range(26)},
    **{ord("A") + at: 0x1D400 + at for at in range(26)},
}
_ACCENTS: Final = "\u0300\u0301\u0308\u0327\u0336"
_UNSEEN: Final = "\u200b\u200c\u200d\u2060\u00ad\ufeff"
_PICTURES: Final = "🔥🎉⭐💥✨"


def _homoglyphs(word: str, _: Random) -> str:
    return word.translate(_HOMOGLYPHS)


def _leet(word: str, _: Random) -> str:
    return word.translate(_LEET)


def _unseen(word: str, random: Random) -> str:
    return random.choice(_UNSEEN).join(word)


def _spaced(word: str, _: Random) -> str:
    return " ".join(word)


def _dotted(word: str, random: Random) -> str:
    return random.choice(".-_*·").join(word)


def _full_width(word: str, _: Random) -> str:
    return word.translate(_FULL_WIDTH)


def _mathematical(word: str, _: Random) -> str:
    return word.translate(_MATHEMATICAL)


def _accented(word: str, random: Random) -> str:
    return "".join(letter + random.choice(_ACCENTS) for letter in word)


def _pictured(word: str, random: Random) -> str:
    return random.choice(_PICTURES).join(word)


def _doubled(word: str, random: Random) -> str:
    at = random.randrange(1, len(word))
    return word[:at] + word[at] * 2 + word[at:]


def _hyphenated(word: str, random: Random) -> str:
    at = random.randrange(2, len(word) - 1)
    return f"{word[:at]}-{word[at:]}"


def _entities(word: str, random: Random) -> str:
    return "".join(f"&#{ord(c)};" if random.random() < 0.5 else f"&#x{ord(c):x};" for c in word)


def _mixed_case(word: str, random: Random) -> str:
    return "".join(random.choice((letter.lower(), letter.upper())) for letter in word)


def _broken(word: str, random: Random) -> str:
    at = random.randrange(2, len(word) - 1)
    return f"{word[:at]}\n{word[at:]}"


def _typo(word: str, random: Random) -> str:
    at = random.randrange(1, len(word) - 1)
    kinds = (
        word[:at] + word[at + 1 :],
        word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
        word[:at] + random.choice("aeinrst") + word[at + 1 :],
    )
    return random.choice(kinds)


_OF_WORDS: Final[dict[str, Callable[[str, Random], str]]] = {
    "homoglyphs": _homoglyphs,
    "leet": _leet,
    "unseen": _unseen,
    "spaced": _spaced,
    "dotted": _dotted,
    "full-width": _full_width,
    "mathematical": _mathematical,
    "accented": _accented,
    "pictured": _pictured,
    "doubled": _doubled,
    "hyphenated": _hyphenated,
    "entities": _entities,
    "mixed-case": _mixed_case,
    "broken": _broken,
    "typo": _typo,
}
_JOINED: Final = "joined"
KINDS: Final = (*_OF_WORDS, _JOINED)


def disguised(text: str, kind: str, random: Random) -> str:
    """Disguise every second word or so; links, names of hosts and numbers stay as they are."""
    if kind == _JOINED:
        return re.sub(
            r"(?<=[a-z]) (?=[a-z])", lambda gap: "" if random.random() < 0.5 else gap[0], text
        )
    disguise = _OF_WORDS[kind]
    return _WORD.sub(
        lambda word: disguise(word[0], random) if random.random() < 0.5 else word[0], text
    )


def variants(text: str, random: Random, count: int = 10) -> Iterator[tuple[str, str]]:
    """Yield kinds of disguise, no two alike, and the text in them."""
    for kind in random.sample(KINDS, count):
        yield kind, disguised(text, kind, random)
