"""What ends a link between a number and an address: what the law asks for goes on for both.

**Failures:** what SQLite raises is raised as it is; the owner of the transaction answers for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from suppression import consenting, hashes, linking, statements
from suppression.entry import NewEntry, Origin, Reason
from suppression.keys import RecipientKey, channel_of
from suppression.matching import read_blocking, read_covering
from suppression.terms import OF_COMPLIANCE

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator

    from suppression.covering import Matching
    from suppression.entry import Entry
    from suppression.evidence import Evidence
    from suppression.ledger import Line
    from suppression.transfer.row import Row

_CARRIED: Final = "of the same person, whose link has ended"


def law_of(
    connection: sqlite3.Connection, key: RecipientKey, evidence: Evidence, matching: Matching
) -> tuple[Entry, ...]:
    """Return what the law asks for about a person, by whatever they are reached."""
    stopping = read_blocking(connection, [key], channel_of(key), evidence.at, matching)[key]
    return tuple(entry for entry in stopping if entry.reason in OF_COMPLIANCE)


def void(
    connection: sqlite3.Connection,
    key: RecipientKey,
    because: str,
    evidence: Evidence,
    matching: Matching,
) -> Iterator[Line]:
    """End what a number, or an address, had from whoever held it before (47 CFR 64.1200(m)).

    Whom the law stopped by it stays stopped: nobody of compliance has decided otherwise.
    """
    others = linking.others(connection, key)
    law = law_of(connection, key, evidence, matching) if others else ()
    for consent in consenting.end_consents(connection, key, because, evidence.at):
        yield evidence.revoked(consent)
    consenting.close_conversations(connection, key)
    for link in linking.end(connection, key, because, evidence.at):
        yield from evidence.unlinked(link)
    yield from _carried(connection, law, others, evidence, matching)


def void_by_file(
    connection: sqlite3.Connection,
    rows: Iterable[Row],
    number: int,
    evidence: Evidence,
    matching: Matching,
) -> Iterator[Line]:
    """End what the numbers had that rows of an import call wrong."""
    because = f"wrong number, import I-{number}"
    for row in rows:
        if row.reason == Reason.WRONG_NUMBER:
            yield from void(connection, RecipientKey(row.key), because, evidence, matching)


def outlasting(
    connection: sqlite3.Connection, key: RecipientKey, evidence: Evidence, matching: Matching
) -> Iterator[Line]:
    """Put on the list what the law asks for of both sides of each link that is about to go."""
    others = linking.others(connection, key)
    law = law_of(connection, key, evidence, matching) if others else ()
    yield from _carried(connection, law, (key, *others), evidence, matching)


def _carried(
    connection: sqlite3.Connection,
    law: Collection[Entry],
    keys: Collection[RecipientKey],
    evidence: Evidence,
    matching: Matching,
) -> Iterator[Line]:
    """Put on the list for each of these keys what the law asks for and nothing of theirs does."""
    for key in keys:
        channel, names = channel_of(key), hashes.names(connection, key, matching.erasure)
        own = read_covering(connection, [key], channel, evidence.at, matching)[key]
        for entry in law:
            new = NewEntry(
                channel=channel, key=key, scope=entry.scope, sender=entry.sender,
                reason=entry.reason, origin=Origin.SYSTEM, evidence=_CARRIED,
                requested_at=entry.requested_at,
            )  # fmt: skip
            stands = statements.standing_entry(connection, names, new, evidence.at)
            if entry not in own and stands is None:
                made = statements.insert_entry(connection, new, evidence.by, evidence.at)
                yield evidence.added(made)
