"""Rows of the list's file and the values they stand for."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from suppression.channel import Channel
from suppression.consent import Consent, ConsentSource
from suppression.entry import NEVER, Entry, Origin, Reason, Scope
from suppression.event import Event
from suppression.grant import Grant
from suppression.keys import RecipientKey

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from sqlite3 import Row

_ENTRY: Final = "S-"
_CONSENT: Final = "C-"
_KINDS: Final = {
    "suppression.added": "added",
    "suppression.lifted": "lifted",
    "suppression.restored": "restored",
    "suppression.confirmed": "confirmed",
    "suppression.suspected": "suspected",
    "link.recorded": "linked",
    "link.ended": "unlinked",
    "consent.recorded": "consented",
    "consent.revoked": "revoked",
    "consent.used": "used",
    "consent.given_back": "given_back",
    "conversation.opened": "texted",
    "text.received": "texted",
    "person.erased": "erased",
}
_SUMMARY: Final = (
    "asked",
    "reason",
    "scope",
    "source",
    "because",
    "evidence",
    "used_by",
    "matched",
)
_FEW: Final = 8  # what one recipient's look-up asks for: statements of these lengths are kept ready
_MARKS: Final = [", ".join("?" * count) for count in range(_FEW + 1)]
_SIGNED_LIMIT: Final = 1 << 63
_CHANNELS: Final = {each.value: each for each in Channel}  # asked a thousand times a look-up
_REASONS: Final = {each.value: each for each in Reason}
_ORIGINS: Final = {each.value: each for each in Origin}


def among(names: Collection[str]) -> tuple[str, tuple[str, ...]]:
    """Return what stands behind `IN` for these names, and the values of its marks."""
    if len(names) <= _FEW:
        return _MARKS[len(names)], tuple(names)
    return "SELECT value FROM json_each(?)", (json.dumps(list(names)),)


def entry(row: Row) -> Entry:
    """Read a row of `entries`."""
    return Entry(
        entry_id=f"{_ENTRY}{row['id']}",
        channel=_CHANNELS[row["channel"]],
        key=RecipientKey(row["key"]),
        scope=Scope(row["scope"]),
        sender=row["sender"],
        reason=_REASONS[row["reason"]],
        origin=_ORIGINS[row["origin"]],
        evidence=row["evidence"],
        requested_at=moment(row["requested_at"]),
        effective_at=moment(row["effective_at"]),
        repeated_at=moment(row["repeated_at"]),
        expires_at=moment(row["expires_at"]),
        include_subdomains=bool(row["include_subdomains"]),
        recorded_by=row["recorded_by"],
        method=row["method"],
        lifted_at=moment(row["lifted_at"]),
        lifted_by=row["lifted_by"],
        lifted_because=row["lifted_because"],
    )


@lru_cache(maxsize=64)  # requests are for the same few
def _purposes(written: str) -> frozenset[str]:
    return frozenset(json.loads(written))


def consent(row: Row) -> Consent:
    """Read a row of `consents`."""
    return Consent(
        consent_id=f"{_CONSENT}{row['id']}",
        key=RecipientKey(row["key"]),
        source=ConsentSource(row["source"]),
        purposes=_purposes(row["purposes"]),
        evidence=row["evidence"],
        recorded_by=row["recorded_by"],
        requested_at=moment(row["requested_at"]),
        expires_at=moment(row["expires_at"]),
        sender=row["sender"],
        is_for_once=bool(row["is_for_once"]),
        revoked_at=moment(row["revoked_at"]),
        revoked_because=row["revoked_because"],
        used_at=moment(row["used_at"]),
        used_by=row["used_by"],
        zone=row["zone"],
        postal_code=row["postal_code"],
    )


GRANT: Final = "SELECT * FROM grants WHERE id = ?"


def grant(row: Row) -> Grant:
    """Read a row of `grants`."""
    return Grant(
        grant_id=unsigned(row["id"]),
        channel=Channel(row["channel"]),
        key=RecipientKey(row["key"]),
        sender=row["sender"],
        stream=row["stream"],
    )


def events(rows: Iterable[Row], channel: Channel) -> tuple[Event, ...]:
    """Read lines of the ledger with their details, of one channel, in the order they come.

    Where an erasure took the detail away, the line still says what happened and when.
    """
    found = []
    for row in rows:
        facts = json.loads(row["body"])
        detail = json.loads(row["detail"] or "{}")
        if row["kind"] in _KINDS and facts["channel"] == channel:
            found.append(
                Event(
                    seq=row["seq"],
                    at=moment(row["at"]),
                    kind=_KINDS[row["kind"]],
                    by=detail.get("actor", ""),
                    method=facts["method"],
                    address=detail.get("address", ""),
                    entry_id=facts["entry_id"],
                    summary=_summary({**facts, **detail}),
                )
            )
    return tuple(found)


def _summary(said: dict[str, Any]) -> str:
    return ", ".join(said[name] for name in _SUMMARY if said.get(name))


def entry_number(entry_id: str) -> int | None:
    """Return the row an entry id names; None when it cannot name one."""
    return _number(entry_id, _ENTRY)


def consent_number(consent_id: str) -> int | None:
    """Return the row a consent id names; None when it cannot name one."""
    return _number(consent_id, _CONSENT)


def _number(text: str, kind: str) -> int | None:
    digits = text.removeprefix(kind)
    if digits == text or not (digits.isascii() and digits.isdecimal()):
        return None
    number = int(digits[:20])
    return number if number < _SIGNED_LIMIT else None


def seconds(at: datetime) -> float | None:
    """Return a time as it is stored: seconds since 1970, NULL for what never happens.

    Raises:
        ValueError: it has no time zone.
    """
    if at.tzinfo is None:
        message = f"{at} has no time zone"
        raise ValueError(message)
    return None if at == NEVER else at.timestamp()


def moment(stored: float | None) -> datetime:
    """Return the time that `seconds` stored."""
    return NEVER if stored is None else datetime.fromtimestamp(stored, UTC)


def signed(number: int) -> int:
    """Return an unsigned 64-bit number as the signed one SQLite keeps."""
    return number - (_SIGNED_LIMIT << 1) if number >= _SIGNED_LIMIT else number


def unsigned(number: int) -> int:
    """Return the number that `signed` stored."""
    return number % (_SIGNED_LIMIT << 1)
