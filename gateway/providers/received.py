"""What was taken from somebody who will not give it again, on disk until it is done.

Each file holds what came together, with its route and account: also a route of another name, or
none any more, keeps nobody's words from being heard.

**Failures:** what cannot be written, read or removed raises `OSError`; a file that is none of ours
raises `ValueError`.
"""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence
    from pathlib import Path

MOST_SET_ASIDE: Final = 1000
"""How much is kept that nobody could read; those who write it shall not fill the disk."""

_WAITS, _SET_ASIDE = ".json", ".broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Something that came over a route for an account of ours, as it came."""

    route: str
    account: str
    raw: str


class Received:
    """A folder of files, one for what came together."""

    def __init__(self, folder: Path) -> None:
        """Name the folder; it is made with the first file."""
        self._folder = folder
        self._last = 0

    def names(self) -> list[str]:
        """Return the files of what is not done yet, oldest first."""
        return sorted(each.name for each in self._files(_WAITS))

    def read(self, name: str) -> tuple[Piece, ...]:
        """Return what a file holds."""
        found = json.loads((self._folder / name).read_text(encoding="utf-8"))
        try:
            return tuple(Piece(**each) for each in found)
        except TypeError as error:
            raise ValueError(name) from error

    def keep(self, pieces: Sequence[Piece]) -> str:
        """Keep what came together, and return its file; it is on disk when this returns."""
        return self._write(pieces, _WAITS)

    def forget(self, name: str) -> None:
        """Remove a file: what it holds is done."""
        (self._folder / name).unlink(missing_ok=True)

    def set_aside(self, piece: Piece) -> str:
        """Keep for a person what we cannot read, and return its file; "" where that is too much."""
        if len(self._files(_SET_ASIDE)) >= MOST_SET_ASIDE:
            return ""
        return self._write((piece,), _SET_ASIDE)

    def set_aside_file(self, name: str) -> str:
        """Keep a file for a person that cannot be read itself, and return its new name."""
        new = f"{name.removesuffix(_WAITS)}{_SET_ASIDE}"
        (self._folder / name).rename(self._folder / new)
        return new

    def forget_person(self, written: re.Pattern[bytes]) -> None:
        """Remove what was set aside and names a person; what waits is still to be heard."""
        for path in self._files(_SET_ASIDE):
            with suppress(FileNotFoundError):  # a person took it away
                if written.search(path.read_bytes()):
                    path.unlink()

    def _files(self, suffix: str) -> list[Path]:
        try:
            return [each for each in self._folder.iterdir() if each.suffix == suffix]
        except FileNotFoundError:
            return []

    def _write(self, pieces: Sequence[Piece], suffix: str) -> str:
        self._folder.mkdir(mode=0o700, exist_ok=True)
        self._last = max(self._last + 1, time.time_ns())
        name = f"{self._last:019d}{suffix}"
        new = self._folder / f"{name}.new"
        descriptor = os.open(new, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
            json.dump([asdict(each) for each in pieces], handle)  # ASCII: also halves of characters
            handle.flush()
            os.fsync(handle.fileno())
        new.replace(self._folder / name)
        _settle(self._folder)
        return name


def _settle(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
