"""What every store in a SQLite file of ours stands on: the file and its clock.

**Failures:** a file that cannot be opened or written raises `StoreUnavailable`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from suppression.database import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from suppression.database import Database
    from suppression.errors import StoreBroken
    from suppression.writer import Writing


class StoreFile:
    """The open file of a store."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        """Take the file it is kept in; `clock` gives the time of a commit, UTC."""
        self._database = database
        self._clock = clock

    def open(self) -> None:
        """Open the file, making it if it is missing."""
        self._database.open()

    @property
    def is_older(self) -> bool:
        """Whether there is a file that `open` would bring to a newer schema."""
        return self._database.is_older

    def close(self) -> None:
        """Finish what was submitted, then close the file."""
        self._database.close()

    @property
    def broken(self) -> StoreBroken | None:
        """Why nothing more is written: the disk does not keep what it is given."""
        return self._database.broken

    @property
    def writing(self) -> Writing:
        """How writing to the file fares."""
        return self._database.writing

    async def empty_log(self, *, patience_s: float = PATIENCE_S) -> bool:
        """Write the log into the file; False if a reader keeps it from that for so long."""
        return await self._database.empty_log(patience_s=patience_s)
