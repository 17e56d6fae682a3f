"""Files of imports that nobody comes back for: what broke off, and what was kept long enough.

**Failures:** a file that cannot be removed stays, and the others go.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

INCOMING: Final = "incoming-"
"""How the name of a file begins that is still being written."""

_SWEPT: Final = (f"{INCOMING}*", "I-*.errors", "input-*")
"""The last are of before standard input was kept in a file without a name."""

_KEPT_S: Final = 7 * 24 * 3600


def sweep(folder: Path, *, now_s: float) -> None:
    """Take away what nobody wrote to for a week."""
    for pattern in _SWEPT:
        for path in folder.glob(pattern):
            with suppress(OSError):  # whose it was may have just taken it away
                if path.stat().st_mtime < now_s - _KEPT_S:
                    path.unlink()
