"""The verbs of the list behind the public page: taking back, suspicion, links, tallies.

**Failures:** as in `sqlite`: every verb raises `StoreUnavailable` when the file cannot be used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from suppression import ledger, lifting, linking, pressing, rows, severing, statements, tally
from suppression.listfile import ListFile
from suppression.matching import is_in_force
from suppression.press import UNDO_WITHIN
from suppression.public_store import Followed
from suppression.tally import Tally

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from suppression.actor import Actor
    from suppression.entry import Entry
    from suppression.keys import RecipientKey
    from suppression.ledger import Line
    from suppression.link import Link
    from suppression.public_store import Asking


class PublicVerbs(ListFile):
    """What `SuppressionStore` promises about the public page, over one file."""

    async def follow(self, grant_id: int, asking: Asking, by: Actor) -> Followed | None:
        """Put on the list what a link asks for, all of it or nothing; None for an unknown link."""
        return await self._database.write_item(self._follow, (grant_id, asking, by))

    def _follow(
        self, connection: sqlite3.Connection, asked: Sequence[tuple[int, Asking, Actor]]
    ) -> Sequence[Followed | None]:
        """Do what several callers asked for at once; the ledger is written in one go."""
        lines: list[Line] = []
        done: list[Followed | None] = []
        for grant_id, asking, by in asked:
            row = connection.execute(rows.GRANT, (rows.signed(grant_id),)).fetchone()
            if row is None:
                tally.count(connection, Tally.UNKNOWN)
                done.append(None)
                continue
            grant = rows.grant(row)
            recorded = [self._record(connection, new, by) for new in asking(grant)]
            lines += (line for _, _, said in recorded for line in said)
            done.append(Followed(grant=grant, entries=tuple(entry for entry, _, _ in recorded)))
        ledger.append(connection, lines)
        return done

    async def tallies(self) -> Mapping[Tally, int]:
        """Return how often the list was asked for nothing new."""
        counted = dict(self._database.read(tally.ALL_TALLIES))
        return {what: counted.get(what, 0) for what in Tally}

    async def made_by(self, act: str, keys: Collection[RecipientKey]) -> tuple[Entry, ...]:
        """Return what a page made for these people, in force, and may still take back."""
        now = self._clock()
        made = self._database.read_by(
            lambda connection: pressing.made_by(connection, act, keys, now - UNDO_WITHIN)
        )
        return tuple(entry for entry in made if is_in_force(entry, now))

    async def undo(
        self, act: str, keys: Collection[RecipientKey], *, because: str, by: Actor
    ) -> tuple[Entry, ...]:
        """Lift what `made_by` returns, and return it; once more it returns the same.

        Raises:
            NotLiftable: one of them is not the actor's own word; none was lifted.
        """

        def job(connection: sqlite3.Connection) -> tuple[Entry, ...]:
            evidence = self._evidence(by)
            made = pressing.made_by(connection, act, keys, evidence.at - UNDO_WITHIN)
            active = [entry for entry in made if is_in_force(entry, evidence.at)]
            if bars := lifting.bars(active, by, ""):
                raise lifting.NotLiftable(bars)
            lifted = [
                statements.lift_entry(connection, entry, because, by, evidence.at)
                for entry in active
            ]
            ledger.append(connection, map(evidence.lifted, lifted))
            return (*(entry for entry in made if entry.lifted_because == because), *lifted)

        return await self._database.write(job)

    async def suspected(self, since: datetime, until: datetime) -> tuple[Entry, ...]:
        """Return the entries in force, of a span of time, that a scanner seems to have made."""
        span = (rows.seconds(since), rows.seconds(until))
        return tuple(map(rows.entry, await self._database.scan(pressing.SUSPECTED, span)))

    async def lift_suspected(
        self, since: datetime, until: datetime, *, because: str, by: Actor
    ) -> tuple[Entry, ...]:
        """Lift what `suspected` returns, and return it.

        Raises:
            NotLiftable: the actor does not answer for the law, or does not say what showed that it
                was a scanner; nothing was lifted.
        """

        def job(connection: sqlite3.Connection) -> tuple[Entry, ...]:
            evidence = self._evidence(by)
            span = (rows.seconds(since), rows.seconds(until))
            rows_found = connection.execute(pressing.SUSPECTED, span).fetchall()
            found = tuple(map(rows.entry, rows_found))
            if bars := lifting.bars_in_bulk(found, by, because):
                raise lifting.NotLiftable(bars)
            lifted = tuple(
                statements.lift_entry(connection, entry, because, by, evidence.at)
                for entry in found
            )
            ledger.append(connection, map(evidence.lifted, lifted))
            return lifted

        return await self._database.write(job)

    async def link(
        self, email: RecipientKey, phone: RecipientKey, *, evidence: str, by: Actor
    ) -> tuple[Link, bool]:
        """Record that an address and a number are one person's; the link, whether it is new."""

        def job(connection: sqlite3.Connection) -> tuple[Link, bool]:
            record = self._evidence(by)
            linked, is_new = linking.link(connection, email, phone, evidence, by, record.at)
            ledger.append(connection, record.linked(linked) if is_new else ())
            return linked, is_new

        return await self._database.write(job)

    async def links(self, key: RecipientKey) -> tuple[Link, ...]:
        """Return every link there was of an address or a number, also the ended ones."""
        return self._database.read_by(lambda connection: linking.of_person(connection, key))

    async def linked(self, key: RecipientKey) -> tuple[RecipientKey, ...]:
        """Return the numbers of an address, or the addresses of a number, that stand."""
        return self._database.read_by(lambda connection: linking.others(connection, key))

    async def unlink(self, key: RecipientKey, *, because: str, by: Actor) -> tuple[Link, ...]:
        """End the links of an address or a number and return them.

        Raises:
            NotLiftable: the law stops somebody by one of them, and the actor does not answer for
                it; none was ended.
        """

        def job(connection: sqlite3.Connection) -> tuple[Link, ...]:
            record = self._evidence(by)
            if linking.others(connection, key):
                law = severing.law_of(connection, key, record, self._matching)
                if bars := lifting.bars(law, by, ""):
                    raise lifting.NotLiftable(bars)
            ended = linking.end(connection, key, because, record.at)
            ledger.append(connection, (line for link in ended for line in record.unlinked(link)))
            return ended

        return await self._database.write(job)
