"""Numbers in E.164, taken apart and typed once: the key and every rule ask about the same one."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import phonenumbers

_REMEMBERED: Final = 1024  # numbers
_NORTH_AMERICAN: Final = re.compile(r"\+1([2-9][0-9]{9})")
"""Of so many digits the library would find nothing else, and takes much longer to look."""


@lru_cache(maxsize=_REMEMBERED)
def parsed_number(number: str) -> phonenumbers.PhoneNumber:
    """Return what an E.164 number is made of; nobody changes what is returned.

    Raises:
        NumberParseException: it is none.
    """
    if match := _NORTH_AMERICAN.fullmatch(number):
        return phonenumbers.PhoneNumber(country_code=1, national_number=int(match[1]))
    return phonenumbers.parse(number)


@lru_cache(maxsize=_REMEMBERED)
def is_e164(number: str) -> bool:
    """Whether a number is written as its key: with a calling code that there is, and no more."""
    try:
        parsed = parsed_number(number) if number.startswith("+") else None
    except phonenumbers.NumberParseException:
        return False  # the + may be one too many
    if parsed is None:
        return False
    return f"+{parsed.country_code}{phonenumbers.national_significant_number(parsed)}" == number


@lru_cache(maxsize=_REMEMBERED)
def type_of(number: str) -> int:
    """Return what an E.164 number is for, a `PhoneNumberType`; UNKNOWN is no valid number.

    Raises:
        NumberParseException: it is none.
    """
    return phonenumbers.number_type(parsed_number(number))
