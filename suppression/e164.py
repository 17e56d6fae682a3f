"""Numbers in E.164, taken apart and typed once: the key and every rule ask about the same one."""

from __future__ import annotations

from functools import lru_cache

import phonenumbers

_REMEMBERED = 1024  # numbers


@lru_cache(maxsize=_REMEMBERED)
def parsed_number(number: str) -> phonenumbers.PhoneNumber:
    """Return what an E.164 number is made of; nobody changes what is returned.

    Raises:
        NumberParseException: it is none.
    """
    return phonenumbers.parse(number)


@lru_cache(maxsize=_REMEMBERED)
def type_of(number: str) -> int:
    """Return what an E.164 number is for, a `PhoneNumberType`; UNKNOWN is no valid number.

    Raises:
        NumberParseException: it is none.
    """
    return phonenumbers.number_type(parsed_number(number))
