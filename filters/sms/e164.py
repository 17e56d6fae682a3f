"""Numbers in E.164, taken apart once: every rule about a text asks about the same one."""

from __future__ import annotations

from functools import lru_cache

import phonenumbers


@lru_cache(maxsize=1024)
def parsed_number(number: str) -> phonenumbers.PhoneNumber:
    """Return what an E.164 number is made of; nobody changes what is returned.

    Raises:
        NumberParseException: it is none.
    """
    return phonenumbers.parse(number)
