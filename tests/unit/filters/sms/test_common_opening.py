"""The next moment that is quiet in none of the windows, for windows of every shape."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from filters.sms.hours import OpenHours, QuietWindow, Window
from filters.sms.places.place import place_of
from filters.sms.quiet_hours import common_opening, next_opening
from filters.sms.state_hours import rules_for
from tests.unit.filters.sms.nights import (
    ALASKA,
    EIGHT_TO_NINE,
    HONOLULU,
    NEW_YORK,
    PANHANDLE,
    PHOENIX,
    SECOND,
    SHIPPED,
    local,
    opening,
)


def test_zones_without_a_common_hour_never_open() -> None:
    zones = ("Pacific/Guam", "America/St_Johns")
    assert common_opening(zones, (SHIPPED,), datetime(2026, 7, 1, tzinfo=UTC)) is None


def test_a_window_that_is_always_quiet_opens_at_its_end() -> None:
    zones, now = ("America/New_York",), local("America/New_York", "2026-03-03T12:00:00")
    short = QuietWindow(start=time(9), end=time(9, 1), sunday_end=time(9, 1))
    assert common_opening(zones, (short,), now) == now
    until_midnight = QuietWindow(start=time(0, 1), end=time(0), sunday_end=time(0))
    midnight = local("America/New_York", "2026-03-04T00:00:00")
    assert common_opening(zones, (until_midnight,), now) == midnight
    closed = QuietWindow(start=time(0), end=time.max, sunday_end=time.max)
    assert common_opening(zones, (closed,), now) == midnight - timedelta.resolution


def test_hours_that_never_come_are_not_waited_for() -> None:
    zones, monday = ("America/New_York",), local("America/New_York", "2026-03-02T12:00:00")
    never = OpenHours(weekday=None, saturday=None, sunday=None)
    assert common_opening(zones, (never,), monday) is None
    sundays = OpenHours(weekday=None, saturday=None, sunday=(time(10), time(11)))
    sunday = local("America/New_York", "2026-03-08T10:00:00")
    assert common_opening(zones, (sundays,), monday) == sunday


def test_a_window_within_one_day_is_quiet_only_then() -> None:
    siesta = QuietWindow(start=time(12), end=time(14), sunday_end=time(14))
    noon = local("America/New_York", "2026-03-03T12:00:00")
    assert opening(NEW_YORK, noon - SECOND, siesta) == noon - SECOND
    assert opening(NEW_YORK, noon, siesta) == noon + timedelta(hours=2)


def test_a_sunday_that_is_quiet_all_day_opens_on_monday() -> None:
    quiet = QuietWindow(start=time(20), end=time(9), sunday_end=time(23, 59))
    sunday = local("America/New_York", "2026-03-01T12:00:00")
    assert opening(NEW_YORK, sunday, quiet) == local("America/New_York", "2026-03-02T09:00:00")


def test_an_end_within_the_hour_that_is_skipped_opens_after_it() -> None:
    quiet = QuietWindow(start=time(20), end=time(2, 30), sunday_end=time(2, 30))
    night = local("America/New_York", "2026-03-08T01:00:00")
    opens = local("America/New_York", "2026-03-08T03:30:00")
    assert common_opening(("America/New_York",), (quiet,), night) == opens


def test_an_end_within_the_hour_that_comes_twice_is_kept_both_times() -> None:
    quiet = QuietWindow(start=time(20), end=time(1, 30), sunday_end=time(1, 30))
    zones = ("America/New_York",)
    before = local("America/New_York", "2026-11-01T01:10:00")
    again = before.replace(fold=1)
    opens = local("America/New_York", "2026-11-01T01:30:00")
    assert common_opening(zones, (quiet,), before) == opens.astimezone(UTC)
    assert common_opening(zones, (quiet,), again) == opens.replace(fold=1).astimezone(UTC)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis wants naive bounds
    st.sampled_from([NEW_YORK, PHOENIX, ALASKA, HONOLULU, PANHANDLE, "+14012345678"]),
    st.sampled_from([SHIPPED, EIGHT_TO_NINE]),
)
def test_the_moment_found_is_quiet_nowhere_and_the_one_before_it_was(
    now: datetime, number: str, quiet: QuietWindow
) -> None:
    place = place_of(number)
    found = next_opening(place, now, quiet)
    assert found is not None
    windows: list[Window] = [quiet, *(rule.hours for rule in rules_for(place.states, now.date()))]

    def is_quiet(at: datetime) -> bool:
        return any(
            window.is_quiet(at.astimezone(ZoneInfo(zone)))
            for zone in place.zones
            for window in windows
        )

    assert not is_quiet(found)
    if found > now:
        assert is_quiet(found - timedelta.resolution)
        assert is_quiet(now)
