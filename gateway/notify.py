"""Tells the service manager how we are: sd_notify(3), and its watchdog.

**Failures:** none; nobody listens where there is no service manager, and one that is gone is not
told.
"""

from __future__ import annotations

import os
import socket
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping

_MICRO: Final = 1_000_000
_WITHIN_S: Final = 1.0  # what it has not read by then it is not told


class ServiceManager:
    """Whoever started us and wants to be told, if anybody does."""

    def __init__(
        self,
        environment: MutableMapping[str, str],
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Read where it listens, and take that from the environment: it is for nobody else."""
        self._address = environment.pop("NOTIFY_SOCKET", "")
        within_us = environment.pop("WATCHDOG_USEC", "")
        is_ours = environment.pop("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        is_asked = is_ours and within_us.isdigit()
        self._every_s = int(within_us) / _MICRO / 2 if is_asked else 0.0
        self._monotonic = monotonic
        self._next_s = 0.0

    def ready(self, status: str) -> None:
        """Say that everything is bound and served, as it is after a reload, too."""
        self._tell("READY=1", f"STATUS={status}")

    def reloading(self) -> None:
        """Say that a configuration is being read."""
        self._tell("RELOADING=1", f"MONOTONIC_USEC={int(self._monotonic() * _MICRO)}")

    def stopping(self) -> None:
        """Say that what is under way is being ended."""
        self._tell("STOPPING=1", "STATUS=ending what is under way")

    def alive(self) -> None:
        """Say that we are, as often as was asked for."""
        now_s = self._monotonic()
        if self._every_s and now_s >= self._next_s:
            self._next_s = now_s + self._every_s
            self._tell("WATCHDOG=1", within_s=0.0)

    def _tell(self, *fields: str, within_s: float = _WITHIN_S) -> None:
        if not self._address:
            return
        address = f"\0{self._address[1:]}" if self._address.startswith("@") else self._address
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as to:
            to.settimeout(within_s)
            to.sendto("\n".join(fields).encode(), address)
