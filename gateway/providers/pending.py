"""What was taken from somebody who will not give it again, on disk until it is done.

**Failures:** what cannot be written, read or removed raises `OSError`.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class Pending:
    """One piece of text, kept across a crash."""

    def __init__(self, file: Path) -> None:
        """Name the file; its folder is made with the first piece."""
        self._file = file

    def read(self) -> str:
        """Return what was not done yet; "" is nothing."""
        try:
            return self._file.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return ""

    def write(self, text: str) -> None:
        """Keep it; it is on disk when this returns."""
        folder = self._file.parent
        folder.mkdir(mode=0o700, exist_ok=True)
        new = self._file.with_suffix(".new")
        descriptor = os.open(new, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
            handle.write(text)
            handle.flush()
            os.fsync(handle.fileno())
        new.replace(self._file)
        _settle(folder)

    def clear(self) -> None:
        """Forget it: it is done."""
        self._file.unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
