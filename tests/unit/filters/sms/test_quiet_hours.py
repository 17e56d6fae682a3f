from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import phonenumbers.tzdata
import pytest
from hypothesis import given
from hypothesis import strategies as st

from filters.decision import Effect
from filters.sms.quiet_hours import (
    SPLIT_AREA_CODES,
    US_ZONES,
    QuietWindow,
    candidate_zones,
    common_opening,
    next_opening,
    number_is_quiet,
    text_waits,
)
from tests.make_sms import NOW, objections, policy, sms, sms_facts

SHIPPED: Final = QuietWindow(start=time(20), end=time(9), sunday_end=time(12))
FEDERAL: Final = QuietWindow(start=time(21), end=time(8), sunday_end=time(8))
NEW_YORK: Final = "+12122345678"
SECOND: Final = timedelta(seconds=1)


def local(zone: str, text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)


@pytest.mark.parametrize(
    ("quiet", "closes", "opens"),
    [
        (SHIPPED, "2026-03-03T20:00:00", "2026-03-04T09:00:00"),
        (FEDERAL, "2026-03-03T21:00:00", "2026-03-04T08:00:00"),
        (SHIPPED, "2026-03-07T20:00:00", "2026-03-08T12:00:00"),  # Sunday noon, clocks forward
        (SHIPPED, "2026-10-31T20:00:00", "2026-11-01T12:00:00"),  # Sunday noon, clocks back
        (SHIPPED, "2026-11-01T20:00:00", "2026-11-02T09:00:00"),
    ],
)
def test_the_window_holds_to_the_second(quiet: QuietWindow, closes: str, opens: str) -> None:
    closing, opening = (local("America/New_York", text) for text in (closes, opens))
    assert next_opening(NEW_YORK, closing - SECOND, quiet) == closing - SECOND
    assert next_opening(NEW_YORK, closing, quiet) == opening
    assert next_opening(NEW_YORK, opening - SECOND, quiet) == opening
    assert next_opening(NEW_YORK, opening, quiet) == opening


@pytest.mark.parametrize(
    ("number", "zones"),
    [
        ("+16022345678", {"America/Phoenix"}),
        ("+18082345678", {"Pacific/Honolulu"}),
        ("+17872345678", {"America/Puerto_Rico"}),
        ("+18502345678", {"America/New_York", "America/Chicago"}),
        ("+19072345678", {"America/Anchorage", "America/Adak"}),
        ("+447400123456", {"Europe/London"}),
    ],
)
def test_every_clock_a_number_may_be_under_is_a_candidate(number: str, zones: set[str]) -> None:
    assert zones <= set(candidate_zones(number))


def test_a_number_of_nowhere_may_be_anywhere_in_the_country() -> None:
    assert candidate_zones("+881612345678") == US_ZONES


def test_a_split_area_code_waits_for_its_later_half() -> None:
    eight_thirty_central = local("America/Chicago", "2026-03-03T08:30:00")
    opening = next_opening("+18502345678", eight_thirty_central, SHIPPED)
    assert opening == local("America/Chicago", "2026-03-03T09:00:00")


def test_a_toll_free_number_has_one_hour_that_suits_guam_and_the_islands_of_the_atlantic() -> None:
    winter = datetime(2026, 1, 7, 12, tzinfo=UTC)
    assert next_opening("+18002345678", winter, SHIPPED) == datetime(2026, 1, 7, 23, tzinfo=UTC)


def test_zones_without_a_common_hour_never_open() -> None:
    zones = ("Pacific/Guam", "America/St_Johns")
    assert common_opening(zones, datetime(2026, 7, 1, tzinfo=UTC), SHIPPED) is None


def test_a_window_that_is_always_quiet_never_opens() -> None:
    always = QuietWindow(start=time(9), end=time(9, 1), sunday_end=time(9, 1))
    never = QuietWindow(start=time(0, 1), end=time(0), sunday_end=time(0))
    now = local("America/New_York", "2026-03-03T12:00:00")
    assert next_opening(NEW_YORK, now, always) == now
    assert next_opening(NEW_YORK, now, never) == local("America/New_York", "2026-03-04T00:00:00")
    closed = QuietWindow(start=time(0), end=time.max, sunday_end=time.max)
    assert next_opening(NEW_YORK, now, closed) == local("America/New_York", "2026-03-03") + (
        timedelta(days=1) - timedelta.resolution
    )


