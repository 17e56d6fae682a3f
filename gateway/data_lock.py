"""One process owns a data directory: a second one would send everything twice.

**Failures:** a directory that another process holds, or that cannot be used, raises `GatewayError`.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from gateway.errors import GatewayError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class AlreadyRunningError(GatewayError):
    """Another process serves this data directory."""


@contextmanager
def data_lock(data_dir: Path) -> Iterator[None]:
    """Hold the lock of a data directory, made if missing; the kernel frees it with the process.

    Raises:
        AlreadyRunningError: another process holds it.
        GatewayError: the directory cannot be made or written.
    """
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(data_dir / "lock", os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        message = f"cannot use {data_dir} as data directory: {error.strerror}"
        raise GatewayError(message) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            message = f"{data_dir} is in use by another optwarden; stop that one first"
            raise AlreadyRunningError(message) from error
        yield
    finally:
        os.close(descriptor)


def is_served(data_dir: Path) -> bool:
    """Whether a gateway runs on a data directory; nothing is made where there is none."""
    try:
        descriptor = os.open(data_dir / "lock", os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
