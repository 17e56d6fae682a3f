"""The list in one SQLite file: the embedded default.

**Failures:** every verb raises `StoreUnavailable` when the file cannot be read or written; nothing
of a change that was not acknowledged is promised, everything of one that was is on the disk.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from suppression import ledger, rows, statements
from suppression.database import Database
from suppression.entry import Reason
from suppression.errors import MalformedAddressError, StoreUnavailable
from suppression.evidence import Evidence
from suppression.matching import read_blocking

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Mapping
    from datetime import datetime

    from suppression.consent import Consent
    from suppression.entry import Channel, Entry
    from suppression.keys import RecipientKey
    from suppression.ledger import Pepper
    from suppression.store import Actor, Event, Grant, Matching, NewConsent, NewEntry, Query

MIGRATIONS: Final = Path(__file__).with_name("migrations")


class SqliteSuppressionStore:
    """The list, consents, grants and their ledger in one file. See `SuppressionStore`."""

    def __init__(
        self, path: Path, *, pepper: Pepper, matching: Matching, clock: Callable[[], datetime]
    ) -> None:
        """Name the file; `clock` gives the time of a commit, UTC."""
        self._database = Database(path, MIGRATIONS)
        self._pepper = pepper
        self._matching = matching
        self._clock = clock

    def open(self) -> None:
        """Open the file, making it if it is missing."""
        self._database.open()

    def close(self) -> None:
        """Finish what was submitted, then close the file."""
        self._database.close()

    async def add(self, new: NewEntry, by: Actor) -> tuple[Entry, bool]:
        """Put a person on the list; the entry in force and whether it is new. Idempotent.

        An entry that would end sooner, reach less far or not be the person's own word does not
        stand for the new one. A wrong number voids the consents of that number.

        Raises:
            MalformedAddressError: the key is a keyed hash that nothing would be found by.
        """

        def job(connection: sqlite3.Connection) -> tuple[Entry, bool]:
            if not self._matching.erasure.knows(new.key):
                message = "a keyed hash that was not made here stops nobody"
                raise MalformedAddressError(message)
            evidence = self._evidence(by)
            standing = statements.standing_entry(connection, new, evidence.at)
            entry = standing or statements.insert_entry(connection, new, by, evidence.at)
            lines = [] if standing else [evidence.added(entry)]
            if new.reason is Reason.WRONG_NUMBER:
                because = f"wrong number, {entry.entry_id}"
                ended = statements.end_consents(connection, new.key, because, evidence.at)
                lines += map(evidence.revoked, ended)
            ledger.append(connection, lines)
            return entry, standing is None

        return await self._database.write(job)

    async def lift(
        self,
        key: RecipientKey,
        channel: Channel,
        *,
        because: str,
        by: Actor,
        entry_ids: Collection[str] = (),
    ) -> tuple[Entry, ...]:
        """End entries of a person (all active ones, or those named) and return them."""

        def job(connection: sqlite3.Connection) -> tuple[Entry, ...]:
            evidence = self._evidence(by)
            lifted = tuple(
                statements.lift_entry(connection, entry, because, by, evidence.at)
                for entry in statements.active_entries(connection, key, channel, evidence.at)
                if not entry_ids or entry.entry_id in entry_ids
            )
            ledger.append(connection, map(evidence.lifted, lifted))
            return lifted

        return await self._database.write(job)

    async def blocking(
        self, keys: Collection[RecipientKey], channel: Channel, at: datetime
    ) -> Mapping[RecipientKey, tuple[Entry, ...]]:
        """Return the active entries that cover each key: its own, wider ones', its domains'."""
        return self._database.read_by(
            lambda connection: read_blocking(connection, keys, channel, at, self._matching)
        )

    async def entry(self, entry_id: str) -> Entry | None:
        """Return one entry."""
        number = rows.entry_number(entry_id)
        found = self._database.read("SELECT * FROM entries WHERE id = ?", (number,))
        return rows.entry(found[0]) if found else None

    async def list(self, query: Query) -> tuple[Entry, ...]:
        """Return a page of entries in the order of their ids.

        Raises:
            ValueError: `query.after` is not an entry id.
        """
        sql, parameters = statements.listing(query)
        return tuple(map(rows.entry, await self._database.scan(sql, parameters)))

    async def history(self, key: RecipientKey, channel: Channel) -> tuple[Event, ...]:
        """Return everything recorded about a person on a channel, oldest first."""
        found = self._database.read(
            "SELECT ledger.*, detail FROM ledger LEFT JOIN ledger_detail USING (seq)"
            " WHERE person = ? AND person <> '' ORDER BY seq",
            (self._pepper.person(key),),
        )
        return rows.events(found, channel)

    async def record_consent(self, new: NewConsent, by: Actor) -> Consent:
        """Record a person's request."""

        def job(connection: sqlite3.Connection) -> Consent:
            consent = statements.insert_consent(connection, new, by)
            ledger.append(connection, [self._evidence(by).consented(consent)])
            return consent

        return await self._database.write(job)

    async def consents(self, key: RecipientKey) -> tuple[Consent, ...]:
        """Return every recorded request of a person, also the ended ones."""
        found = self._database.read("SELECT * FROM consents WHERE key = ? ORDER BY id", (key,))
        return tuple(map(rows.consent, found))

    async def revoke_consents(
        self, key: RecipientKey, *, because: str, by: Actor
    ) -> tuple[Consent, ...]:
        """End the active requests of a person and return them."""

        def job(connection: sqlite3.Connection) -> tuple[Consent, ...]:
            evidence = self._evidence(by)
            ended = statements.end_consents(connection, key, because, evidence.at)
            ledger.append(connection, map(evidence.revoked, ended))
            return ended

        return await self._database.write(job)

    async def grant(self, grant_id: int) -> Grant | None:
        """Return whom a token speaks for."""
        found = self._database.read("SELECT * FROM grants WHERE id = ?", (rows.signed(grant_id),))
        return rows.grant(found[0]) if found else None

    async def is_reachable(self) -> bool:
        """Whether the list can be read now, for readiness."""
        try:
            self._database.read("SELECT id FROM entries LIMIT 1")
        except StoreUnavailable:
            return False
        return True

    def _evidence(self, by: Actor) -> Evidence:
        return Evidence(pepper=self._pepper, by=by, at=self._clock())
