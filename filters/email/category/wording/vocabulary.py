"""What a wording is: phrases that say the same about a message, and the reason why they count."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Phrases that say the same about a message, separated by "; ".

    `50%` and `$9` stand for any number: every number counts as the same word.
    """

    means: str  # what a finding says was seen
    because: str  # why it counts
    plainly: str = ""  # what says it by itself
    maybe: str = ""  # what says it together with others
    basis: str = ""  # of business: the limb of 15 U.S.C. 7702(17)(A)
