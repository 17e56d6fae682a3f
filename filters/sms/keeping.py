"""The answer to the question whether a stop was meant for every kind of text: KEEP and which."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

_WORD: Final = re.compile(r"[a-z0-9]+")
_KEEP: Final = "keep"
_ALL: Final = frozenset({"all", "everything"})
_BESIDE: Final = frozenset(
    {"the", "my", "and", "or", "only", "just", "please", "texts", "text", "messages", "thanks"}
)


def kept(text: str, purposes: Collection[str]) -> frozenset[str]:
    """Return which purposes a person wants to go on, by the word KEEP and their names.

    Nothing where anything else is said: 47 CFR 64.1200(a)(12) wants to be told, not to guess.

    >>> sorted(kept("KEEP meeting links and receipts", ("receipt", "meeting_link", "account")))
    ['meeting_link', 'receipt']
    >>> kept("Keep receipts, not the others", ("receipt", "account"))
    frozenset()
    """
    words = _WORD.findall(text.lower())
    if words[:1] != [_KEEP]:
        return frozenset()
    names = {tuple(_WORD.findall(purpose.lower())): purpose for purpose in purposes}
    found = set[str]()
    rest = [word for word in words[1:] if word not in _BESIDE]
    if rest and _ALL.issuperset(rest):
        return frozenset(purposes)
    while rest:
        name = next((name for name in names if _begins(rest, name)), None)
        if name is None:
            return frozenset()
        found.add(names[name])
        rest = rest[len(name) :]
    return frozenset(found)


def _begins(words: list[str], name: tuple[str, ...]) -> bool:
    """Whether words begin with a name, its last word in the plural too."""
    first = words[: len(name)]
    return (
        bool(name)
        and len(first) == len(name)
        and (tuple(first) == name or (*first[:-1], first[-1].removesuffix("s")) == name)
    )
