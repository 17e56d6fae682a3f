"""The list in one SQLite file: the embedded default.

**Failures:** every verb raises `StoreUnavailable` when the file cannot be read or written; nothing
of a change that was not acknowledged is promised, everything of one that was is on the disk.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from suppression import ledger, lifting, restoring, rows, statements
from suppression.import_history import imported_events
from suppression.latest import latest
from suppression.listfile import MIGRATIONS
from suppression.matching import read_blocking
from suppression.review_verbs import ReviewVerbs
from suppression.sqlite_public import PublicVerbs
from suppression.text_verbs import TextVerbs
from suppression.transfer_verbs import TransferVerbs
from suppression.upkeep_verbs import UpkeepVerbs

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from suppression.actor import Actor
    from suppression.channel import Channel
    from suppression.entry import Entry, NewEntry
    from suppression.event import Event
    from suppression.grant import Grant
    from suppression.keys import RecipientKey
    from suppression.store import Latest, Query

__all__ = ["MIGRATIONS", "SqliteSuppressionStore"]


class SqliteSuppressionStore(PublicVerbs, TextVerbs, UpkeepVerbs, ReviewVerbs, TransferVerbs):
    """The list, consents, grants and their ledger in one file. See `SuppressionStore`."""

    async def add(self, new: NewEntry, by: Actor) -> tuple[Entry, bool]:
        """Put a person on the list; the entry in force and whether it is new. Idempotent.

        Raises:
            MalformedAddressError: the key is a keyed hash that nothing would be found by.
        """
        return await self._database.write_item(self._add, (new, by))

    def _add(
        self, connection: sqlite3.Connection, asked: Sequence[tuple[NewEntry, Actor]]
    ) -> Sequence[tuple[Entry, bool]]:
        """Do what several callers asked for at once; the ledger is written in one go."""
        done = [self._record(connection, new, by) for new, by in asked]
        ledger.append(connection, (line for _, _, lines in done for line in lines))
        return [(entry, is_new) for entry, is_new, _ in done]

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

    async def restore(
        self, key: RecipientKey, channel: Channel, *, entry_ids: Collection[str], by: Actor
    ) -> tuple[Entry, ...]:
        """Put entries of a person that were lifted back as they were; return those in force."""

        def job(connection: sqlite3.Connection) -> tuple[Entry, ...]:
            found, lines = restoring.restore(
                connection, key, channel, entry_ids, self._evidence(by), matching=self._matching
            )
            ledger.append(connection, lines)
            return found

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

    async def latest(self, query: Query, *, within_s: float) -> Latest:
        """Return a page of entries, newest first, after looking for about `within_s`.

        Raises:
            ValueError: `query.after` is not an entry id.
        """
        return await asyncio.to_thread(
            self._database.snapshot, lambda connection: latest(connection, query, within_s)
        )

    async def history(self, key: RecipientKey, channel: Channel) -> tuple[Event, ...]:
        """Return everything recorded about a person on a channel, oldest first."""

        def reading(connection: sqlite3.Connection) -> tuple[Event, ...]:
            found = []
            names = self._names(connection, key)
            for name in names:
                found += connection.execute(
                    "SELECT ledger.*, detail FROM ledger LEFT JOIN ledger_detail USING (seq)"
                    " WHERE person = ? AND person <> ''",
                    (self._pepper.person(name),),
                ).fetchall()
            told = rows.events(sorted(found, key=lambda row: row["seq"]), channel)
            imported = imported_events(connection, names, channel)
            return tuple(sorted((*told, *imported), key=lambda event: event.at))

        return self._database.read_by(reading)

    async def grant(self, grant_id: int) -> Grant | None:
        """Return whom a token speaks for."""
        found = self._database.read(rows.GRANT, (rows.signed(grant_id),))
        return rows.grant(found[0]) if found else None
