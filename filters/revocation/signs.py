"""Signs that somebody wants to be left alone: none is a request, and two together mostly are.

Phrases are endless; what people say beside them is not: they threaten, they have said it before,
they never asked, they are not who is meant, the person who is meant has died.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filters.expression import compiled
from filters.revocation.grammar import expression
from filters.revocation.languages.signs import SIGN_WORDS, SIGNS

if TYPE_CHECKING:
    from collections.abc import Sequence

BRIEF: Final = "brief"
"""That nothing else is said: a sign as well."""

_INNOCENT_ELSEWHERE: Final = frozenset({"plea"})
_COMPILED: Final = {name: expression(table, SIGN_WORDS) for name, table in SIGNS.items()}

_TOGETHER: Final = (
    frozenset({"threat", "contact"}),
    frozenset({"threat", "plea"}),
    frozenset({"reported", BRIEF}),
    frozenset({"reported", "contact"}),
    frozenset({"reported", "plea"}),
    frozenset({"reported", "going on"}),
    frozenset({"perhaps a threat", "goes on"}),
    frozenset({"harassment", "reported"}),
    frozenset({"harassment", "threat"}),
    frozenset({"harassment", "contact"}),
    frozenset({"harassment", "plea"}),
    frozenset({"harassment", BRIEF}),
    frozenset({"perhaps a threat", "contact", "going on"}),
    frozenset({"perhaps a threat", "plea", "going on"}),
    frozenset({"weary", "plea"}),
    frozenset({"weary", "contact"}),
    frozenset({"weary", "mention"}),
    frozenset({"anger"}),
    frozenset({"insult", "plea"}),
    frozenset({"insult", "contact"}),
    frozenset({"blocked"}),
    frozenset({"stranger", "plea"}),
    frozenset({"stranger", "contact"}),
    frozenset({"stranger", BRIEF}),
    frozenset({"stranger", "leaving"}),
    frozenset({"not the one", "plea"}),
    frozenset({"not the one", "stranger"}),
    frozenset({"dead", "plea"}),
    frozenset({"dead", "contact"}),
    frozenset({"dead", BRIEF}),
    frozenset({"pestering"}),
    frozenset({"asked before"}),
    frozenset({"dead", "plea for another"}),
    frozenset({"departed", "plea"}),
    frozenset({"departed", "plea for another", "contact"}),
    frozenset({"departed", "plea for another", "list"}),
    frozenset({"called spam", "plea"}),
    frozenset({"called spam", "unasked"}),
    frozenset({"called spam", "uninterested"}),
    frozenset({"child", "plea"}),
    frozenset({"minor", "contact"}),
    frozenset({"minor", "plea"}),
    frozenset({"unasked", "plea"}),
    frozenset({"unasked", "correction"}),
    frozenset({"unasked", "contact"}),
    frozenset({"never asked"}),
    frozenset({"broken", "weary"}),
    frozenset({"broken", "still"}),
    frozenset({"broken", "plea"}),
    frozenset({"weary", "still"}),
    frozenset({"unasked", "still"}),
    frozenset({"unasked", "leaving"}),
    frozenset({"volume", "leaving"}),
    frozenset({"contact", "leaving"}),
    frozenset({"uninterested", "plea"}),
    frozenset({"uninterested", "contact"}),
)
"""Which signs together are an opt-out that a reasonable person understands."""


_NEAR: Final = 3  # sentences


def request_by_signs(
    said: Sequence[str], bare_of_innocence: Sequence[str], *, is_brief: bool
) -> str:
    """Return the words of the signs in sentences near each other that make a request; or nothing.

    What is said to end is looked for in `bare_of_innocence`: the sentences without the phrases that
    have the words of a request and are none.
    """
    signs = [_signs(*each) for each in zip(said, bare_of_innocence, strict=True)]
    if is_brief and not any("business" in each for each in signs):
        signs = [{**each, BRIEF: ""} for each in signs]
    if any("welcome" in each for each in signs):
        return ""
    for start in range(len(signs)):
        near = dict(
            reversed([sign for each in signs[start : start + _NEAR] for sign in each.items()])
        )
        for together in _TOGETHER:
            if together <= near.keys():
                return ", ".join(near[name] for name in sorted(together) if near[name])
    return ""


def _signs(words: str, bare_of_innocence: str) -> dict[str, str]:
    """Return the signs in a sentence, each with its words."""
    found = {}
    for name, pattern in _COMPILED.items():
        text = bare_of_innocence if name in _INNOCENT_ELSEWHERE else words
        if match := compiled(pattern).search(text):
            found[name] = match[0]
    return found
