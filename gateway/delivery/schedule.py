"""When a deferred delivery is tried again, and when it is given up."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from suppression.channel import Channel
from suppression.entry import NEVER

if TYPE_CHECKING:
    from collections.abc import Mapping

_MINUTE: Final = timedelta(minutes=1)

_DELAYS: Final[Mapping[Channel, tuple[timedelta, ...]]] = {
    Channel.EMAIL: tuple(n * _MINUTE for n in (1, 5, 15, 30, 60)),
    Channel.SMS: tuple(n * _MINUTE for n in (1, 5, 15)),
}
_REPEATS: Final[Mapping[Channel, timedelta]] = {
    Channel.EMAIL: timedelta(hours=2),
    Channel.SMS: timedelta(minutes=30),
}
_SPREAD: Final = 0.2
_LAST_TRY: Final = _MINUTE
"""How long before its expiry a delivery is tried for the last time."""


def retry_at(
    channel: Channel,
    *,
    attempt: int,
    expires_at: datetime,
    now: datetime,
    random: float,
) -> datetime:
    """Return when attempt number `attempt`, just failed for now, is repeated; NEVER gives it up.

    RFC 5321 4.5.4.1 wants the first retries soon and later ones at least 30 minutes apart. `random`
    is uniform in [0, 1) and spreads the delay by 20 % either way, so that messages that failed
    together do not come back together; it is one for all recipients of a transaction. The last
    try comes a minute before the expiry.
    """
    last_try = expires_at - _LAST_TRY
    if now >= last_try:
        return NEVER
    spread = 1 + _SPREAD * (2 * random - 1)
    return min(now + _delay(channel, attempt) * spread, last_try)


def _delay(channel: Channel, attempt: int) -> timedelta:
    """Return the time from this attempt to the next."""
    delays = _DELAYS[channel]
    return delays[attempt - 1] if attempt <= len(delays) else _REPEATS[channel]
