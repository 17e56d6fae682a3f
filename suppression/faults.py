"""What a fault of a file means to those who wait for it: no room, no trust, or another try."""

from __future__ import annotations

import errno
import sqlite3
from typing import Final

from suppression.errors import StoreBroken, StoreFull, StoreUnavailable

_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
_NOT_SYNCED: Final = frozenset({sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_DIR_FSYNC})
_DAMAGED: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_PRIMARY: Final = 0xFF  # of an extended code of SQLite


def not_written(what: str, cause: BaseException) -> StoreUnavailable:
    """Return the error for what could not be written.

    A sync that failed is the end: the kernel reports it once and forgets what it could not write,
    so a later sync that succeeds says nothing of what came before.
    """
    if isinstance(cause, StoreBroken):
        return cause
    code = _code(cause)
    if code in _NOT_SYNCED:
        return StoreBroken(f"{what}: the disk does not keep what it is given: {cause}")
    if code == sqlite3.SQLITE_FULL or getattr(cause, "errno", None) in _NO_ROOM:
        return StoreFull(f"{what}: {cause}")
    return StoreUnavailable(f"{what}: {cause}")


def not_opened(what: str, cause: BaseException) -> StoreUnavailable:
    """Return the error for a file that could not be opened."""
    if _code(cause) & _PRIMARY in _DAMAGED or isinstance(cause, UnicodeDecodeError):
        return StoreBroken(f"{what}: {cause}; restore it from a backup")
    return not_written(what, cause)


def _code(cause: BaseException) -> int:
    return getattr(cause, "sqlite_errorcode", None) or 0
