"""By when an opt-out has to be in force everywhere: the clocks of the law and of the providers.

An opt-out is in force when it is answered; these clocks prove that, and watch over what people or
other systems still have to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum
from functools import lru_cache
from typing import Final

OPT_OUT_BUSINESS_DAYS: Final = 10  # 15 U.S.C. 7704(a)(4)(A)(i); 47 CFR 64.1200(a)(10)
ALARM_BUSINESS_DAYS: Final = 5  # half of the time is gone
PROVIDERS_WITHIN: Final = timedelta(hours=48)  # what Google and Yahoo ask of bulk senders
REQUEST_DAYS: Final = 45  # Cal. Civ. Code 1798.130(a)(2)(A): from receipt, weekends included

_SATURDAY: Final = 5
_FIRST: Final = datetime(1900, 1, 1, tzinfo=UTC)
_LAST: Final = datetime(9900, 1, 1, tzinfo=UTC)
"""What was received before or after, by some file, has no days around it to be counted."""

_LAST_TO_BEGIN: Final = timezone(timedelta(hours=-10))
"""Hawaii: no day of the states begins later, so what is counted from its day is never late."""


class Calendar(StrEnum):
    """Which days are no business days; the law does not define them."""

    LEGAL = "legal"  # Saturdays, Sundays, federal holidays
    CONSERVATIVE = "conservative"  # Saturdays and Sundays only: earlier, hence safe


class Alarm(StrEnum):
    """How pressing it is that an opt-out is not in force everywhere."""

    NONE = "none"
    DUE = "due"  # past what mailbox providers allow, or half of the law's time
    LATE = "late"  # past the law's deadline


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """The clocks of one opt-out."""

    received_at: datetime
    providers: datetime
    conservative: date  # the last day
    legal: date  # the last day, where federal holidays do not count

    def alarm(self, at: datetime) -> Alarm:
        """Return how pressing it is while the opt-out still waits at `at`."""
        if at >= _end_of(self.conservative):
            return Alarm.LATE
        half = business_days_after(_day(self.received_at), ALARM_BUSINESS_DAYS)
        return Alarm.DUE if at >= min(self.providers, _end_of(half)) else Alarm.NONE

    def business_days_left(self, at: datetime) -> int:
        """Return how many whole business days are left after the day of `at`; 10 at most."""
        day, left = _day(at), 0
        while day < self.conservative and left < OPT_OUT_BUSINESS_DAYS:
            day += timedelta(days=1)
            left += _is_business_day(day, Calendar.CONSERVATIVE)
        return left


def deadlines(received_at: datetime) -> Deadlines:
    """Return by when an opt-out that was received then has to be in force everywhere.

    Raises:
        ValueError: it is a naive time, of no day in particular.
    """
    if received_at.tzinfo is None:
        message = f"{received_at} is naive: it has no time zone"
        raise ValueError(message)
    received_at = min(max(received_at, _FIRST), _LAST)
    day = _day(received_at)
    return Deadlines(
        received_at=received_at,
        providers=received_at + PROVIDERS_WITHIN,
        conservative=business_days_after(day, OPT_OUT_BUSINESS_DAYS),
        legal=business_days_after(day, OPT_OUT_BUSINESS_DAYS, Calendar.LEGAL),
    )


def business_days_after(day: date, count: int, calendar: Calendar = Calendar.CONSERVATIVE) -> date:
    """Return the day that is so many business days after another, which does not count itself.

    >>> business_days_after(date(2026, 11, 20), 10, Calendar.LEGAL)
    datetime.date(2026, 12, 7)
    """
    while count:
        day += timedelta(days=1)
        count -= _is_business_day(day, calendar)
    return day


def request_due(received: date, days: int = REQUEST_DAYS) -> date:
    """Return the last day to answer a privacy request: calendar days from its receipt.

    >>> request_due(date(2026, 11, 20))
    datetime.date(2027, 1, 4)
    """
    return received + timedelta(days=days)


def _is_business_day(day: date, calendar: Calendar) -> bool:
    if day.weekday() >= _SATURDAY:
        return False
    return calendar is Calendar.CONSERVATIVE or day not in _federal_holidays(day.year)


@lru_cache(maxsize=64)
def _federal_holidays(year: int) -> frozenset[date]:
    """Return the federal holidays of a year, on the days they are observed (5 U.S.C. 6103)."""
    import holidays  # noqa: PLC0415 - loads those of every country

    # New Year's Day on a Saturday is observed in the year before
    found = holidays.country_holidays("US", years=(year, year + 1))
    return frozenset(day for day in found if day.year == year)


def _day(at: datetime) -> date:
    return at.astimezone(_LAST_TO_BEGIN).date()


def _end_of(day: date) -> datetime:
    """Return midnight UTC after a day: in the states it is not over yet."""
    return datetime.combine(day + timedelta(days=1), time(), UTC)
