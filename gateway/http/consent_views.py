"""Recorded requests as the API shows them."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - fields of models
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from gateway.http.call import Shape
from gateway.http.entries import EntryView  # noqa: TC001 - a field
from suppression.entry import NEVER

if TYPE_CHECKING:
    from suppression.consent import Consent

SourceName = Literal["email", "voice", "form", "in_person", "sms"]


class ConsentView(Shape):
    """One recorded request. Null times have not come, or never will."""

    id: str
    to: str
    source: SourceName
    evidence: str
    purposes: tuple[str, ...]
    sender: str = Field(description="the sender identity that was asked; empty is all of them")
    once: bool = Field(description="one text uses it up")
    zone: str = Field(description="where the person is, if somebody said so")
    postal_code: str
    active: bool
    recorded_by: str
    requested_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    revoked_because: str
    used_at: datetime | None
    used_by: str = Field(description="id of the text that used it up")


class ConsentRecorded(ConsentView):
    """A request that was recorded, and what stops the person all the same."""

    suppressions: tuple[EntryView, ...]


class ConsentList(Shape):
    """Every recorded request of a person, the ended ones too."""

    to: str
    consents: tuple[ConsentView, ...]


class ConsentPage(Shape):
    """A page of requests; `next_cursor` is null on the last one."""

    consents: tuple[ConsentView, ...]
    next_cursor: str | None


def consent_view(consent: Consent, now: datetime) -> ConsentView:
    """Return a request as the API shows it."""
    return ConsentView(
        id=consent.consent_id,
        to=consent.key,
        source=consent.source.value,
        evidence=consent.evidence,
        purposes=tuple(sorted(consent.purposes)),
        sender=consent.sender,
        once=consent.is_for_once,
        zone=consent.zone,
        postal_code=consent.postal_code,
        active=consent.is_active(now),
        recorded_by=consent.recorded_by,
        requested_at=consent.requested_at,
        expires_at=_moment(consent.expires_at),
        revoked_at=_moment(consent.revoked_at),
        revoked_because=consent.revoked_because,
        used_at=_moment(consent.used_at),
        used_by=consent.used_by,
    )


def _moment(at: datetime) -> datetime | None:
    return None if at == NEVER else at
