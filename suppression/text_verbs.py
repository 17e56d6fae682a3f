"""The verbs of texts that people send us, on the list in a SQLite file.

**Failures:** each verb raises `StoreUnavailable` when the file cannot be read or written; in a
transaction of the caller, what SQLite raises is raised as it is.
"""

from __future__ import annotations

import hmac
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from suppression import clarifying, consenting, ledger, lifting, reviewing, rows
from suppression.channel import Channel
from suppression.consent_verbs import ConsentVerbs
from suppression.entry import ALL, COMMERCIAL, NewEntry, Origin, Reason
from suppression.review import NewReview
from suppression.standing import CLOCKS_DIFFER
from suppression.statements import insert_row
from suppression.texts import ANSWER_WITHIN, HELP_EVERY, Asked, NewText, Taken

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Sequence

    from suppression.actor import Actor
    from suppression.entry import Entry
    from suppression.evidence import Evidence
    from suppression.review import Review

_PREFIX: Final = "T-"
_OWN_WISH: Final = frozenset({Reason.UNSUBSCRIBE, Reason.COMPLAINT})
WROTE_AGAIN: Final = "wrote again after an opt-out"
"""What a person reads about a text that asks for nothing, from somebody who opted out."""
WROTE_ALL_THE_SAME: Final = "wrote after a wrong number; START would end that"
"""The same of somebody whose number is wrong: whose it is now, perhaps."""

_OF_BEFORE: Final = "recorded while the number was wrong"


class TextVerbs(ConsentVerbs):
    """What a text of a person does to the list."""

    async def take_text(self, new: NewText, by: Actor) -> Taken:
        """Do what a text asks for. Idempotent: the same person's same reference changes nothing."""
        return await self._database.write(lambda each: self.take_text_in(each, new, by))

    async def has_text(self, source: str, reference: str, person: str) -> bool:
        """Return whether a text of a person with this reference was taken."""
        found = self._database.read(
            "SELECT 1 FROM texts"
            " WHERE source = ? AND reference = ? AND reference <> '' AND person IN (?, '')",
            (source, reference, person),  # '': somebody who was erased
        )
        return bool(found)

    def take_text_in(self, connection: sqlite3.Connection, new: NewText, by: Actor) -> Taken:
        """Do what a text asks for in a transaction of the caller, who ends what waits in it."""
        evidence = self._evidence(by)
        earlier = connection.execute(
            "SELECT id, asked FROM texts"
            " WHERE source = ? AND reference = ? AND reference <> '' AND person IN (?, '')",
            (new.source, new.reference, new.person),
        ).fetchone()
        if earlier is not None:
            return Taken(
                text_id=f"{_PREFIX}{earlier['id']}", asked=Asked(earlier["asked"]),
                at=evidence.at, is_repeated=True,
            )  # fmt: skip
        if kept := self._kept(connection, new, evidence):
            return kept
        may_help = (
            new.asked is Asked.HELP
            and new.can_answer
            and _not_helped_lately(connection, new, evidence)
        )
        text_id = self._note(connection, new, evidence, helped=may_help)
        if new.asked in (Asked.STOP, Asked.WRONG_NUMBER):
            return self._stop(connection, new, evidence, text_id)
        if new.asked is not Asked.HELP:
            return self._go_on(connection, new, evidence, text_id)
        if not _is_wrong(self._active(connection, new.person, Channel.SMS, evidence.at)):
            consenting.open_conversation(
                connection, new.person, new.ours, new.received_at, evidence.at
            )
        return Taken(text_id=text_id, asked=new.asked, at=evidence.at, may_help=may_help)

    def _kept(
        self, connection: sqlite3.Connection, new: NewText, evidence: Evidence
    ) -> Taken | None:
        """Let the kinds of texts go on that a person names; none where nothing was asked.

        It opens no conversation: that would let other kinds through.
        """
        asked_about = new.keeps and clarifying.offered(
            connection, new.person, new.received_at - ANSWER_WITHIN
        )
        keeps = new.keeps & (asked_about or frozenset())
        if not keeps:
            return None
        lifted = self._end(
            connection, new.person, Channel.SMS, evidence,
            because=f"texted KEEP: {', '.join(sorted(keeps))}",
            ends=lambda entry: lifting.is_ended_by_keep(entry, new.received_at),
        )  # fmt: skip
        if not lifted:
            return None
        new = replace(new, asked=Asked.KEEP, matched=", ".join(sorted(keeps)))
        text_id = self._note(connection, new, evidence, helped=False)
        said = f"text {text_id}: keep {new.matched}"
        ended, stand = clarifying.narrow(connection, new, keeps, said, evidence)
        lines = [*map(evidence.revoked, ended), *map(evidence.consented, stand)]
        ledger.append(connection, lines)
        return Taken(text_id=text_id, asked=new.asked, at=evidence.at, lifted=lifted)

    def _note(
        self, connection: sqlite3.Connection, new: NewText, evidence: Evidence, *, helped: bool
    ) -> str:
        digest = hmac.digest(self._pepper.secret, new.words.encode(), "sha256").hex()
        at = rows.seconds(evidence.at)
        row = insert_row(
            connection,
            "texts",
            {
                "person": new.person,
                "ours": new.ours,
                "source": new.source,
                "reference": new.reference,
                "asked": new.asked,
                "grade": new.grade,
                "matched": new.matched,
                "digest": digest,
                "received_at": rows.seconds(new.received_at),
                "taken_at": at,
                "helped_at": at if helped else None,
            },
        )
        text_id = f"{_PREFIX}{row['id']}"
        ledger.append(connection, [evidence.heard(text_id, new, digest)])
        return text_id

    def _stop(
        self, connection: sqlite3.Connection, new: NewText, evidence: Evidence, text_id: str
    ) -> Taken:
        """Put the person on the list and end their conversations; a wrong number voids more."""
        done = [self._record(connection, entry, evidence.by) for entry in _entries(new, text_id)]
        consenting.close_conversations(connection, new.person)
        ledger.append(connection, (line for _, _, lines in done for line in lines))
        entries = tuple(entry for entry, _, _ in done)
        is_new = any(is_new for _, is_new, _ in done)
        offered: tuple[str, ...] = ()
        if new.asked is Asked.STOP and is_new and new.may_offer:
            number = int(text_id.removeprefix(_PREFIX))
            offered = clarifying.offer(connection, new, number, evidence.at)
        return Taken(
            text_id=text_id, asked=new.asked, entries=entries,
            at=max(evidence.at, *(entry.effective_at for entry in entries)),
            is_new=is_new, offered=offered,
        )  # fmt: skip

    def _go_on(
        self, connection: sqlite3.Connection, new: NewText, evidence: Evidence, text_id: str
    ) -> Taken:
        """Open the conversation, end what such a text ends, and put up what has to be read.

        A reaction turns to nobody, and who has a number that is wrong turns to us by START alone.
        """
        lifted: tuple[Entry, ...] = ()
        is_last_word = not _was_overtaken(connection, new)
        if is_last_word and new.asked is Asked.START:
            lifted = self._end(
                connection, new.person, Channel.SMS, evidence,
                because="texted START",
                ends=lambda entry: lifting.is_ended_by_start(entry, new.received_at),
            )  # fmt: skip
        standing = self._active(connection, new.person, Channel.SMS, evidence.at)
        turns_to_us = not new.is_reaction and not _is_wrong(standing)
        if turns_to_us:
            consenting.open_conversation(
                connection, new.person, new.ours, new.received_at, evidence.at
            )
        if turns_to_us and is_last_word and new.asked is not Asked.DOUBT:
            lifted += self._end(
                connection, new.person, Channel.SMS, evidence,
                because="texted us",
                ends=lambda entry: lifting.is_ended_by_contact(entry, new.received_at),
            )  # fmt: skip
        if _is_wrong(lifted):
            # 47 CFR 64.1200(m): what was recorded meanwhile is of who had the number before
            voided = consenting.end_consents(connection, new.person, _OF_BEFORE, evidence.at)
            ledger.append(connection, map(evidence.revoked, voided))
        return Taken(
            text_id=text_id, asked=new.asked, at=evidence.at, lifted=lifted,
            review=_put_up(connection, new, standing),
        )  # fmt: skip


