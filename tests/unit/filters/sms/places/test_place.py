from __future__ import annotations

from collections import Counter, defaultdict
from zoneinfo import ZoneInfo

import phonenumbers
import phonenumbers.tzdata
import pytest

from filters.sms.places.area_codes import SPLIT_AREA_CODES, STATE_OF
from filters.sms.places.place import (
    US_ZONES,
    Whereabouts,
    candidate_zones,
    place_of,
    read_postal_code,
    read_zone,
)
from filters.sms.places.postal_codes import state_and_zones

_EVERY_STATE = set(
    "AK AL AR AS AZ CA CO CT DC DE FL GA GU HI IA ID IL IN KS KY LA MA MD ME MI MN MO MP MS MT NC"
    " ND NE NH NJ NM NV NY OH OK OR PA PR RI SC SD TN TX UT VA VI VT WA WI WV WY".split()
)


@pytest.mark.parametrize(
    ("number", "zones"),
    [
        ("+16022345678", {"America/Phoenix"}),
        ("+18082345678", {"Pacific/Honolulu"}),
        ("+17872345678", {"America/Puerto_Rico"}),
        ("+18502345678", {"America/New_York", "America/Chicago"}),
        ("+19062345678", {"America/New_York", "America/Chicago"}),
        ("+19152345678", {"America/Denver", "America/Chicago"}),
        ("+16052345678", {"America/Denver", "America/Chicago"}),
        ("+12082345678", {"America/Denver", "America/Los_Angeles"}),
        ("+19282345678", {"America/Phoenix", "America/Denver"}),
        ("+19072345678", {"America/Anchorage", "America/Adak"}),
        ("+14165550123", {"America/Toronto"}),
        ("+447400123456", {"Europe/London"}),
        ("+78005553535", {"Europe/Moscow", "Asia/Vladivostok"}),
    ],
)
def test_every_clock_a_number_may_be_under_is_a_candidate(number: str, zones: set[str]) -> None:
    assert zones <= set(candidate_zones(number))


@pytest.mark.parametrize(
    "number", ["+18002345678", "+18882345678", "+15002345678", "+881612345678"]
)
def test_a_number_of_nowhere_may_be_anywhere_in_the_country(number: str) -> None:
    place = place_of(number)
    assert place.zones == US_ZONES
    assert place.states == ()


def test_an_area_code_that_the_number_data_misplaces_is_where_it_is() -> None:
    assert candidate_zones("+16892345678") == ("America/New_York",)  # Orlando


def test_what_is_said_of_a_person_comes_before_their_number() -> None:
    number = "+12122345678"
    assert place_of(number).states == ("NY",)
    moved = place_of(number, Whereabouts(postal_code="90210"))
    assert (moved.zones, moved.states) == (("America/Los_Angeles",), ("CA",))
    assert moved.known_by == "postal code"
    away = place_of(number, Whereabouts(zone="Europe/Paris"))
    assert (away.zones, away.states, away.known_by) == (("Europe/Paris",), ("NY",), "zone")


def test_where_zone_and_postal_code_contradict_each_other_both_may_be_right() -> None:
    said = Whereabouts(zone="America/Chicago", postal_code="90210")
    assert place_of("+12122345678", said).zones == ("America/Chicago", "America/Los_Angeles")
    agreed = Whereabouts(zone="America/Chicago", postal_code="32401")
    assert place_of("+12122345678", agreed).zones == ("America/Chicago",)


@pytest.mark.parametrize("postal_code", ["09012", "34002", "96201", "00000"])
def test_a_postal_code_that_says_nothing_leaves_it_to_the_number(postal_code: str) -> None:
    assert state_and_zones(postal_code) == ("", ())
    place = place_of("+16022345678", Whereabouts(postal_code=postal_code))
    assert place.zones == ("America/Phoenix",)
    assert (place.states, place.known_by) == (("AZ",), "number")


@pytest.mark.parametrize(
    ("postal_code", "state", "zone"),
    [
        ("10001", "NY", "America/New_York"),
        ("32301", "FL", "America/New_York"),
        ("32401", "FL", "America/Chicago"),
        ("32456", "FL", "America/New_York"),  # Port St. Joe, in a county of both
        ("37402", "TN", "America/New_York"),
        ("37201", "TN", "America/Chicago"),
        ("46320", "IN", "America/Chicago"),
        ("49801", "MI", "America/Chicago"),  # Iron Mountain
        ("57701", "SD", "America/Denver"),
        ("58601", "ND", "America/Denver"),
        ("69101", "NE", "America/Chicago"),
        ("69301", "NE", "America/Denver"),
        ("79901", "TX", "America/Denver"),
        ("83501", "ID", "America/Los_Angeles"),
        ("83702", "ID", "America/Denver"),
        ("86515", "AZ", "America/Denver"),  # Window Rock, Navajo Nation
        ("85001", "AZ", "America/Phoenix"),
        ("97914", "OR", "America/Denver"),  # Ontario
        ("89883", "NV", "America/Denver"),  # West Wendover
        ("99546", "AK", "America/Adak"),
        ("99501", "AK", "America/Anchorage"),
        ("96813", "HI", "Pacific/Honolulu"),
        ("96799", "AS", "Pacific/Pago_Pago"),
        ("96910", "GU", "Pacific/Guam"),
        ("96950", "MP", "Pacific/Guam"),
        ("00901", "PR", "America/Puerto_Rico"),
        ("00802", "VI", "America/Puerto_Rico"),
        ("06390", "NY", "America/New_York"),  # Fishers Island
        ("37405", "TN", "America/New_York"),  # Chattanooga
        ("67857", "KS", "America/Denver"),  # Kendall
        ("79942", "TX", "America/Denver"),  # El Paso
        ("83522", "ID", "America/Los_Angeles"),  # Cottonwood, north of the Salmon River
        ("86003", "AZ", "America/Phoenix"),  # Flagstaff
        ("86045", "AZ", "America/Denver"),  # Tuba City, Navajo Nation
    ],
)
def test_a_postal_code_tells_state_and_zones(postal_code: str, state: str, zone: str) -> None:
    assert state_and_zones(postal_code) == (state, (zone,))


