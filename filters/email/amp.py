"""Dropping the AMP form of a text: its readers check its markup, so nothing can be added to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filters.email.displayed import ALTERNATIVE
from filters.plan import NO_PLAN, Plan, Splice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filters.email.mime import Part

AMP: Final = "text/x-amp-html"


def without_amp(tree: Part) -> Plan:
    """Remove the one AMP part of an alternative with the delimiter that belongs to it.

    Who would be shown it, without ad notice and opt-out, is shown the HTML instead.
    """
    splices = tuple(_removed(parent, index) for parent, index in _found(tree))
    return Plan(splices=splices, fixes=("F_AMP_DROPPED",)) if splices else NO_PLAN


def dropped_parts(tree: Part) -> tuple[Part, ...]:
    """Return what `without_amp` removes."""
    return tuple(parent.children[index] for parent, index in _found(tree))


def _found(tree: Part) -> Iterator[tuple[Part, int]]:
    """Yield each alternative that has one AMP form among others, and where in it that stands."""
    for part in tree.walk():
        places = [index for index, child in enumerate(part.children) if child.content_type == AMP]
        if part.content_type == ALTERNATIVE and len(places) == 1 < len(part.children):
            yield part, places[0]


def _removed(parent: Part, index: int) -> Splice:
    part = parent.children[index]
    if index + 1 < len(parent.children):
        return Splice(start=part.start, end=parent.children[index + 1].start, template=())
    return Splice(start=parent.children[index - 1].body_end, end=part.body_end, template=())
