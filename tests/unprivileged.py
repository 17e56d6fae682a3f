"""A test that is run by root does without root's rights: no folder is closed to root."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_NOBODY: Final = 65534


@contextmanager
def unprivileged() -> Iterator[None]:
    """Be nobody where we are root; where we are not, nothing changes."""
    user = os.geteuid()
    if not user:
        os.seteuid(_NOBODY)
    try:
        yield
    finally:
        os.seteuid(user)