def _is_wrong(entries: Collection[Entry]) -> bool:
    return any(entry.reason is Reason.WRONG_NUMBER for entry in entries)


def _was_overtaken(connection: sqlite3.Connection, new: NewText) -> bool:
    """Whether the person texted a stop since, which a text that comes late must not undo.

    An entry says it of itself alone, and a late text may end others that are older.
    """
    found = connection.execute(
        "SELECT 1 FROM texts WHERE person = ? AND asked IN ('stop', 'wrong_number')"
        " AND received_at >= ? LIMIT 1",
        (new.person, rows.seconds(new.received_at)),
    ).fetchone()
    return found is not None


def _not_helped_lately(connection: sqlite3.Connection, new: NewText, evidence: Evidence) -> bool:
    since, until = evidence.at - HELP_EVERY, evidence.at + CLOCKS_DIFFER
    found = connection.execute(
        "SELECT 1 FROM texts WHERE person = ? AND helped_at > ? AND helped_at <= ? LIMIT 1",
        (new.person, rows.seconds(since), rows.seconds(until)),
    ).fetchone()
    return found is None


def _entries(new: NewText, text_id: str) -> Sequence[NewEntry]:
    """Return what a text puts on the list.

    47 CFR 64.1200(a)(10): a stop ends texts of every kind; so it needs no scope but this.
    """
    reasons = {Reason.WRONG_NUMBER: ALL} if new.asked is Asked.WRONG_NUMBER else {}
    if new.asked is Asked.STOP or new.also_stops:
        reasons[Reason.UNSUBSCRIBE] = COMMERCIAL
    said = f"text {text_id}" + (f": {new.matched}" if new.matched else "")
    return [
        NewEntry(
            channel=Channel.SMS, key=new.person, scope=scope, reason=reason,
            origin=Origin.RECIPIENT, evidence=said, requested_at=new.received_at,
        )
        for reason, scope in reasons.items()
    ]  # fmt: skip


def _put_up(
    connection: sqlite3.Connection, new: NewText, standing: Collection[Entry]
) -> Review | None:
    """Put up what may be a stop, and what somebody writes who opted out or has a wrong number."""
    if new.asked is Asked.DOUBT:
        matched = new.matched
    elif any(entry.reason in _OWN_WISH for entry in standing):
        matched = WROTE_AGAIN
    elif _is_wrong(standing) and not (new.is_reaction or new.is_courtesy):
        matched = WROTE_ALL_THE_SAME
    else:
        return None
    review = NewReview(
        channel=Channel.SMS, key=new.person, text="", matched=matched, received_at=new.received_at
    )
    return reviewing.put_up(connection, review)
