"""Numbers as providers write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from suppression.errors import MalformedAddressError
from suppression.keys import phone_key

if TYPE_CHECKING:
    from suppression.keys import RecipientKey


def number_of(written: str, region: str) -> RecipientKey | None:
    """Read a number as providers write it: SMSCs leave out the plus; none where it is no number.

    >>> number_of("12025550143", "US"), number_of("Shop", "US")
    ('+12025550143', None)
    """
    for spelling in (written.strip(), f"+{written.strip()}"):
        try:
            return phone_key(spelling, region)
        except MalformedAddressError:
            continue
    return None
