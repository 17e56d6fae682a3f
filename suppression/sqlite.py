"""The list in one SQLite file: the embedded default.

**Failures:** every verb raises `StoreUnavailable` when the file cannot be read or written; nothing
of a change that was not acknowledged is promised, everything of one that was is on the disk.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from suppression import consenting, hashes, ledger, lifting, rows, statements
from suppression.consent_verbs import ConsentVerbs
from suppression.entry import NEVER, Reason
from suppression.errors import MalformedAddressError
from suppression.listfile import MIGRATIONS, ListFile
from suppression.matching import read_blocking
from suppression.terms import ENDING
from suppression.upkeep_verbs import UpkeepVerbs

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from suppression.entry import Channel, Entry
    from suppression.keys import RecipientKey
    from suppression.store import Actor, Event, Grant, NewEntry, Query

__all__ = ["MIGRATIONS", "SqliteSuppressionStore"]


class SqliteSuppressionStore(ConsentVerbs, UpkeepVerbs, ListFile):
    """The list, consents, grants and their ledger in one file. See `SuppressionStore`."""

    async def add(self, new: NewEntry, by: Actor) -> tuple[Entry, bool]:
        """Put a person on the list; the entry in force and whether it is new. Idempotent.

        An entry that would end sooner, reach less far or not be the person's own word does not
        stand for the new one. A wrong number voids the consents of that number. A bounce that has
        no end gets the one of the configuration.

        Raises:
            MalformedAddressError: the key is a keyed hash that nothing would be found by.
        """
        if new.reason in ENDING and new.expires_at == NEVER:
            new = replace(new, expires_at=self._terms.end(new.reason, new.requested_at))

        def job(connection: sqlite3.Connection) -> tuple[Entry, bool]:
            self._refuse_foreign(connection, new.key)
            evidence = self._evidence(by)
            names = self._names(connection, new.key)
            standing = statements.standing_entry(connection, names, new, evidence.at)
            entry = standing or statements.insert_entry(connection, new, by, evidence.at)
            lines = [] if standing else [evidence.added(entry)]
            if new.reason is Reason.WRONG_NUMBER:
                because = f"wrong number, {entry.entry_id}"
                ended = consenting.end_consents(connection, new.key, because, evidence.at)
                lines += map(evidence.revoked, ended)
                consenting.close_conversations(connection, new.key)
            ledger.append(connection, lines)
            return entry, standing is None

        return await self._database.write(job)

    def _refuse_foreign(self, connection: sqlite3.Connection, key: RecipientKey) -> None:
        """Refuse a keyed hash of elsewhere; one of a secret that was lost is of our own people."""
        if self._matching.erasure.knows(key):
            return
        if key.rpartition(":")[0] not in hashes.forms_held(connection):
            message = "a keyed hash that was not made here stops nobody"
            raise MalformedAddressError(message)

    async def lift(  # noqa: PLR0913 - who, why, and whose entries
        self,
        key: RecipientKey,
        channel: Channel,
        *,
        because: str,
        by: Actor,
        entry_ids: Collection[str] = (),
        evidence: str = "",
    ) -> tuple[Entry, ...]:
        """End entries of a person (all active ones, or those named) and return them.

        Raises:
            NotLiftable: one of them may not be lifted by this actor, or not without evidence;
                none was.
        """

        def job(connection: sqlite3.Connection) -> tuple[Entry, ...]:
            record = self._evidence(by)
            wanted = [
                entry
                for entry in self._active(connection, key, channel, record.at)
                if not entry_ids or entry.entry_id in entry_ids
            ]
            if bars := lifting.bars(wanted, by, evidence):
                raise lifting.NotLiftable(bars)
            why = f"{because} ({evidence.strip()})" if evidence.strip() else because
            lifted = tuple(
                statements.lift_entry(connection, entry, why, by, record.at) for entry in wanted
            )
            ledger.append(connection, map(record.lifted, lifted))
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

        def reading(connection: sqlite3.Connection) -> tuple[Event, ...]:
            found = []
            for name in self._names(connection, key):
                found += connection.execute(
                    "SELECT ledger.*, detail FROM ledger LEFT JOIN ledger_detail USING (seq)"
                    " WHERE person = ? AND person <> ''",
                    (self._pepper.person(name),),
                ).fetchall()
            return rows.events(sorted(found, key=lambda row: row["seq"]), channel)

        return self._database.read_by(reading)

    async def grant(self, grant_id: int) -> Grant | None:
        """Return whom a token speaks for."""
        found = self._database.read("SELECT * FROM grants WHERE id = ?", (rows.signed(grant_id),))
        return rows.grant(found[0]) if found else None
