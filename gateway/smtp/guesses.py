"""Guessed logins: who guesses too often is told to come later, before anything is compared.

Counted by address, and by the name that is guessed at, so that many addresses gain nothing. Who has
logged in by a name lately is always let try: nobody is locked out by what others guess.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Final

from gateway.http.limit import Limit
from gateway.http.origin import household

_BURST: Final = 10
_PER_MINUTE: Final = 10.0
_BURST_AT_NAME: Final = 100
_PER_MINUTE_AT_NAME: Final = 60.0
_REMEMBERED: Final = 10_000


class Guesses:
    """Failed logins of late; IPv6 addresses count by their /64."""

    def __init__(self) -> None:
        """Start with nobody having guessed."""
        self._by_address = Limit(burst=_BURST, per_minute=_PER_MINUTE)
        self._by_name = Limit(burst=_BURST_AT_NAME, per_minute=_PER_MINUTE_AT_NAME)
        self._known: OrderedDict[tuple[str, str], None] = OrderedDict()

    def may_try(self, address: str, name: str, now_s: float) -> bool:
        """Whether a login is looked at."""
        caller = household(address)
        if (caller, name) in self._known:
            return True
        return self._by_address.has_left(caller, now_s) and self._by_name.has_left(name, now_s)

    def failed(self, address: str, name: str, now_s: float) -> None:
        """Count a guess."""
        self._by_address.allows(household(address), now_s)
        self._by_name.allows(name, now_s)

    def succeeded(self, address: str, name: str) -> None:
        """Note who proved to have the key."""
        caller = (household(address), name)
        self._known.pop(caller, None)
        self._known[caller] = None
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
