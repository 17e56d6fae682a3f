"""Quiet hours hold to the second by every clock that a number may have."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import pytest

from tests.unit.filters.sms.nights import (
    ALASKA,
    EIGHT_TO_NINE,
    HONOLULU,
    NEW_YORK,
    PANHANDLE,
    PHOENIX,
    SAN_JUAN,
    SECOND,
    SHIPPED,
    TOLL_FREE,
    assert_closed_between,
    local,
    opening,
)

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
