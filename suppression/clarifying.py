"""The statements of the question whether a stop was meant for every kind of text, and its answer.

47 CFR 64.1200(a)(12): who asked for several kinds may be asked with the confirmation; until they
say otherwise nothing is sent.

**Failures:** what SQLite raises is raised as it is; the owner of the transaction answers for it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from suppression import rows
from suppression.consent import NewConsent
from suppression.consenting import end_consents, insert_consent

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from suppression.consent import Consent
    from suppression.evidence import Evidence
    from suppression.keys import RecipientKey
    from suppression.texts import NewText

_LEAST: Final = 2  # kinds; of one there is nothing to choose
_STANDING: Final = (
    "SELECT * FROM consents WHERE key = ? AND revoked_at IS NULL AND used_at IS NULL"
    " AND is_for_once = 0 AND sender IN ('', ?) AND (expires_at IS NULL OR expires_at > ?)"
    " ORDER BY id"
)
_LAST_STOP: Final = (
    "SELECT offered, received_at FROM texts WHERE person = ? AND asked IN ('stop', 'wrong_number')"
    " ORDER BY id DESC LIMIT 1"
)


def offer(
    connection: sqlite3.Connection, new: NewText, number: int, at: datetime
) -> tuple[str, ...]:
    """Return what the confirmation of a stop may ask about, and note it with the text.

    `number`: the row of the text. Of requests those count that reach the sender identity it came
    to. Nothing where they were asked and answered before: then a stop means everything.
    """
    answered = connection.execute(
        "SELECT 1 FROM texts WHERE person = ? AND asked = 'keep' LIMIT 1", (new.person,)
    ).fetchone()
    if answered is not None:
        return ()
    asked_for = {
        purpose
        for consent in _standing(connection, new, at)
        for purpose in new.may_offer
        if consent.allows(purpose)
    }
    if len(asked_for) < _LEAST:
        return ()
    offered = tuple(sorted(asked_for))
    connection.execute("UPDATE texts SET offered = ? WHERE id = ?", (json.dumps(offered), number))
    return offered


def offered(
    connection: sqlite3.Connection, person: RecipientKey, since: datetime
) -> frozenset[str]:
    """Return what the confirmation of a person's last stop asked about, if that came `since`."""
    found = connection.execute(_LAST_STOP, (person,)).fetchone()
    if found is None or found["received_at"] < since.timestamp():
        return frozenset()
    return frozenset(json.loads(found["offered"]))


def narrow(
    connection: sqlite3.Connection,
    new: NewText,
    purposes: frozenset[str],
    said: str,
    evidence: Evidence,
) -> tuple[tuple[Consent, ...], tuple[Consent, ...]]:
    """End a person's requests, but for the part of them that they want to go on.

    What they asked of other sender identities than the one they texted ends. Returns what was
    ended, and what stands in its place: of the same sender, for as long.
    """
    standing = _standing(connection, new, evidence.at)
    ended = end_consents(connection, new.person, said, evidence.at)
    kept = (
        NewConsent(
            key=new.person,
            source=consent.source,
            purposes=frozenset(filter(consent.allows, purposes)),
            evidence=f"{consent.evidence}; {said}",
            requested_at=consent.requested_at,
            expires_at=consent.expires_at,
            sender=consent.sender,
            zone=consent.zone,
            postal_code=consent.postal_code,
        )
        for consent in standing
    )
    return ended, tuple(
        insert_consent(connection, each, evidence.by) for each in kept if each.purposes
    )


def _standing(connection: sqlite3.Connection, new: NewText, at: datetime) -> tuple[Consent, ...]:
    found = connection.execute(_STANDING, (new.person, new.sender, rows.seconds(at))).fetchall()
    return tuple(map(rows.consent, found))
