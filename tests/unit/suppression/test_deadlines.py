"""The clocks of an opt-out: test vectors of two calendars, and when it becomes pressing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suppression.deadlines import (
    Alarm,
    Calendar,
    business_days_after,
    deadlines,
    request_due,
)

VECTORS = [  # received, 10 business days legal and conservative, 15 legal, 45 and 90 days
    ("2026-11-20", "2026-12-07", "2026-12-04", "2026-12-14", "2027-01-04", "2027-02-18"),
    ("2026-11-22", "2026-12-07", "2026-12-04", "2026-12-14", "2027-01-06", "2027-02-20"),
    ("2026-11-25", "2026-12-10", "2026-12-09", "2026-12-17", "2027-01-09", "2027-02-23"),
    ("2026-12-18", "2027-01-05", "2027-01-01", "2027-01-12", "2027-02-01", "2027-03-18"),
    ("2026-12-24", "2027-01-11", "2027-01-07", "2027-01-19", "2027-02-07", "2027-03-24"),
    ("2026-12-31", "2027-01-15", "2027-01-14", "2027-01-25", "2027-02-14", "2027-03-31"),
]


@pytest.mark.parametrize(
    ("received", "legal", "conservative", "fifteen", "request_45", "request_90"), VECTORS
)
def test_the_clocks_say_what_was_computed_by_hand(  # noqa: PLR0917 - a row of the table
    received: str, legal: str, conservative: str, fifteen: str, request_45: str, request_90: str
) -> None:
    day = date.fromisoformat(received)
    assert str(business_days_after(day, 10, Calendar.LEGAL)) == legal
    assert str(business_days_after(day, 10)) == conservative
    assert str(business_days_after(day, 15, Calendar.LEGAL)) == fifteen
    assert str(request_due(day)) == request_45
    assert str(request_due(day, 90)) == request_90
    clocks = deadlines(datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=18))
    assert (str(clocks.legal), str(clocks.conservative)) == (legal, conservative)
    assert clocks.providers - clocks.received_at == timedelta(hours=48)


def test_a_holiday_on_a_saturday_is_kept_in_the_year_before() -> None:
    # 2028-01-01 is a Saturday: the Friday before is the holiday (5 U.S.C. 6103(b)(1))
    assert business_days_after(date(2027, 12, 30), 1, Calendar.LEGAL) == date(2028, 1, 3)
    assert business_days_after(date(2027, 12, 30), 1) == date(2027, 12, 31)


def test_the_day_is_the_one_of_the_state_where_it_begins_last() -> None:
    in_the_night = datetime(2026, 11, 25, 9, tzinfo=UTC)  # still the 24th in Honolulu
    assert deadlines(in_the_night).conservative == date(2026, 12, 8)
    assert deadlines(in_the_night + timedelta(hours=1)).conservative == date(2026, 12, 9)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(1, 60))
def test_the_conservative_clock_is_never_the_later_one(day: date, count: int) -> None:
    conservative = business_days_after(day, count)
    legal = business_days_after(day, count, Calendar.LEGAL)
    assert day < conservative <= legal
    assert conservative.weekday() < 5


def test_an_opt_out_that_waits_becomes_pressing_and_then_late() -> None:
    received = datetime(2026, 11, 20, 18, tzinfo=UTC)
    clocks = deadlines(received)
    assert clocks.alarm(received + timedelta(hours=47)) is Alarm.NONE
    assert clocks.alarm(received + timedelta(hours=48)) is Alarm.DUE
    assert clocks.alarm(datetime(2026, 12, 4, 23, 59, tzinfo=UTC)) is Alarm.DUE
    assert clocks.alarm(datetime(2026, 12, 5, tzinfo=UTC)) is Alarm.LATE


def test_business_days_that_are_left_are_counted_down_to_the_last_day() -> None:
    clocks = deadlines(datetime(2026, 11, 20, 15, tzinfo=UTC))  # a Friday; until 4 December
    assert clocks.business_days_left(datetime(2026, 11, 20, 16, tzinfo=UTC)) == 10
    assert clocks.business_days_left(datetime(2026, 11, 22, 16, tzinfo=UTC)) == 10
    assert clocks.business_days_left(datetime(2026, 11, 23, 16, tzinfo=UTC)) == 9
    assert clocks.business_days_left(datetime(2026, 12, 4, 16, tzinfo=UTC)) == 0
    assert clocks.business_days_left(datetime(2027, 1, 1, tzinfo=UTC)) == 0
    assert clocks.business_days_left(datetime(2020, 1, 1, tzinfo=UTC)) == 10


def test_no_clock_runs_in_local_time_unseen() -> None:
    with pytest.raises(ValueError, match="naive"):
        deadlines(datetime(2026, 11, 20, 18))  # noqa: DTZ001 - that is the mistake


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_an_impossible_time_of_a_file_has_clocks_all_the_same(day: date) -> None:
    clocks = deadlines(datetime.combine(day, datetime.min.time(), UTC))
    assert clocks.received_at < clocks.providers
    assert clocks.conservative <= clocks.legal
