"""How many texts are let pass, how many were sent, and how much of a day's limits is used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How many texts, or segments of them, are let pass; money is in millionths."""

    person_in_10_minutes: int = 3
    person_a_day: int = 10
    replies_in_10_minutes: int = 20
    replies_a_day: int = 100
    prefix_in_10_minutes: int = 50
    submitter_segments_a_day: int = 10_000
    region_segments_a_day: int = 20_000
    submitter_spend_a_day: int = 0  # 0 is no limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """How many were accepted lately, this text not among them; a day is the last 24 hours."""

    person_in_10_minutes: int = 0
    person_a_day: int = 0
    replies_in_10_minutes: int = 0  # inside a conversation, counted apart
    replies_a_day: int = 0
    prefix_in_10_minutes: int = 0  # to numbers that differ in their last four digits only
    submitter_segments_a_day: int = 0
    region_segments_a_day: int = 0
    submitter_spend_a_day: int = 0  # in millionths


NONE_SENT: Final = Sent()
SHIPPED_LIMITS: Final = Limits()
MILLIONTHS: Final = 1_000_000
"""Money is counted in millionths, so that nothing is lost of a price of a tenth of a cent."""

_OF_A_DAY: Final = {
    "submitter_segments_a_day": "segments of the submitter",
    "region_segments_a_day": "segments to this country",
    "submitter_spend_a_day": "spent by the submitter",
}
_MONEY: Final = frozenset({"submitter_spend_a_day"})


class Use(NamedTuple):
    """How much of a limit is used; `limit_name` is its key in the configuration."""

    limit_name: str
    used: int
    limit: int

    @property
    def told(self) -> str:
        """What people read of it."""
        if self.limit_name in _MONEY:
            used, limit = self.used / MILLIONTHS, self.limit / MILLIONTHS
            return f"{used:.2f} of {limit:.2f} {_OF_A_DAY[self.limit_name]} in 24 hours"
        return f"{self.used} of {self.limit} {_OF_A_DAY[self.limit_name]} in 24 hours"


def uses_of_a_day(sent: Sent, limits: Limits) -> tuple[Use, ...]:
    """Return how much is used of what a submitter has in a day, and of what a country gets."""
    every = (Use(name, getattr(sent, name), getattr(limits, name)) for name in _OF_A_DAY)
    return tuple(use for use in every if use.limit or use.limit_name not in _MONEY)
