from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filters.decision import Effect
from filters.sms.hours import OpenHours, QuietWindow, Window
from filters.sms.places.place import Whereabouts, place_of
from filters.sms.quiet_hours import (
    clocks_of,
    common_opening,
    next_opening,
    number_is_quiet,
    text_expires_in_quiet_hours,
    text_waits,
)
from filters.sms.state_hours import FEDERAL, STATES, rules_for
from tests.make_sms import NOW, objections, policy, sms, sms_facts

SHIPPED: Final = QuietWindow(start=time(20), end=time(9), sunday_end=time(12))
EIGHT_TO_NINE: Final = QuietWindow(start=time(21), end=time(8), sunday_end=time(8))
OFF: Final = QuietWindow(start=time(0), end=time(0), sunday_end=time(0))
NEW_YORK: Final = "+12122345678"
PHOENIX: Final = "+16022345678"
ALASKA: Final = "+19072345678"
HONOLULU: Final = "+18082345678"
SAN_JUAN: Final = "+17872345678"
PANHANDLE: Final = "+18502345678"
TOLL_FREE: Final = "+18002345678"
SECOND: Final = timedelta(seconds=1)


def local(zone: str, text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)


def opening(number: str, now: datetime, quiet: QuietWindow, said: str = "") -> datetime | None:
    place = place_of(number, Whereabouts(postal_code=said))
    return next_opening(place, now, quiet)


def assert_closed_between(
    number: str, quiet: QuietWindow, closes: datetime, opens: datetime
) -> None:
    """Hold a night to the second at both of its ends."""
    for at in (closes - SECOND, opens, opens + SECOND):
        assert opening(number, at, quiet) == at
    for at in (closes, closes + SECOND, opens - SECOND):
        assert opening(number, at, quiet) == opens


_EDGES: Final = [
    # number, the zone whose evening comes first, the zone whose morning comes last
    (NEW_YORK, "America/New_York", "America/New_York"),
    (PHOENIX, "America/Phoenix", "America/Phoenix"),
    (ALASKA, "America/Anchorage", "America/Adak"),
    (HONOLULU, "Pacific/Honolulu", "Pacific/Honolulu"),
    (SAN_JUAN, "America/Puerto_Rico", "America/Puerto_Rico"),
    (PANHANDLE, "America/New_York", "America/Chicago"),
]
_NIGHTS: Final = [
    # an ordinary one, the two in which clocks change on the mainland, and the ones beside them
    ("2026-03-03", "2026-03-04"),
    ("2026-03-06", "2026-03-07"),
    ("2026-03-09", "2026-03-10"),
    ("2026-10-30", "2026-10-31"),
    ("2026-11-02", "2026-11-03"),
]


@pytest.mark.parametrize(("evening", "morning"), _NIGHTS)
@pytest.mark.parametrize(("number", "first", "last"), _EDGES)
def test_the_shipped_window_holds_to_the_second_everywhere(
    number: str, first: str, last: str, evening: str, morning: str
) -> None:
    closes, opens = local(first, f"{evening}T20:00:00"), local(last, f"{morning}T09:00:00")
    assert_closed_between(number, SHIPPED, closes, opens)


@pytest.mark.parametrize(("evening", "morning"), [*_NIGHTS, ("2026-03-07", "2026-03-08"),
                                                  ("2026-10-31", "2026-11-01")])  # fmt: skip
@pytest.mark.parametrize(("number", "first", "last"), _EDGES)
def test_a_window_from_eight_to_nine_holds_to_the_second_everywhere(
    number: str, first: str, last: str, evening: str, morning: str
) -> None:
    hour = "20" if number == PANHANDLE else "21"  # Fla. Stat. 501.616(6)(a)
    closes, opens = local(first, f"{evening}T{hour}:00:00"), local(last, f"{morning}T08:00:00")
    assert_closed_between(number, EIGHT_TO_NINE, closes, opens)


@pytest.mark.parametrize("sunday", ["2026-03-01", "2026-03-08", "2026-11-01", "2026-11-08"])
@pytest.mark.parametrize(("number", "first", "last"), _EDGES)
def test_on_sundays_the_shipped_window_opens_at_noon_also_when_clocks_change(
    number: str, first: str, last: str, sunday: str
) -> None:
    closes = local(first, f"{sunday}T20:00:00") - timedelta(days=1)
    assert_closed_between(number, SHIPPED, closes, local(last, f"{sunday}T12:00:00"))


