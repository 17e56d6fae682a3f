"""Putting somebody on the list: the entry, what hangs on it, and the lines that say so.

**Failures:** what SQLite raises is raised as it is; the owner of the transaction answers for it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from suppression import hashes, pressing, rows, severing, statements, tally
from suppression.claiming import claim
from suppression.entry import ALL, NEVER, Reason, stops_everything
from suppression.errors import MalformedAddressError
from suppression.tally import Tally
from suppression.terms import ENDING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from suppression.covering import Matching
    from suppression.entry import Entry, NewEntry
    from suppression.evidence import Evidence
    from suppression.hashes import ErasureSecrets
    from suppression.keys import RecipientKey
    from suppression.ledger import Line
    from suppression.terms import Terms


def record(
    connection: sqlite3.Connection,
    new: NewEntry,
    evidence: Evidence,
    *,
    matching: Matching,
    terms: Terms,
) -> tuple[Entry, bool, list[Line]]:
    """Return the entry in force, whether it is new, and what the ledger is to say.

    An entry that would end sooner, reach less far or not be the person's own word does not stand
    for the new one. A wrong number voids the consents of that number, and whose it was. A bounce
    that has no end gets the one of the configuration, and a reason that stops everything its scope.

    Raises:
        MalformedAddressError: the key is a keyed hash that nothing would be found by.
    """
    _refuse_foreign(connection, new.key, matching.erasure)
    if stops_everything(new.reason):
        new = replace(new, scope=ALL)  # so that it is listed and exported as what it does
    if new.reason in ENDING and new.expires_at == NEVER:
        new = replace(new, expires_at=terms.end(new.reason, new.requested_at))
    names = hashes.names(connection, new.key, matching.erasure)
    standing = statements.standing_entry(connection, names, new, evidence.at)
    if standing is None:
        entry = statements.insert_entry(connection, new, evidence.by, evidence.at)
        lines = [evidence.added(entry), *_noted(connection, new, entry, evidence)]
    else:  # by an import, perhaps: undoing it must not let go of what is asked for here
        # 47 CFR 64.1200(a)(10): it revokes, too, what the person asked for since the first time
        entry = statements.repeat_entry(connection, standing, new.requested_at)
        claim(connection, [rows.entry_number(entry.entry_id) or 0], 0, evidence.at)
        lines = list(_again(connection, new, entry, evidence))
    if new.reason is Reason.WRONG_NUMBER:
        because = f"wrong number, {entry.entry_id}"
        lines += severing.void(connection, new.key, because, evidence, matching)
    return entry, standing is None, lines


def _again(
    connection: sqlite3.Connection, new: NewEntry, entry: Entry, evidence: Evidence
) -> Iterator[Line]:
    if pressing.confirm(connection, entry, new.press, evidence.pepper):
        yield evidence.confirmed(entry)
    else:
        tally.count(connection, Tally.REPEATED)


def _noted(
    connection: sqlite3.Connection, new: NewEntry, entry: Entry, evidence: Evidence
) -> Iterator[Line]:
    if new.press.act:
        tagged = pressing.note(connection, entry, new.press, evidence.pepper, evidence.at)
        yield from map(evidence.suspected, tagged)


def _refuse_foreign(
    connection: sqlite3.Connection, key: RecipientKey, secrets: ErasureSecrets
) -> None:
    """Refuse a keyed hash of elsewhere; one of a secret that was lost is of our own people."""
    if secrets.knows(key) or key.rpartition(":")[0] in hashes.forms_held(connection):
        return
    message = "a keyed hash that was not made here stops nobody"
    raise MalformedAddressError(message)
