"""One process at a time makes the files of a folder, or brings them to a newer schema.

**Failures:** a folder that cannot be opened raises `OSError`.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Keep others from opening files of this folder until this one is whole.

    SQLite does not wait where two switch a new file to WAL, and a migration is applied once.
    """
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
