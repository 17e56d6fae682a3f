"""Numbers as providers write them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import phonenumbers

from suppression.errors import MalformedAddressError
from suppression.keys import phone_key

if TYPE_CHECKING:
    from suppression.keys import RecipientKey

_NUMBER: Final = re.compile(
    r"\+?[0-9]{7,}"
    r"|\+[0-9](?:[ ().-]{0,2}[0-9]){6,}"
    r"|(?<![0-9])\(?[0-9]{3}\)?[ .-]?[0-9]{3}[.-][0-9]{4}(?![0-9])"
)


def masked(said: str) -> str:
    """Return what a provider said, without numbers of people: others read it than may know them.

    >>> masked("21610: +19169668201 is opted out"), masked("400 (916) 966-8201")
    ('21610: (number) is opted out', '400 (number)')
    """
    return _NUMBER.sub("(number)", said)


def number_of(written: str, region: str) -> RecipientKey | None:
    """Read a number as providers write it: SMSCs leave out the plus; none where it is no number.

    Digits that begin with the country code of the region, and are a number with it, are that
    number. Others that can be read in the region and as of another country are of the region: its
    SMSCs write their own people's numbers so, and it takes the plus or the type of number to tell.
    What no country has behind a plus is read without it: some SMSCs call every number
    international. What is none then has two noughts for the plus, as people dial.

    >>> number_of("12025550143", "US"), number_of("Shop", "US")
    ('+12025550143', None)
    >>> number_of("491701234567", "DE"), number_of("4792345678", "US")
    ('+491701234567', '+14792345678')
    >>> number_of("0012025550143", "US"), number_of("+00447400123456", "US")
    ('+12025550143', '+447400123456')
    """
    digits = written.strip()
    home = str(phonenumbers.country_code_for_region(region))
    is_of_home = digits.startswith(home) and digits.isdecimal()
    international = f"+{digits}"
    spellings = (international, digits) if is_of_home else (digits, international)
    bare = digits.removeprefix("+")
    dialled = (f"+{bare.removeprefix('00')}",) if bare.startswith("00") else ()
    for spelling in (*spellings, bare, *dialled):
        try:
            return phone_key(spelling, region)
        except MalformedAddressError:
            continue
    return None
