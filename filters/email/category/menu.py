"""Which phrases of a text count: not those that only stand in the menu of a shop."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from filters.email.category.lexicon import PLAINLY, Seen, seen
from filters.email.category.wording.offers import MENU

if TYPE_CHECKING:
    from filters.email.category.lexicon import Found, Phrase
    from filters.email.category.words import Words


class Known(NamedTuple):
    """What may be seen of a text: the business its reader was told of, and what its prose sells."""

    agreed: Found
    prose: Words | None = None  # where it is not all of the text: nothing of it stands in a menu


def counting(known: Known, found: Seen) -> Seen:
    """Return what counts of what is found: business that is agreed on, and what prose sells."""
    agreed = {p: at for p, at in found.agreed.items() if p in known.agreed}
    if known.prose is None or all(map(_calls, found.selling)):
        return found._replace(agreed=agreed)
    prose_sells = _selling(known.prose)
    selling = {p: at for p, at in found.selling.items() if p in prose_sells or _calls(p)}
    return found._replace(agreed=agreed, selling=selling)


@lru_cache(maxsize=2)  # each page of a text asks
def _selling(prose: Words) -> Found:
    return seen(prose).selling


def _calls(phrase: Phrase) -> bool:
    """Whether a phrase plainly offers, and is not what stands in the menu of a shop."""
    return phrase.weight == PLAINLY and phrase.is_offer and str(phrase) not in MENU
