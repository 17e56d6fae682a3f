"""Slips of a finger in a keyword: a letter left out, doubled, swapped, or its neighbour hit."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_KEYWORDS: Final = ("stop", "quit", "cancel", "unsubscribe", "remove", "revoke", "arret", "arreter")
_MOST_PIECES: Final = 3
_VERBS: Final = (
    "remove", "delete", "message", "messages", "texting", "emails", "emailing", "contact",
    "contacting", "receive", "receiving", "sending", "newsletter", "number", "please",
)  # fmt: skip
_ENDINGS: Final = ("d", "s", "r", "n")
_WORDS: Final = frozenset(
    {
        "contract", "testing", "ending", "email", "mail", "mailing", "mails", "emil", "lease",
        "atop", "stoop", "sop", "top", "spot", "step", "shop", "strop", "quot", "qui", "uit",
        "evoke", "rote", "are", "arre", "arete",
    }
)  # fmt: skip
"""What is a word of its own, so that nobody can say it was a slip."""


def keyword_meant(words: str) -> str:
    """Return the keyword that a word is one slip away from, or that was cut in pieces; or nothing.

    >>> keyword_meant("srop"), keyword_meant("un sub scribe"), keyword_meant("shop")
    ('stop', 'unsubscribe', '')
    """
    pieces = words.split()
    if len(pieces) == 1:
        return _slips().get(words, "")
    joined = "".join(pieces) if len(pieces) <= _MOST_PIECES else ""
    return joined if joined in _KEYWORDS else ""


def word_meant(word: str) -> str:
    """Return the word that is meant by one with a slip in it, of those that requests are made of.

    >>> word_meant("remve"), word_meant("removed"), word_meant("contract")
    ('remove', 'removed', 'contract')
    """
    return _slips_of_verbs().get(word, word)


@cache
def _slips_of_verbs() -> Mapping[str, str]:
    slips = {slip: word for word in _VERBS for slip in _slips_of(word)}
    known = _WORDS.union(_VERBS, (word + ending for word in _VERBS for ending in _ENDINGS))
    return MappingProxyType({slip: word for slip, word in slips.items() if slip not in known})


@cache
def _slips() -> Mapping[str, str]:
    slips = {slip: word for word in _KEYWORDS for slip in _slips_of(word)}
    return MappingProxyType(
        {slip: word for slip, word in slips.items() if slip not in _WORDS.union(_KEYWORDS)}
    )


def _slips_of(word: str) -> Iterator[str]:
    near = _neighbours()
    for place, letter in enumerate(word):
        before, after = word[:place], word[place + 1 :]
        yield before + after
        yield before + after[:1] + letter + after[1:]
        for hit in (letter, *near[letter]):
            yield before + hit + after
            yield before + hit + letter + after
            yield before + letter + hit + after


@cache
def _neighbours() -> Mapping[str, str]:
    """Return which keys a finger hits that misses one; a row stands half a key to the right."""
    near: dict[str, str] = {}
    for row, letters in enumerate(_ROWS):
        for place, letter in enumerate(letters):
            beside = letters[max(place - 1, 0) : place] + letters[place + 1 : place + 2]
            above = _ROWS[row - 1][place : place + 2] if row else ""
            below = _ROWS[row + 1][max(place - 1, 0) : place + 1] if row + 1 < len(_ROWS) else ""
            near[letter] = beside + above + below
    return MappingProxyType(near)