@pytest.mark.parametrize(
    ("postal_code", "zones"),
    [
        ("86040", ("America/Phoenix", "America/Denver")),  # Page and LeChee
        ("36854", ("America/Chicago", "America/New_York")),  # Valley
        ("36867", ("America/Chicago", "America/New_York")),  # Phenix City
        ("36801", ("America/Chicago",)),  # Opelika
    ],
)
def test_a_postal_code_on_a_boundary_has_both_clocks(
    postal_code: str, zones: tuple[str, ...]
) -> None:
    assert place_of("+12122345678", Whereabouts(postal_code=postal_code)).zones == zones


def test_the_zones_of_an_area_code_meet_the_one_that_most_of_its_state_is_under() -> None:
    of_state: dict[str, Counter[str]] = defaultdict(Counter)
    for number in range(100_000):
        state, zones = state_and_zones(f"{number:05}")
        of_state[state].update(zones)
    most = {state: {zones.most_common(1)[0][0]} for state, zones in of_state.items() if zones}
    most["MP"].add("Pacific/Saipan")  # another name of Pacific/Guam
    for area_code, state in STATE_OF.items():
        for exchange in range(234, 1000, 111):
            zones = candidate_zones(f"+1{area_code}{exchange}5678")
            assert most[state] & set(zones), area_code


def test_every_state_has_area_codes_and_postal_codes_and_every_code_a_zone() -> None:
    assert set(STATE_OF.values()) == _EVERY_STATE
    prefixes = [f"{prefix:03}" for prefix in range(1000)]
    found = {prefix: state_and_zones(f"{prefix}98") for prefix in prefixes}
    assert _EVERY_STATE - {"AS", "MP"} == {state for state, _ in found.values()} - {""}
    assert all(bool(state) == bool(zones) for state, zones in found.values())


def test_the_states_of_area_codes_are_numbers_of_their_country() -> None:
    regions = {"PR", "GU", "AS", "MP", "VI"}
    for area_code, state in STATE_OF.items():
        expected = state if state in regions else "US"
        found = {
            phonenumbers.region_code_for_number(phonenumbers.parse(f"+1{area_code}{exchange}5678"))
            for exchange in ("234", "321", "454", "777", "888")
        }
        assert expected in found, area_code


def test_every_area_code_of_the_country_has_its_state() -> None:
    known = {
        code
        for code in map(str, range(200, 1000))
        if phonenumbers.is_valid_number(number := phonenumbers.parse(f"+1{code}2345678"))
        and phonenumbers.region_code_for_number(number) == "US"
        and phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE
    }
    assert known <= set(STATE_OF)


def test_every_zone_that_numbers_have_is_known_here() -> None:
    named = {zone for zones in phonenumbers.tzdata.TIMEZONE_DATA.values() for zone in zones}
    named |= set(US_ZONES) | {zone for zones in SPLIT_AREA_CODES.values() for zone in zones}
    named |= {zone for prefix in range(1000) for zone in state_and_zones(f"{prefix:03}99")[1]}
    assert all(ZoneInfo(zone).key == zone for zone in named)


@pytest.mark.parametrize("zone", ["America/Chicago", "America/Indiana/Knox", "US/Hawaii"])
def test_a_zone_of_a_place_is_read(zone: str) -> None:
    assert read_zone(zone) == zone


@pytest.mark.parametrize(
    "zone",
    ["", "UTC", "Etc/GMT+5", "america/chicago!", "America/Gotham", "../America/Chicago", "EST",
     "right/America/Chicago", "America/../America/Chicago", "America/" + "x" * 40, "America"],
)  # fmt: skip
def test_what_is_no_zone_of_a_place_is_refused(zone: str) -> None:
    with pytest.raises(ValueError, match="no time zone"):
        read_zone(zone)


@pytest.mark.parametrize("text", ["62701", "62701-1234", " 62701 ", "627011234", "62701 1234"])
def test_a_postal_code_is_read_with_its_extension_or_without(text: str) -> None:
    assert read_postal_code(text) == "62701"


@pytest.mark.parametrize("text", ["", "6270", "627011", "K1A 0B1", "62701-", "٦٢٧٠١"])
def test_what_is_no_postal_code_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no ZIP code"):
        read_postal_code(text)
