"""The hash-chained records as the pages show them, and reading one over beside all else.

**Failures:** a file that cannot be read is a verdict that says so.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - dataclass fields are read at run time
from typing import TYPE_CHECKING, Final

from gateway import ledger
from gateway.errors import StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gateway.ledger import Head, Verdict

FILES: Final = {
    "suppression.db": "the list: opt-outs, requests, imports",
    "messages.db": "messages: what was decided, what became of them",
    "users.db": "these pages: who came in, what they did",
    "privacy.db": "requests of people about their data",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """One chain: its last line, and what reading it over showed last."""

    file: str
    about: str
    head: Head
    began_at: datetime | None  # when it was read over last; None: not since the start
    ended_at: datetime | None
    verdict: Verdict | None  # None while it is being read, and where it could not be
    failure: str = ""


@dataclass(slots=True, kw_only=True)
class _Reading:
    began_at: datetime
    task: asyncio.Future[Verdict]
    ended_at: datetime | None = None


class Chains:
    """Reads the chains of a data directory."""

    def __init__(self, folder: Path, clock: Callable[[], datetime]) -> None:
        """Read none yet."""
        self._folder = folder
        self._clock = clock
        self._readings: dict[str, _Reading] = {}

    def path(self, file: str) -> Path | None:
        """Return where a chain lies; none where there is no such chain."""
        path = self._folder / file
        return path if file in FILES and path.exists() else None

    def all(self) -> tuple[Chain, ...]:
        """Return every chain there is.

        Raises:
            StoreUnavailable: a file cannot be read.
        """
        return tuple(self._chain(file) for file in FILES if self.path(file))

    def begin(self, file: str) -> bool:
        """Begin to read a chain over, unless that is being done; whether there is one."""
        path = self.path(file)
        if path is None:
            return False
        running = self._readings.get(file)
        if running is None or running.task.done():
            task = asyncio.get_running_loop().run_in_executor(None, ledger.verify, path)
            reading = _Reading(began_at=self._clock(), task=task)
            self._readings[file] = reading
            task.add_done_callback(lambda _: self._note_end(reading))
        return True

    def _note_end(self, reading: _Reading) -> None:
        reading.ended_at = self._clock()
        if not reading.task.cancelled():
            reading.task.exception()  # is read, or the loop would complain; `_chain` tells it

    def _chain(self, file: str) -> Chain:
        reading, verdict, failure = self._readings.get(file), None, ""
        if reading is not None and reading.task.done():
            error = None if reading.task.cancelled() else reading.task.exception()
            if isinstance(error, StoreUnavailable):
                failure = str(error)
            elif error is not None or reading.task.cancelled():
                failure = "it could not be read over"
            else:
                verdict = reading.task.result()
        return Chain(
            file=file,
            about=FILES[file],
            head=ledger.head(self._folder / file),
            began_at=reading.began_at if reading else None,
            ended_at=reading.ended_at if reading else None,
            verdict=verdict,
            failure=failure,
        )
