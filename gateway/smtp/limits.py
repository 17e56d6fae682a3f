"""How patient a listener is with one client."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

FORBIDDEN_VERBS: Final = frozenset(
    "CONNECT DELETE GET HEAD OPTIONS PATCH POST PUT TRACE".split()  # noqa: SIM905 - a list of words
)
"""A browser that was sent here by somebody else's page: cross-protocol request forgery."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How patient a listener is; the values are Postfix's where it has one."""

    soft_errors: int = 10  # from here every mistake costs a pause
    hard_errors: int = 20
    junk_commands: int = 100  # commands that do nothing, between two messages
    surplus_recipients: int = 1000  # beyond the limit or named again, that are told so for nothing
    failed_logins: int = 3
    penalty_s: float = 1.0
    min_rate: int = 500  # octets a second while a message comes in
    rate_window_s: float = 30.0
    message_s: float = 3600.0  # one message, from 354 to its end
    linger_s: float = 5.0  # for a last reply to be fetched
    handshake_s: float = 30.0
    stress: float = 0.8  # of the connections there may be: from here on little is put up with
    stress_timeout_s: float = 10.0  # for a command
    stress_mistakes: int = 1  # errors, and commands that do nothing


class Meter:
    """Whether a message comes in fast enough, looked at once a window."""

    __slots__ = ("_floor", "_octets", "_since", "_window_s")

    def __init__(self, pace: Pace, now: float) -> None:
        """Start the first window."""
        self._window_s = pace.rate_window_s
        self._floor = pace.min_rate * pace.rate_window_s
        self._since = now
        self._octets = 0

    def is_too_slow(self, octets: int, now: float) -> bool:
        """Count what arrived; whether the window that is over brought too little."""
        self._octets += octets
        if now - self._since < self._window_s:
            return False
        slow = self._octets < self._floor * (now - self._since) / self._window_s
        self._since, self._octets = now, 0
        return slow
