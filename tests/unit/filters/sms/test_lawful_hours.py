"""The hours of the law hold beside ours, those of a state from their day on."""

from __future__ import annotations

from datetime import datetime, time

import pytest

from filters.sms.hours import QuietWindow
from filters.sms.places.place import Whereabouts, place_of
from filters.sms.quiet_hours import next_opening
from filters.sms.state_hours import FEDERAL, STATES, rules_for
from tests.unit.filters.sms.nights import (
    NEW_YORK,
    OFF,
    SHIPPED,
    assert_closed_between,
    local,
    opening,
)


def test_our_own_hours_can_be_stricter_than_the_law_and_never_wider() -> None:
    wide = QuietWindow(start=time(23), end=time(6), sunday_end=time(6))
    for number, closes, opens in ((NEW_YORK, 21, 8), ("+13055551234", 20, 8)):
        evening = local("America/New_York", f"2026-03-03T{closes}:00:00")
        morning = local("America/New_York", f"2026-03-04T0{opens}:00:00")
        assert_closed_between(number, wide, evening, morning)


def test_an_organisation_that_solicits_nobody_may_have_no_quiet_hours() -> None:
    night = local("America/New_York", "2026-03-03T03:00:00")
    assert opening(NEW_YORK, night, OFF) == night


@pytest.mark.parametrize(
    ("postal_code", "before", "after"),
    [
        ("40202", "2026-03-03T09:59:59", "2026-03-03T10:00:00"),  # Kentucky: from ten
        ("02903", "2026-03-07T09:59:59", "2026-03-07T10:00:00"),  # Rhode Island: Saturdays from ten
        ("02903", "2026-03-03T18:00:00", "2026-03-04T09:00:00"),  # and weekdays until six
        ("02903", "2026-03-07T17:00:00", "2026-03-09T09:00:00"),  # Saturdays until five, no Sundays
        ("36602", "2026-03-08T12:30:00", "2026-03-09T09:00:00"),  # Alabama: no Sundays
        ("70112", "2026-11-26T12:00:00", "2026-11-27T09:00:00"),  # Louisiana: not on Thanksgiving
        ("84101", "2026-07-24T12:00:00", "2026-07-25T09:00:00"),  # Utah: not on Pioneer Day
    ],
)
def test_the_hours_of_a_state_hold_beside_ours(postal_code: str, before: str, after: str) -> None:
    place = place_of(NEW_YORK, Whereabouts(postal_code=postal_code))
    (zone,) = place.zones
    assert next_opening(place, local(zone, before), SHIPPED) == local(zone, after)


def test_a_law_holds_from_its_day_on() -> None:
    for state, day, expected in (
        ("TX", "2025-08-31", 1),
        ("TX", "2025-09-01", 2),
        ("OR", "2025-12-31", 1),
        ("OR", "2026-01-01", 2),
    ):
        found = list(rules_for((state,), datetime.fromisoformat(day).date()))
        assert len(found) == expected
        assert found[0] is FEDERAL


def test_oregon_closes_at_eight_where_we_would_not() -> None:
    oregon = place_of(NEW_YORK, Whereabouts(postal_code="97201"))
    wide = QuietWindow(start=time(23), end=time(6), sunday_end=time(6))
    for evening, opens in (
        ("2025-12-30T20:30:00", "2025-12-30T20:30:00"),
        ("2026-03-03T20:30:00", "2026-03-04T08:00:00"),
    ):
        found = next_opening(oregon, local("America/Los_Angeles", evening), wide)
        assert found == local("America/Los_Angeles", opens)


def test_every_law_of_the_table_says_how_it_is_known() -> None:
    assert len({rule.state for rule in STATES}) == len(STATES)
    for each in (*STATES, FEDERAL):
        assert all((each.cites, each.source, each.confidence))
        assert each.since <= each.checked
    for each in STATES:  # or it would say nothing
        hours = (each.hours.weekday, each.hours.saturday, each.hours.sunday)
        assert each.hours.state or any(span != (time(8), time(21)) for span in hours)
