"""What all verbs of the list in a SQLite file stand on: the file, its secrets, its clock.

**Failures:** every verb raises `StoreUnavailable` when the file cannot be read or written.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from suppression import hashes, statements
from suppression.database import Database
from suppression.errors import StoreUnavailable
from suppression.evidence import Evidence
from suppression.recording import record
from suppression.storefile import StoreFile
from suppression.terms import Terms

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from datetime import datetime

    from suppression.actor import Actor
    from suppression.channel import Channel
    from suppression.covering import Matching
    from suppression.entry import Entry, NewEntry
    from suppression.keys import RecipientKey
    from suppression.ledger import Line, Pepper

MIGRATIONS: Final = Path(__file__).with_name("migrations")


class ListFile(StoreFile):
    """The open file of a list."""

    def __init__(
        self,
        path: Path,
        *,
        pepper: Pepper,
        matching: Matching,
        clock: Callable[[], datetime],
        terms: Terms | None = None,
    ) -> None:
        """Name the file; `clock` gives the time of a commit, UTC."""
        super().__init__(Database(path, MIGRATIONS), clock)
        self._pepper = pepper
        self._matching = matching
        self._terms = terms or Terms()

    async def is_reachable(self) -> bool:
        """Whether the list can be read now, for readiness."""
        try:
            self._database.read("SELECT id FROM entries LIMIT 1")
        except StoreUnavailable:
            return False
        return True

    def recorded_as(self, key: RecipientKey) -> str:
        """Return what ledgers call a person: a keyed hash, which names nobody."""
        return self._pepper.person(key)

    def _evidence(self, by: Actor) -> Evidence:
        return Evidence(pepper=self._pepper, by=by, at=self._clock())

    def _record(
        self, connection: sqlite3.Connection, new: NewEntry, by: Actor
    ) -> tuple[Entry, bool, list[Line]]:
        return record(
            connection, new, self._evidence(by),
            matching=self._matching, terms=self._terms,
        )  # fmt: skip

    def _names(self, connection: sqlite3.Connection, key: RecipientKey) -> tuple[RecipientKey, ...]:
        return hashes.names(connection, key, self._matching.erasure)

    def _active(
        self, connection: sqlite3.Connection, key: RecipientKey, channel: Channel, at: datetime
    ) -> tuple[Entry, ...]:
        """Return the entries in force of exactly this person, whatever they are called by."""
        names = self._names(connection, key)
        return statements.active_entries(connection, names, channel, at)
