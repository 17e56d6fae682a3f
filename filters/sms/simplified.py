"""A text as the models read it: words alone, with links, numbers and addresses as their kinds."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from filters.sms.text import normalised, without_footer

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAILBOX: Final = re.compile(r"[\w.+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}(?!\w)")
_LINK: Final = re.compile(
    r"(?:https?://|www\.)\S+"
    r"|(?<![\w@.-])(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,10}(?:/\S*|(?![\w@]))"
)
_LINKED: Final = re.compile(r"//|www\.|\.[a-z]")  # in every link, and in few texts without
_LINK_WORD: Final = re.compile(r"[a-z]{3,}")
_NOT_SAID: Final = frozenset(("http", "https", "www", "com", "net", "org", "html"))
_DIGITS: Final = re.compile(r"\d+")
_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|0+|[^\w\s]")
_MANY: Final = 3
_LINK_WORDS: Final = 8


def simplified(text: str) -> str:
    """Return what the models read of a text: normalised, without the opt-out footer.

    A link becomes `link` and the words of its host and path; digits become up to three noughts.

    >>> simplified("Pay $120 at https://pay.acme.example/invoice/8123. Reply STOP to opt out")
    'pay $000 at link pay acme example invoice'
    """
    plain = without_footer(normalised(text))
    plain = _MAILBOX.sub("mailbox", plain) if "@" in plain else plain
    plain = _LINK.sub(_link, plain) if _LINKED.search(plain) else plain
    return " ".join(_DIGITS.sub(_noughts, plain).split()).rstrip(" .")


def features(simple: str) -> set[str]:
    """Return what a simplified text has: words, pairs and triples of words, parts of words.

    >>> sorted(features("hi jo"))
    ['#hi#', '#jo#', '< hi', 'hi', 'hi jo', 'jo', 'jo >']
    """
    words = words_of(simple)
    return set(features_between(words)).union(*map(features_of, words))


def words_of(simple: str) -> list[str]:
    """Return the words and signs of a simplified text."""
    return _WORD.findall(simple)


@lru_cache(maxsize=4096)
def features_of(word: str) -> tuple[str, ...]:
    """Return a word and its parts, four letters each; most texts are made of the same words."""
    if not word.isalpha():
        return (word,)
    framed = f"#{word}#"
    return (word, *(framed[start : start + 4] for start in range(len(framed) - 3)))


def features_between(words: Sequence[str]) -> list[str]:
    """Return the pairs and triples of words, and which word is the first and the last."""
    framed = ("<", *words, ">")
    return [*_runs(words)[len(words) :], f"< {framed[1]}", f"{framed[-2]} >"]


def runs(simple: str) -> list[str]:
    """Return the words of a simplified text, and its pairs and triples of words.

    >>> runs("hi jo")
    ['hi', 'jo', 'hi jo']
    """
    return _runs(words_of(simple))


def _runs(words: Sequence[str]) -> list[str]:
    pairs = [f"{first} {second}" for first, second in pairwise(words)]
    return [
        *words,
        *pairs,
        *(f"{pair} {third}" for pair, third in zip(pairs, words[2:], strict=False)),
    ]


def _link(match: re.Match[str]) -> str:
    said = (word for word in _LINK_WORD.findall(match[0]) if word not in _NOT_SAID)
    return " ".join(("link", *list(said)[:_LINK_WORDS]))


def _noughts(match: re.Match[str]) -> str:
    return "0" * min(_MANY, len(match[0]))