def test_a_window_within_one_day_is_quiet_only_then() -> None:
    siesta = QuietWindow(start=time(12), end=time(14), sunday_end=time(14))
    noon = local("America/New_York", "2026-03-03T12:00:00")
    assert next_opening(NEW_YORK, noon - SECOND, siesta) == noon - SECOND
    assert next_opening(NEW_YORK, noon, siesta) == noon + timedelta(hours=2)


def test_a_sunday_that_is_quiet_all_day_opens_on_monday() -> None:
    quiet = QuietWindow(start=time(20), end=time(9), sunday_end=time(23, 59))
    sunday = local("America/New_York", "2026-03-01T12:00:00")
    opening = next_opening(NEW_YORK, sunday, quiet)
    assert opening == local("America/New_York", "2026-03-02T09:00:00")


def test_an_end_within_the_hour_that_is_skipped_opens_after_it() -> None:
    quiet = QuietWindow(start=time(20), end=time(2, 30), sunday_end=time(2, 30))
    night = local("America/New_York", "2026-03-08T01:00:00")
    assert next_opening(NEW_YORK, night, quiet) == local("America/New_York", "2026-03-08T03:30:00")


def test_an_end_within_the_hour_that_comes_twice_is_kept_both_times() -> None:
    quiet = QuietWindow(start=time(20), end=time(1, 30), sunday_end=time(1, 30))
    again = local("America/New_York", "2026-11-01T01:10:00", fold=1)
    opening = local("America/New_York", "2026-11-01T01:30:00", fold=1)
    assert next_opening(NEW_YORK, again, quiet) == opening.astimezone(UTC)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis wants naive bounds
    st.sampled_from(
        ["+12122345678", "+16022345678", "+19072345678", "+18082345678", "+18502345678"]
    ),
    st.sampled_from([SHIPPED, FEDERAL]),
)
def test_the_moment_found_is_quiet_nowhere_and_the_minute_before_it_was(
    now: datetime, number: str, quiet: QuietWindow
) -> None:
    opening = next_opening(number, now, quiet)
    assert opening is not None
    clocks = [ZoneInfo(zone) for zone in candidate_zones(number)]
    assert not any(quiet.is_quiet(opening.astimezone(clock)) for clock in clocks)
    if opening > now:
        before = opening - timedelta.resolution
        assert any(quiet.is_quiet(before.astimezone(clock)) for clock in clocks)


def test_every_zone_that_numbers_have_is_known_here() -> None:
    named = {zone for zones in phonenumbers.tzdata.TIMEZONE_DATA.values() for zone in zones}
    named |= set(US_ZONES) | {zone for zones in SPLIT_AREA_CODES.values() for zone in zones}
    assert all(ZoneInfo(zone).key == zone for zone in named)


def test_a_text_for_the_quiet_hours_waits_and_says_until_when() -> None:
    facts = sms_facts(opens_at=NOW + timedelta(hours=3))
    (objection,) = objections(text_waits, sms(), facts)
    assert objection.evidence == ("2026-03-02T20:00:00+00:00",)
    assert text_waits.effect is Effect.PASS
    assert not objections(number_is_quiet, sms(), facts)


def test_a_text_for_the_quiet_hours_is_refused_where_the_policy_says_so() -> None:
    facts = sms_facts(opens_at=NOW + timedelta(hours=3), policy=policy(quiet_hours="refuse"))
    (objection,) = objections(number_is_quiet, sms(), facts)
    assert objection.evidence == ("2026-03-02T20:00:00+00:00",)
    assert not objections(text_waits, sms(), facts)


def test_a_text_that_is_to_be_sent_in_the_day_is_not_objected_to() -> None:
    later = NOW + timedelta(hours=3)
    for action in ("wait", "refuse"):
        facts = sms_facts(opens_at=later, policy=policy(quiet_hours=action))
        assert not objections(text_waits, sms(send_at=later), facts)
        assert not objections(number_is_quiet, sms(send_at=later), facts)
