"""What a wording is: phrases that say the same about a message, and the reason why they count."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Phrases that say the same about a message, separated by "; ".

    `50%` and `$9` stand for any number: every number counts as the same word. `buy/order now/today`
    stands for four phrases.
    """

    means: str  # what a finding says was seen
    because: str  # why it counts
    plainly: str = ""  # what says it by itself
    maybe: str = ""  # what says it together with others
    basis: str = ""  # of business: the limb of 15 U.S.C. 7702(17)(A)


def spelled_out(text: str) -> Iterator[str]:
    """Yield the phrases of a text, one for each choice of its alternatives.

    >>> list(spelled_out("buy/order now; on sale"))
    ['buy now', 'order now', 'on sale']
    """
    for phrase in text.split(";"):
        for choice in product(*(word.split("/") for word in phrase.split())):
            if choice:
                yield " ".join(choice)
