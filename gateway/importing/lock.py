"""One process at a time imports a file: the kernel frees the lock with the process.

**Failures:** a file that another one imports right now raises `GatewayError`.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from gateway.errors import GatewayError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def alone(folder: Path, digest: str) -> Iterator[None]:
    """Be the only one who imports the file with this digest; `folder` is where the locks lie.

    Raises:
        GatewayError: it is being imported right now.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{digest[:32]}.lock"
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        if not _taken(path, descriptor):
            message = "this file is being imported right now"
            raise GatewayError(message)
        yield
        with suppress(FileNotFoundError):
            path.unlink()
    finally:
        os.close(descriptor)


def _taken(path: Path, descriptor: int) -> bool:
    """Take a lock; whether it is ours alone: who had it before takes the file away with it."""
    with suppress(BlockingIOError, FileNotFoundError):
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    return False
