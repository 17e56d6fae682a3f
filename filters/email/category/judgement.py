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
    likeness: float | None = None  # to advertising all in all; below zero to business or a letter


def stricter(judgements: Iterable[Judgement]) -> Judgement:
    """Return the strictest: text and HTML may differ, and the reader may see either."""
    strictest = Judgement(is_commercial=False)
    most: tuple[float, ...] = ()
    for each in judgements:
        strictness = _strictness(each)
        if strictness > most:
            strictest, most = each, strictness
        if each.is_commercial and all(most):  # what else there is need not be read
            break
    return strictest


def _strictness(judgement: Judgement) -> tuple[float, ...]:
    if not judgement.is_commercial:
        return (False, judgement.sells, judgement.likeness or 0)
    return (True, not judgement.is_mailing, not judgement.is_faint, not judgement.is_doubtful)
