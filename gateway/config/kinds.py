"""The kinds of values that are measured: durations, sizes, times of day, networks."""

from __future__ import annotations

import re
from datetime import time, timedelta
from ipaddress import IPv4Network, IPv6Network, ip_interface, ip_network
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BeforeValidator

UNITS_S: Final = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
UNITS_BYTES: Final = {"B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}

_LONGEST: Final = timedelta(days=3650)


def _duration(value: object) -> object:
    if isinstance(value, timedelta):
        return value
    match = re.fullmatch(r"([0-9]{1,12}(?:\.[0-9]{1,6})?)\s*(ms|s|m|h|d|w)", str(value))
    if match is None:
        message = f'{value!r} is not a duration: write "90s", "15m", "72h" or "7d"'
        raise ValueError(message)
    seconds = float(match[1]) * UNITS_S[match[2]]
    if seconds > _LONGEST.total_seconds():
        message = f"{value!r} is longer than {_LONGEST.days}d"
        raise ValueError(message)
    return timedelta(seconds=seconds)


def _lasting(value: timedelta) -> timedelta:
    if not value:
        message = "must be longer than nothing"
        raise ValueError(message)
    return value


def _size(value: object) -> object:
    match = re.fullmatch(r"([0-9]{1,12})\s*(B|KiB|MiB|GiB)", str(value))
    if match is None or not int(match[1]):
        message = f'{value!r} is not a size: write "64 KiB" or "25 MiB"'
        raise ValueError(message)
    return int(match[1]) * UNITS_BYTES[match[2]]


def _clock(value: object) -> object:
    if isinstance(value, time):
        return value
    match = re.fullmatch(r"([01][0-9]|2[0-3]):([0-5][0-9])", str(value))
    if match is None:
        message = f'{value!r} is not a time of day: write "20:00"'
        raise ValueError(message)
    return time(int(match[1]), int(match[2]))


def _network(value: object) -> object:
    if isinstance(value, (IPv4Network, IPv6Network)):
        return value
    try:
        return ip_network(str(value))
    except ValueError as error:
        message = f"{value!r} is not a network: write {_intended(str(value))}"
        raise ValueError(message) from error


def _intended(text: str) -> str:
    """Return what may have been meant by a network that is none."""
    try:
        meant = ip_interface(text)
    except ValueError:
        return '"192.0.2.0/24" or "2001:db8::/32"'
    return f'"{meant.network}" for all of it, or "{meant.ip}" for the one address'


Duration = Annotated[timedelta, BeforeValidator(_duration)]
Period = Annotated[Duration, AfterValidator(_lasting)]
"""A duration in which something has to happen."""
SIZE: Final = BeforeValidator(_size)
Size = Annotated[int, SIZE]
Clock = Annotated[time, BeforeValidator(_clock)]
Network = Annotated[Any, BeforeValidator(_network)]
