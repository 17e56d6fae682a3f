"""The statements about requests and conversations, each inside a transaction of its caller.

**Failures:** what SQLite raises is raised as it is; the owner of the transaction answers for it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from suppression import rows
from suppression.channel import Channel
from suppression.entry import NEVER
from suppression.standing import CLOCKS_DIFFER
from suppression.statements import insert_row

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from suppression.actor import Actor
    from suppression.consent import Consent, NewConsent
    from suppression.keys import RecipientKey
    from suppression.store import ConsentQuery


RESUMED_AT: Final = (
    "SELECT max(lifted_at) FROM entries WHERE key = :key AND channel = :channel"
    " AND lifted_at <= :latest"  # what lies ahead is of a clock that was wrong
)
"""When the last of what stopped messages to a person was lifted."""


def insert_consent(connection: sqlite3.Connection, new: NewConsent, by: Actor) -> Consent:
    """Write a recorded request."""
    values = {
        "key": new.key,
        "source": new.source,
        "purposes": json.dumps(sorted(new.purposes)),
        "evidence": new.evidence,
        "recorded_by": by.name,
        "requested_at": rows.seconds(new.requested_at),
        "expires_at": rows.seconds(new.expires_at),
        "sender": new.sender,
        "is_for_once": int(new.is_for_once),
        "zone": new.zone,
        "postal_code": new.postal_code,
    }
    return rows.consent(insert_row(connection, "consents", values))


def consents_of(connection: sqlite3.Connection, key: RecipientKey) -> tuple[Consent, ...]:
    """Return every recorded request of a person, also the ended ones."""
    found = connection.execute("SELECT * FROM consents WHERE key = ? ORDER BY id", (key,))
    return tuple(map(rows.consent, found.fetchall()))


def last_texted(connection: sqlite3.Connection, person: RecipientKey, ours: str) -> datetime | None:
    """Return when a person last texted a number of ours."""
    found = connection.execute(
        "SELECT last_at FROM conversations WHERE person = ? AND ours = ?", (person, ours)
    ).fetchone()
    return rows.moment(found["last_at"]) if found else None


def resumed_at(
    connection: sqlite3.Connection, person: RecipientKey, at: datetime
) -> datetime | None:
    """Return when the last of what stopped texts to a person was lifted."""
    asked = {"key": person, "channel": Channel.SMS, "latest": (at + CLOCKS_DIFFER).timestamp()}
    ((found,),) = connection.execute(f"SELECT ({RESUMED_AT})", asked)
    return None if found is None else rows.moment(found)


def end_consents(  # noqa: PLR0913 - whose, which, why and when
    connection: sqlite3.Connection,
    key: RecipientKey,
    because: str,
    now: datetime,
    *,
    made_by: datetime = NEVER,
    sender: str = "",
) -> tuple[Consent, ...]:
    """End every request of a person that stands, or would some day.

    `made_by` leaves those out that were made later, `sender` those that are of others alone.
    """
    found = connection.execute(
        "UPDATE consents SET revoked_at = :now, revoked_because = :because WHERE key = :key"
        " AND revoked_at IS NULL AND used_at IS NULL AND (expires_at IS NULL OR expires_at > :now)"
        " AND (:made_by IS NULL OR requested_at <= :made_by)"
        " AND (:sender = '' OR sender IN ('', :sender)) RETURNING *",
        {
            "now": rows.seconds(now),
            "because": because,
            "key": key,
            "made_by": rows.seconds(made_by),
            "sender": sender,
        },
    ).fetchall()
    return tuple(map(rows.consent, found))


def use(
    connection: sqlite3.Connection, consent_id: str, message: str, now: datetime
) -> Consent | None:
    """Let one text use a request up; None where another did, or it does not stand."""
    found = connection.execute(
        "UPDATE consents SET used_at = :now, used_by = :message WHERE id = :id AND is_for_once = 1"
        " AND used_at IS NULL AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > :now)"
        " RETURNING *",
        {"now": rows.seconds(now), "message": message, "id": rows.consent_number(consent_id)},
    ).fetchall()
    return rows.consent(found[0]) if found else None


def open_conversation(
    connection: sqlite3.Connection, person: RecipientKey, ours: str, at: datetime, now: datetime
) -> None:
    """Note that a person texted a number of ours; the latest text counts.

    What lies ahead of now was noted by a clock that was wrong, and counts no more.
    """
    connection.execute(
        "INSERT INTO conversations (person, ours, last_at) VALUES (?, ?, ?)"
        " ON CONFLICT (person, ours) DO UPDATE SET last_at ="
        " max(iif(last_at > ?, 0, last_at), excluded.last_at)",
        (person, ours, rows.seconds(at), rows.seconds(now + CLOCKS_DIFFER)),
    )


def close_conversations(connection: sqlite3.Connection, person: RecipientKey) -> None:
    """Forget that a person texted us: their next text opens a conversation anew."""
    connection.execute("DELETE FROM conversations WHERE person = ?", (person,))


def lie_ahead(connection: sqlite3.Connection, now: datetime) -> bool:
    """Whether a conversation is noted as of a time that is still to come."""
    ahead = rows.seconds(now + CLOCKS_DIFFER)
    found = connection.execute("SELECT 1 FROM conversations WHERE last_at > ? LIMIT 1", (ahead,))
    return found.fetchone() is not None


def forget_ahead(connection: sqlite3.Connection, now: datetime) -> None:
    """Forget such conversations."""
    ahead = rows.seconds(now + CLOCKS_DIFFER)
    connection.execute("DELETE FROM conversations WHERE last_at > ?", (ahead,))


def listing(query: ConsentQuery) -> tuple[str, dict[str, Any]]:
    """Return the statement that lists requests, and its parameters.

    Raises:
        ValueError: `query.after` is not a consent id.
    """
    after = rows.consent_number(query.after) if query.after else 0
    if after is None:
        message = f"{query.after!r} is not a consent id"
        raise ValueError(message)
    where = "id > :after"
    if query.source:
        where += " AND source = :source"
    if query.active_at is not None:
        where += (
            " AND revoked_at IS NULL AND used_at IS NULL AND requested_at <= :at"
            " AND (expires_at IS NULL OR expires_at > :at)"
        )
    sql = f"SELECT * FROM consents WHERE {where} ORDER BY id LIMIT :limit"  # noqa: S608 - conditions of ours
    at = rows.seconds(query.active_at) if query.active_at is not None else None
    return sql, {"after": after, "source": query.source, "at": at, "limit": query.limit}
