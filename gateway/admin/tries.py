"""Wrong tries to come in to the admin pages: who has too many is seldom looked at for a while.

A try counts before it is looked at, so that many at once are no more; one that was right is given
back. Counted by user and address, so that nobody locks somebody else out; and by address alone.
Codes that were wrong are counted by user, wherever they come from: who gets so far has the password
or the link, and of a million codes three are right (RFC 4226 7.3).
"""

from __future__ import annotations

from typing import Final

from gateway.http.limit import Limit
from gateway.http.origin import household

_OF_USER: Final = 5  # at once, and as many more in a quarter of an hour, as all of these
_OF_HOUSE: Final = 50
_OF_CODES: Final = 10
_QUARTER_MINUTES: Final = 15


class Tries:
    """Tries of late; IPv6 addresses count by their /64."""

    def __init__(self) -> None:
        """Start with nobody having tried."""
        self._by_user = _limit(_OF_USER)
        self._by_house = _limit(_OF_HOUSE)
        self._codes = _limit(_OF_CODES)

    def allows(self, address: str, name: str, now_s: float) -> bool:
        """Count a try; False where it is one too many, and is not looked at."""
        house = household(address)
        return self._by_house.allows(house, now_s) and self._by_user.allows(
            f"{house} {name}", now_s
        )

    def was_right(self, address: str, name: str) -> None:
        """Give back a try that was allowed: it guessed nothing."""
        house = household(address)
        self._by_house.give_back(house)
        self._by_user.give_back(f"{house} {name}")

    def allows_code(self, name: str, now_s: float) -> bool:
        """Whether a user's code is looked at."""
        return self._codes.has_left(name, now_s)

    def wrong_code(self, name: str, now_s: float) -> None:
        """Count a code that was wrong."""
        self._codes.allows(name, now_s)


def _limit(tries: int) -> Limit:
    return Limit(burst=tries, per_minute=tries / _QUARTER_MINUTES)
