"""Whether what nobody declared is business with its reader, by its words alone.

It has no form, so what every text of it begins with tells, and what the text is like all in all.
An offer below is excused only where both say so. Whoever opted out gets nothing on a guess: there
a person is asked about what is less sure, too.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Final

from filters.email.category.enclosed import encloses_nothing_that_sells
from filters.email.category.legible import is_long, is_read
from filters.email.category.purpose import begins_as_business
from filters.email.category.tongue import is_understood

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filters.email.category.content import Content
    from filters.email.category.judgement import Judgement
    from filters.email.reading import Reading

_FIRST_LINES: Final = 800  # characters
_MOSTLY_INDENTED: Final = 20_000  # characters: the blanks of a page that was written by hand
_LIKE: Final = -0.6
_PLAINLY_LIKE: Final = -1.2
"""How near to business a text is: where it names some and sells nothing, and where it does not."""


def begins_like_business(content: Content) -> bool:
    """Whether its subject or the first lines of it name business, or are like it."""
    lines = content.beginning[:_MOSTLY_INDENTED].split()
    return begins_as_business(content.subject, " ".join(lines)[:_FIRST_LINES])


def business(content: Content) -> Judgement | None:
    """Return the judgement of mail that is business with its reader, with the basis if it is named.

    Every text of it has to be that, all in all: one that begins with an order and is otherwise
    like an advertisement is none.
    """
    judgements = [*takewhile(_is_business, _judgements(content))]
    if (
        len(judgements) == max(len(content.whole), 1)
        and encloses_nothing_that_sells(content)
        and not is_long(content)
        and is_read(content)
        and all(map(_is_known, content.whole, judgements))
        and (judgements[0].basis or not (content.is_answer or content.is_letter))
    ):
        return judgements[0]
    return None


def may_be_business(content: Content) -> bool:
    """Whether every text of it begins with business or is like it, and none is advertising."""
    return all(
        not each.is_commercial and (each.basis or _is_below(each.likeness, _LIKE))
        for each in _judgements(content)
    )


def _judgements(content: Content) -> Iterator[Judgement]:
    """Judge each text by itself: a reader may see any."""
    if len(content.whole) <= 1:
        yield content.judgement_of_whole
    else:
        yield from (content.judged((each,)) for each in content.whole)


def _is_business(judgement: Judgement) -> bool:
    """Whether business leads and nothing sells; or one of the two, and all in all it is business.

    16 CFR 316.3(a)(2): an offer below the business does not make a receipt an advertisement.
    """
    is_named, sells, alike = bool(judgement.basis), judgement.sells, judgement.likeness
    if judgement.is_commercial or (sells and not is_named):
        return False
    if is_named and not sells:
        return alike is None or alike < _LIKE
    return _is_below(alike, _PLAINLY_LIKE)


def _is_below(likeness: float | None, most: float) -> bool:
    return likeness is not None and likeness < most


def _is_known(reading: Reading, judgement: Judgement) -> bool:
    return is_understood(reading.shown, is_known=judgement.likeness is not None)
