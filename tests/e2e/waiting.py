"""Waiting for what must come, with a deadline."""

from __future__ import annotations

import socket
import time
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Seen = TypeVar("Seen")

_LOOK_AGAIN_S: Final = 0.02


def wait_for(look: Callable[[], Seen], what: str, within_s: float = 20) -> Seen:
    """Return what `look` returns as soon as it is true.

    Raises:
        AssertionError: it is not within the time.
    """
    deadline = time.monotonic() + within_s
    while not (seen := look()):
        if time.monotonic() > deadline:
            message = f"waited {within_s:g} s for {what}; it is {seen!r}"
            raise AssertionError(message)
        time.sleep(_LOOK_AGAIN_S)
    return seen


def is_listening(port: int) -> bool:
    """Whether something takes connections on a port of this machine."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    """Return a port nobody listens on, for programs that cannot choose one themselves."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
