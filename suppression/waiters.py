"""Who waits for the write lock of a file, for long work that lets them in between two commits.

SQLite's lock has no queue: whoever waits looks again after a while, and never finds it free where
somebody commits batch after batch. So a file beside it is held shared by whoever writes or waits
for it, and long work looks there. It is made by the first who looks: what was never written in
batches has none.

**Failures:** none; where that file cannot be used nobody is seen to wait.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_BESIDE: Final = "-waiters"
_PATIENCE_S: Final = 0.1  # whoever waits has looked again by then
_LOOKS_AGAIN_S: Final = 0.001


@contextmanager
def seen_at(paths: Iterable[Path]) -> Iterator[None]:
    """Be seen to wait for these files, or to write them, by those who look."""
    held: list[int] = []
    try:
        for path in paths:
            with suppress(OSError):  # no file, or somebody looks at this very moment
                held.append(os.open(f"{path}{_BESIDE}", os.O_RDONLY))
                fcntl.flock(held[-1], fcntl.LOCK_SH | fcntl.LOCK_NB)
        yield
    finally:
        for descriptor in held:
            os.close(descriptor)


async def let_in(path: Path) -> None:
    """Return once nobody waits for a file, or whoever does had the time to find it free."""
    loop = asyncio.get_running_loop()
    until = loop.time() + _PATIENCE_S
    while are_at(path) and loop.time() < until:  # noqa: ASYNC110 - other processes tell nobody
        await asyncio.sleep(_LOOKS_AGAIN_S)


def are_at(path: Path) -> bool:
    """Whether somebody waits for a file, or writes it."""
    try:
        descriptor = os.open(f"{path}{_BESIDE}", os.O_CREAT | os.O_RDONLY, 0o644)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False
