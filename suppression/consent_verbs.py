"""The verbs about requests and conversations, on the list in a SQLite file.

**Failures:** every verb raises `StoreUnavailable` when the file cannot be read or written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from suppression import consenting, ledger, lifting, reviewing, rows, statements
from suppression.channel import Channel
from suppression.glancing import glance, glance_at_mail
from suppression.keys import channel_of
from suppression.listfile import ListFile
from suppression.matching import read_blocking
from suppression.standing import Standing, Standings

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection
    from datetime import datetime

    from suppression.actor import Actor
    from suppression.consent import Consent, NewConsent
    from suppression.entry import Entry
    from suppression.evidence import Evidence
    from suppression.keys import RecipientKey
    from suppression.store import ConsentQuery


class ConsentVerbs(ListFile):
    """Who asked to be written to, who is in a conversation, and what that ends."""

    async def record_consent(self, new: NewConsent, by: Actor) -> Consent:
        """Record a person's request; it ends the entries that such a request ends.

        Of a number, requests of before what it ends are ended: it is good for what it names itself.
        """

        def job(connection: sqlite3.Connection) -> Consent:
            evidence = self._evidence(by)
            consent = consenting.insert_consent(connection, new, by)
            ledger.append(connection, [evidence.consented(consent)])
            channel = channel_of(new.key)
            lifted = self._end(
                connection, new.key, channel, evidence,
                because=f"asked later, {consent.consent_id}",
                ends=lambda entry: lifting.is_ended_by_request(entry, new),
            )  # fmt: skip
            for entry in lifted if channel is Channel.SMS else ():
                # 47 CFR 64.1200(a)(10): the last stop ended what was asked for until then
                ended = consenting.end_consents(
                    connection, new.key, f"stopped, {entry.entry_id}", evidence.at,
                    made_by=entry.last_requested_at, sender=entry.sender,
                )  # fmt: skip
                ledger.append(connection, map(evidence.revoked, ended))
            return consent

        return await self._database.write(job)

    async def consents(self, key: RecipientKey) -> tuple[Consent, ...]:
        """Return every recorded request of a person, also the ended ones."""
        return self._database.read_by(lambda connection: consenting.consents_of(connection, key))

    async def list_consents(self, query: ConsentQuery) -> tuple[Consent, ...]:
        """Return a page of requests in the order of their ids.

        Raises:
            ValueError: `query.after` is not a consent id.
        """
        sql, parameters = consenting.listing(query)
        return tuple(map(rows.consent, await self._database.scan(sql, parameters)))

    async def revoke_consents(
        self, key: RecipientKey, *, because: str, by: Actor
    ) -> tuple[Consent, ...]:
        """End the active requests of a person and return them; a conversation ends with them."""

        def job(connection: sqlite3.Connection) -> tuple[Consent, ...]:
            evidence = self._evidence(by)
            ended = consenting.end_consents(connection, key, because, evidence.at)
            consenting.close_conversations(connection, key)
            ledger.append(connection, map(evidence.revoked, ended))
            return ended

        return await self._database.write(job)

    def use_consent_in(
        self, connection: sqlite3.Connection, consent_id: str, *, message: str, by: Actor
    ) -> bool:
        """Let one text use up a request for once; False where another did, or it has ended.

        It is done in a transaction of the caller, who stores the text in the same one.
        """
        evidence = self._evidence(by)
        used = consenting.use(connection, consent_id, message, evidence.at)
        if used is not None:
            ledger.append(connection, [evidence.used(used)])
        return used is not None

    async def open_conversation(
        self, key: RecipientKey, *, ours: RecipientKey, at: datetime, by: Actor
    ) -> tuple[Entry, ...]:
        """Note that a person texted a number of ours, by the word of who recorded that.

        Returns the entries that it ends: an erasure, and no wrong number (see `take_text`).
        """

        def job(connection: sqlite3.Connection) -> tuple[Entry, ...]:
            evidence = self._evidence(by)
            consenting.open_conversation(connection, key, ours, at, evidence.at)
            ledger.append(connection, [evidence.texted(key, ours)])
            return self._end(
                connection, key, Channel.SMS, evidence,
                because="texted us",
                ends=lambda entry: lifting.is_ended_by_contact(entry, at),
            )  # fmt: skip

        return await self._database.write(job)

    async def standing(self, key: RecipientKey, *, ours: str, at: datetime) -> Standing:
        """Return where a person stands who is to be texted from a number of ours."""

        def reading(connection: sqlite3.Connection) -> Standing:
            matching = self._matching
            return Standing(
                suppressed=read_blocking(connection, [key], Channel.SMS, at, matching)[key],
                consents=consenting.consents_of(connection, key),
                last_texted=consenting.last_texted(connection, key, ours),
                is_unread=bool(reviewing.unread(connection, [key], Channel.SMS, matching)),
                resumed_at=consenting.resumed_at(connection, key, at),
            )

        found = self._database.read_by(lambda each: glance(each, key, ours, at, self._matching))
        return (found or self._database.read_at_once(reading)).as_of(at)

    async def standings(self, keys: Collection[RecipientKey], at: datetime) -> Standings:
        """Return where people stand who are to be sent mail."""

        def reading(connection: sqlite3.Connection) -> Standings:
            matching, channel = self._matching, Channel.EMAIL
            return Standings(
                suppressed=read_blocking(connection, keys, channel, at, matching),
                unread=reviewing.unread(connection, keys, channel, matching),
            )

        found = self._database.read_by(lambda each: glance_at_mail(each, keys, self._matching))
        return self._database.read_at_once(reading) if found is None else found

    def _end(  # noqa: PLR0913 - who, where, why and what
        self,
        connection: sqlite3.Connection,
        key: RecipientKey,
        channel: Channel,
        evidence: Evidence,
        *,
        because: str,
        ends: Callable[[Entry], bool],
    ) -> tuple[Entry, ...]:
        ended = tuple(
            statements.lift_entry(connection, entry, because, evidence.by, evidence.at)
            for entry in self._active(connection, key, channel, evidence.at)
            if ends(entry)
        )
        ledger.append(connection, map(evidence.lifted, ended))
        return ended
