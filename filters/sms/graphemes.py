"""A text cut into what is seen as one character, as Twilio's calculator of segments cuts it.

That calculator goes by the package grapheme-splitter 1.0.4: UAX #29 of Unicode 10, with rules of
its own for flags and skin tones that stand where no writer puts them. Both are followed here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from filters.sms.grapheme_properties import Property, property_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_ALONE: Final = frozenset(Property) - {
    Property.EXTEND, Property.JOINER, Property.SPACING, Property.PREPEND, Property.MODIFIER,
    Property.REGIONAL, Property.L, Property.V, Property.T,
}  # fmt: skip
"""What goes together with nothing, unless one of the others stands beside it."""
_BREAKS: Final = frozenset({Property.CONTROL, Property.CR, Property.LF})
_BASES: Final = frozenset({Property.BASE, Property.GLUED_BASE})
_JOINS_ANYTHING: Final = frozenset({Property.EXTEND, Property.JOINER, Property.SPACING})
_AFTER: Final = {  # UAX #29 GB6 to GB8
    Property.L: frozenset({Property.L, Property.V, Property.LV, Property.LVT}),
    Property.LV: frozenset({Property.V, Property.T}),
    Property.V: frozenset({Property.V, Property.T}),
    Property.LVT: frozenset({Property.T}),
    Property.T: frozenset({Property.T}),
}


def graphemes(text: str) -> Iterator[str]:
    """Yield what is seen as one character, one after the other; CR and LF stand alone.

    Takes time in proportion to the text, whatever marks it heaps up.
    """
    properties = list(map(property_of, text))
    if _ALONE.issuperset(properties):
        yield from text
        return
    start, cluster = 0, _Cluster(properties[0])
    for at, following in enumerate(properties[1:], start=1):
        if cluster.ends_before(following):
            yield text[start:at]
            start, cluster = at, _Cluster(following)
        else:
            cluster.add(following)
    yield text[start:]


@dataclass(slots=True)
class _Cluster:
    """The properties of what goes together so far, as far as the rules look back."""

    first: Property
    length: int = 1
    last: Property = Property.OTHER
    last_but_one: Property = Property.OTHER
    has_extend: bool = False
    goes_on_in_extends: bool = True  # nothing but extends after the first
    regionals_at_first: int = 0  # how many in a row after the first
    last_regional: int = 0  # its place; the first place is 0

    def __post_init__(self) -> None:
        self.last = self.first
        self.has_extend = self.first is Property.EXTEND

    def add(self, following: Property) -> None:
        """Take one more in."""
        if following is Property.REGIONAL:
            if self.regionals_at_first == self.length - 1:
                self.regionals_at_first += 1
            self.last_regional = self.length
        self.has_extend |= following is Property.EXTEND
        self.goes_on_in_extends &= following is Property.EXTEND
        self.last_but_one, self.last = self.last, following
        self.length += 1

    def ends_before(self, following: Property) -> bool:
        """Whether the next character begins another one."""
        if following is Property.OTHER:
            return self.last is not Property.PREPEND
        if self._is_stray_tone(following) or self._is_after_flag(following):
            return True
        if self.last in _BREAKS or following in _BREAKS:  # GB4, GB5
            return True
        if self._joins(following):
            return False
        if self.last_regional:
            return True
        return not (self.last is following is Property.REGIONAL)  # GB12

    def _joins(self, following: Property) -> bool:
        if following in _JOINS_ANYTHING or following in _AFTER.get(self.last, ()):  # GB6 to GB9a
            return True
        if self.last is Property.PREPEND:  # GB9b
            return True
        if following is Property.MODIFIER:  # GB10, over one extend
            base = self.last_but_one if self.last is Property.EXTEND else self.last
            return base in _BASES and (self.last is Property.EXTEND or not self.has_extend)
        is_glued = following in {Property.GLUED, Property.GLUED_BASE}
        return is_glued and self.last is Property.JOINER  # GB11

    def _is_stray_tone(self, following: Property) -> bool:
        is_after_extends = self.length > 1 and self.goes_on_in_extends
        can_take = self.first in _BASES or self.first is Property.EXTEND
        return following is Property.MODIFIER and is_after_extends and not can_take

    def _is_after_flag(self, following: Property) -> bool:
        at = self.length if following is Property.REGIONAL else self.last_regional
        is_flag = at > 0 and self.regionals_at_first >= at - 1
        return is_flag and self.last not in {Property.PREPEND, Property.REGIONAL}