@pytest.mark.parametrize(
    ("day", "opens", "closes"),
    [
        # open in Guam from nine, and in San Juan until eight: an hour in winter and in summer
        ("2026-01-07", "2026-01-07T23:00:00+00:00", "2026-01-08T00:00:00+00:00"),
        ("2026-07-08", "2026-07-08T23:00:00+00:00", "2026-07-09T00:00:00+00:00"),
        # Sunday noon in Guam is Saturday night in the east
        ("2026-03-07", "2026-03-08T23:00:00+00:00", "2026-03-09T00:00:00+00:00"),
        ("2026-10-31", "2026-11-01T23:00:00+00:00", "2026-11-02T00:00:00+00:00"),
    ],
)
def test_a_toll_free_number_has_the_one_hour_that_suits_everybody(
    day: str, opens: str, closes: str
) -> None:
    opens_at, closes_at = map(datetime.fromisoformat, (opens, closes))
    noon = datetime.fromisoformat(f"{day}T12:00:00+00:00")
    assert opening(TOLL_FREE, noon, SHIPPED) == opens_at
    assert opening(TOLL_FREE, opens_at - SECOND, SHIPPED) == opens_at
    for at in (opens_at, closes_at - SECOND):
        assert opening(TOLL_FREE, at, SHIPPED) == at
    later = opening(TOLL_FREE, closes_at, SHIPPED)
    assert later is not None
    assert later > closes_at


def test_a_toll_free_number_holds_a_window_from_eight_to_nine_to_the_second() -> None:
    opens = local("Pacific/Guam", "2026-01-08T08:00:00")
    closes = local("America/Puerto_Rico", "2026-01-07T21:00:00")
    assert opening(TOLL_FREE, opens - SECOND, EIGHT_TO_NINE) == opens
    assert opening(TOLL_FREE, closes - SECOND, EIGHT_TO_NINE) == closes - SECOND
    assert opening(TOLL_FREE, closes, EIGHT_TO_NINE) == opens + timedelta(days=1)


def test_a_split_area_code_waits_for_its_later_half() -> None:
    eight_thirty_central = local("America/Chicago", "2026-03-03T08:30:00")
    nine_central = local("America/Chicago", "2026-03-03T09:00:00")
    assert opening(PANHANDLE, eight_thirty_central, SHIPPED) == nine_central


def test_a_postal_code_comes_before_the_area_code() -> None:
    eastern = local("America/New_York", "2026-03-03T09:00:00")
    assert opening(PANHANDLE, eastern, SHIPPED, said="32301") == eastern  # Tallahassee
    assert opening(PANHANDLE, eastern, SHIPPED, said="32401") == eastern + timedelta(hours=1)
    assert opening(NEW_YORK, eastern, SHIPPED, said="90210") == eastern + timedelta(hours=3)


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
    for day, expected in (("2025-08-31", 1), ("2025-09-01", 2)):
        found = list(rules_for(("TX",), datetime.fromisoformat(day).date()))
        assert len(found) == expected
        assert found[0] is FEDERAL


def test_every_law_of_the_table_says_how_it_is_known() -> None:
    assert len({rule.state for rule in STATES}) == len(STATES)
    for each in (*STATES, FEDERAL):
        assert all((each.cites, each.source, each.confidence))
        assert each.since <= each.checked
    for each in STATES:  # or it would say nothing
        hours = (each.hours.weekday, each.hours.saturday, each.hours.sunday)
        assert each.hours.state or any(span != (time(8), time(21)) for span in hours)


def test_what_the_hours_go_by_is_told() -> None:
    place = place_of(PANHANDLE, Whereabouts(postal_code="32401"))
    assert clocks_of(place, NOW) == (
        "America/Chicago, by the postal code",
        "FL: Fla. Stat. 501.616(6)(a)",
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


def test_a_text_for_the_quiet_hours_waits_and_says_until_when() -> None:
    later = NOW + timedelta(hours=3)
    facts = sms_facts(opens_at=later, clocks=("America/Chicago, by the number",))
    text = sms(valid_until=later + SECOND)
    (objection,) = objections(text_waits, text, facts)
    assert objection.evidence == ("2026-03-02T20:00:00+00:00", "America/Chicago, by the number")
    assert text_waits.effect is Effect.PASS
    assert not objections(number_is_quiet, text, facts)
    assert not objections(text_expires_in_quiet_hours, text, facts)


def test_a_text_that_is_of_no_use_in_the_morning_is_refused_at_once() -> None:
    later = NOW + timedelta(hours=3)
    text, facts = sms(valid_until=later), sms_facts(opens_at=later)
    (objection,) = objections(text_expires_in_quiet_hours, text, facts)
    assert objection.evidence == (
        "valid until 2026-03-02T20:00:00+00:00",
        "2026-03-02T20:00:00+00:00",
    )
    assert text_expires_in_quiet_hours.effect is Effect.REFUSE
    assert not objections(text_waits, text, facts)
    refusing = sms_facts(opens_at=later, policy=policy(quiet_hours="refuse"))
    assert not objections(text_expires_in_quiet_hours, text, refusing)


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
