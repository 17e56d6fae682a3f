"""Windows of the day: when it is quiet, by somebody's local time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

if TYPE_CHECKING:
    from datetime import date

_SATURDAY: Final = 5
_SUNDAY: Final = 6

Span: TypeAlias = tuple[time, time] | None
"""From the first minute open to the first that is not; None is closed all day."""


class Window(Protocol):
    """Hours that may be quiet."""

    def is_quiet(self, local: datetime) -> bool:
        """Whether this local time is quiet."""
        ...

    def end_on(self, day: datetime) -> time | None:
        """Return when the quiet of the morning ends on the day of `day`; None if it does not."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietWindow:
    """The hours without texts by local time: from `start` until `end`, on Sundays `sunday_end`.

    It goes over midnight when `start` is later than `end`. The minute of `start` is quiet, the
    minute of an end is not.
    """

    start: time
    end: time
    sunday_end: time

    @property
    def is_never(self) -> bool:
        """Whether no hour is quiet."""
        return self.start == self.end == self.sunday_end

    def keeps(self, opens: time, closes: time) -> bool:
        """Whether it is quiet whenever a window from `opens` to `closes` is shut."""
        ends = (self.end, self.sunday_end)
        return max(ends) < self.start <= closes and min(ends) >= opens

    def is_quiet(self, local: datetime) -> bool:
        """Whether this local time lies within the window."""
        clock, end = local.time(), self.end_on(local)
        if self.start > self.end:
            return clock >= self.start or clock < end
        return self.start <= clock < end

    def end_on(self, day: datetime) -> time:
        """Return when the window ends on the day of `day`."""
        return self.sunday_end if day.weekday() == _SUNDAY else self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenHours:
    """The hours a law leaves open, by the day of the week and on the holidays of a state."""

    weekday: Span
    saturday: Span
    sunday: Span
    state: str = ""  # whose holidays are closed; "": holidays are days like others

    def is_quiet(self, local: datetime) -> bool:
        """Whether a call at this local time is forbidden."""
        span = self._span(local)
        return span is None or not span[0] <= local.time() < span[1]

    def end_on(self, day: datetime) -> time | None:
        """Return the first hour open on the day of `day`."""
        span = self._span(day)
        return span[0] if span else None

    def _span(self, day: datetime) -> Span:
        if self.state and day.date() in _holidays(self.state, day.year):
            return None
        return {_SATURDAY: self.saturday, _SUNDAY: self.sunday}.get(day.weekday(), self.weekday)


@lru_cache(maxsize=64)
def _holidays(state: str, year: int) -> frozenset[date]:
    """Return the federal holidays of a year and the state's own."""
    import holidays  # noqa: PLC0415 - loads those of every country

    return frozenset(holidays.country_holidays("US", subdiv=state, years=year))
