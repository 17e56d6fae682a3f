"""The clocks and states a person may be under: every one that what is known leaves open."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from phonenumbers import is_number_type_geographical, timezone

from filters.sms.places.area_codes import MISPLACED_AREA_CODES, SPLIT_AREA_CODES, STATE_OF
from filters.sms.places.postal_codes import state_and_zones
from suppression.e164 import parsed_number, type_of

US_ZONES: Final = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix",
    "America/Los_Angeles", "America/Anchorage", "America/Adak", "Pacific/Honolulu",
    "America/Puerto_Rico", "Pacific/Guam", "Pacific/Pago_Pago",
)  # fmt: skip
"""Every clock of the United States and its territories, for a number that says nothing."""

_US_CALLING_CODE: Final = 1
_OF_ONE_AREA_CODE: Final = 4  # zones at most; of a toll-free number the data names forty
_POSTAL_CODE: Final = re.compile(r"([0-9]{5})(?:[- ]?[0-9]{4})?")
_ZONE: Final = re.compile(r"(?!Etc/|posix/|right/)[A-Za-z_]{2,20}(?:/[A-Za-z0-9_+\-]{1,32}){1,2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """What somebody said of where a person is; empty is nothing said."""

    zone: str = ""  # of the IANA time zone database
    postal_code: str = ""  # a ZIP code of five digits


NOWHERE: Final = Whereabouts()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where somebody may be: in one of these zones, and in one of these states.

    `known_by` says what it was found by: "zone", "postal code" or "number".
    """

    zones: tuple[str, ...]
    states: tuple[str, ...]  # none where the number names none: toll-free, abroad
    known_by: str


def read_zone(text: str) -> str:
    """Return the name of a time zone of a place.

    Raises:
        ValueError: there is none of that name; a fixed offset is no place.
    """
    try:
        if _ZONE.fullmatch(text):
            return ZoneInfo(text).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        pass
    message = "is no time zone of a place, as in America/Chicago"
    raise ValueError(message)


def read_postal_code(text: str) -> str:
    """Return the five digits of a ZIP code or ZIP+4.

    >>> read_postal_code("62701-1234")
    '62701'

    Raises:
        ValueError: it is none.
    """
    found = _POSTAL_CODE.fullmatch(text.strip())
    if found is None:
        message = "is no ZIP code, as in 62701"
        raise ValueError(message)
    return found[1]


def place_of(number: str, said: Whereabouts = NOWHERE) -> Place:
    """Return where the owner of an E.164 number may be.

    What is known of the person comes first, for an area code is where a number was given out. Where
    zone and ZIP code contradict each other, both may be right.
    """
    state, postal_zones = state_and_zones(said.postal_code) if said.postal_code else ("", ())
    states = (state,) if state else _states_of(number)
    if said.zone:
        return Place(zones=_unique((said.zone, *postal_zones)), states=states, known_by="zone")
    if postal_zones:
        return Place(zones=postal_zones, states=states, known_by="postal code")
    return Place(zones=candidate_zones(number), states=states, known_by="number")


@lru_cache(maxsize=1024)
def candidate_zones(number: str) -> tuple[str, ...]:
    """Return every time zone the owner of an E.164 number may be in, by the number alone."""
    parsed = parsed_number(number)
    found = (
        timezone.time_zones_for_geographical_number(parsed)
        if is_number_type_geographical(type_of(number), parsed.country_code or 0)
        else timezone.time_zones_for_number(parsed)
    )
    if timezone.UNKNOWN_TIMEZONE in found:
        return US_ZONES
    if parsed.country_code != _US_CALLING_CODE:
        return tuple(found)
    if len(found) > _OF_ONE_AREA_CODE:
        return US_ZONES
    area_code = number[2:5]
    placed = MISPLACED_AREA_CODES.get(area_code, found)
    return _unique((*placed, *SPLIT_AREA_CODES.get(area_code, ())))


def _states_of(number: str) -> tuple[str, ...]:
    state = STATE_OF.get(number[2:5]) if number.startswith("+1") else None
    return (state,) if state else ()


def _unique(zones: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(zones))
