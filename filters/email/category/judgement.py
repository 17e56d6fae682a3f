"""What a text reads as: advertising or not, how surely, and what it was seen by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Whether content reads as advertising, and what it was seen by."""

    is_commercial: bool
    evidence: tuple[str, ...] = ()
    is_mailing: bool = False  # it is commercial only because it goes to many and names no business
    is_doubtful: bool = False  # and little is known of that
    is_faint: bool = False  # it is commercial by little, because it names no business
    basis: str = ""  # of the business it begins with: a limb of 15 U.S.C. 7702(17)(A)
    is_unfounded: bool = False  # nothing in it is plainly business that was agreed on
    sells: bool = False  # something in it sells by itself, whatever else it says
    is_strong: bool = False  # it sells by many phrases
    is_above: bool = False  # what sells stands above the business that was agreed on
    is_plain: bool = True  # nothing in it is plainly what mailings or business say


def stricter(judgements: Iterable[Judgement]) -> Judgement:
    """Return the strictest: text and HTML may differ, and the reader may see either."""
    every = tuple(judgements) or (Judgement(is_commercial=False),)
    return max(
        every,
        key=lambda each: (
            each.is_commercial,
            not each.is_mailing,
            not each.is_faint,
            not each.is_doubtful,
        ),
    )
