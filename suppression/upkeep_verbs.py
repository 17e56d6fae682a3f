"""The verbs that keep the list: bounces, opt-outs that wait, erasures.

**Failures:** every verb raises `StoreUnavailable` when the file cannot be read or written.
"""

from __future__ import annotations

import asyncio
import time
from functools import partial
from typing import TYPE_CHECKING

from suppression import (
    bouncing,
    claiming,
    consenting,
    erasing,
    import_reports,
    ledger,
    propagating,
    rows,
    statements,
    waiting,
)
from suppression.entry import ALL, NewEntry, Origin, Reason
from suppression.keys import channel_of
from suppression.listfile import ListFile
from suppression.spelling import LISTED, spellings_in

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection
    from datetime import datetime

    from suppression.actor import Actor
    from suppression.channel import Channel
    from suppression.entry import Entry
    from suppression.keys import RecipientKey
    from suppression.waiting import Backlog, Wait, Waiting


class UpkeepVerbs(ListFile):
    """What the gateway itself does to the list."""

    async def count_soft_bounce(
        self, key: RecipientKey, channel: Channel, *, at: datetime, by: Actor
    ) -> Entry | None:
        """Count a temporary failure; the entry that gives the address a rest, when it is time.

        Five in a row, the last at least 72 hours after the first; a delivery in between begins
        anew.
        """

        def job(connection: sqlite3.Connection) -> Entry | None:
            if not bouncing.count(connection, key, channel, at):
                return None
            evidence = self._evidence(by)
            new = NewEntry(
                channel=channel, key=key, scope=ALL, reason=Reason.SOFT_BOUNCE,
                origin=Origin.SYSTEM, evidence="temporary failures in a row", requested_at=at,
                expires_at=self._terms.end(Reason.SOFT_BOUNCE, at),
            )  # fmt: skip
            entry = statements.insert_entry(connection, new, by, evidence.at)
            ledger.append(connection, [evidence.added(entry)])
            return entry

        return await self._database.write(job)

    async def note_deliveries(self, keys: Collection[RecipientKey], channel: Channel) -> None:
        """Begin to count temporary failures anew for those a message reached."""
        if self._database.read_by(lambda reader: bouncing.counted(reader, keys, channel)):
            await self._database.write(lambda writer: bouncing.reset(writer, keys, channel))

    async def opt_out_waits(self, new: Waiting) -> None:
        """Note that an opt-out came that is not in force everywhere yet. Idempotent."""
        await self._database.write(lambda connection: waiting.wait(connection, new))

    async def opt_out_settled(self, kind: Wait, reference: str, target: str = "") -> bool:
        """Note that it waits no more; whether it did."""
        now = self._clock()
        return await self._database.write(
            lambda connection: waiting.settle(connection, kind, reference, target, now)
        )

    async def backlog(self) -> tuple[Backlog, ...]:
        """Return what waits, by what it waits for, with the clocks of the oldest."""
        return self._database.read_by(waiting.backlog)

    async def note_propagation(self, target: str, after: int) -> int:
        """Note which opt-outs of texts a system has to learn of, behind an entry's number.

        Returns the number of the last entry that was looked at: `after` once there is no more.
        """
        return await self._database.write(
            lambda connection: propagating.note(connection, target, after)
        )

    async def to_propagate(self, target: str, after: str = "") -> tuple[Entry, ...]:
        """Return the next entries, behind one, that a system has not learned of.

        The lifted ones that it need not learn of are among them.
        """
        number = rows.entry_number(after) or 0
        return await asyncio.to_thread(
            self._database.snapshot,
            lambda connection: propagating.waiting_for(connection, target, number),
        )

    async def propagated(self, target: str, references: Collection[str]) -> None:
        """Note that a system has learned of these entries: it said so."""
        now = self._clock()
        await self._database.write(
            lambda connection: propagating.told(connection, target, references, now)
        )

    async def has_learned(self, target: str, key: RecipientKey, since: datetime) -> bool:
        """Return whether a system said since then that it learned of an entry that is in force."""
        now = self._clock()
        return self._database.read_by(
            lambda reader: propagating.has_learned(reader, target, key, since=since, now=now)
        )

    async def end_propagation(self, target: str, references: Collection[str] | None = None) -> None:
        """Forget that a system had to learn of these entries, or of any: it need not any more."""
        await self._database.write(
            lambda connection: propagating.end(connection, target, references)
        )

    async def waits_of(self, reference: str) -> tuple[Waiting, ...]:
        """Return what an entry, message or journal line waits or waited for."""
        return self._database.read_by(lambda connection: waiting.of(connection, reference))

    async def forget_what_lies_ahead(self) -> None:
        """Forget conversations that a clock noted which was ahead: they would open some day."""
        now = self._clock()
        if await asyncio.to_thread(
            self._database.snapshot, lambda connection: consenting.lie_ahead(connection, now)
        ):
            await self._database.write(lambda each: consenting.forget_ahead(each, now))

    async def forget_claims(self) -> int:
        """Forget who asked for what an import made once that can be undone no more; how many."""
        ranges = await asyncio.to_thread(
            self._database.snapshot,
            lambda connection: claiming.claims_to_forget(connection, self._clock()),
        )
        forgotten = 0
        for first, last in ranges:
            began = time.monotonic()
            forgotten += await self._database.write(
                partial(claiming.forget_claims, first=first, last=last, at=self._clock())
            )
            await asyncio.sleep(time.monotonic() - began)  # as long for others as for us
        return forgotten

    async def spellings(self, key: RecipientKey) -> tuple[RecipientKey, ...]:
        """Return how else a person is written on the list: what an opt-out of the key covers."""
        return await asyncio.to_thread(
            self._database.snapshot, lambda each: spellings_in(each, LISTED, key, self._matching)
        )

    async def erase(self, key: RecipientKey, *, by: Actor) -> tuple[Entry, ...]:
        """Forget who a person is and go on stopping what they stopped; the entries that do.

        Their rows turn into keyed hashes, their evidence and the readable side of the ledger are
        emptied, its chain stays whole. Where no entry stopped them for good, one now stops
        everything until they turn to us again. What the law asks for goes on for what they were
        linked with. How else they are written goes the same way, stopped by the same entries.

        Raises:
            StoreUnavailable: there is no secret to hash with.
            ValueError: the key is a whole domain's.
        """
        if key.startswith("@"):
            message = f"{key} is a domain, not a person"
            raise ValueError(message)

        spelled = await self.spellings(key)

        def job(connection: sqlite3.Connection) -> tuple[Entry, ...]:
            evidence = self._evidence(by)
            stopped: tuple[Entry, ...] = ()
            for each in (key, *spelled):
                kept = erasing.erase(
                    connection, each, self._names(connection, each),
                    covered_by=stopped, evidence=evidence, matching=self._matching,
                )  # fmt: skip
                ledger.append(connection, [evidence.erased(each, channel_of(each), kept)])
                stopped += kept
            return stopped

        return await self._database.write(job)

    async def strike_reports(self, struck: Callable[[str], str]) -> None:
        """Take out of what the reports of imports quote whatever `struck` takes out of a text."""
        await self._database.write(lambda each: import_reports.strike(each, struck))
