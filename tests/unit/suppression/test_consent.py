"""When a recorded request stands, and for what."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from suppression.consent import Consent, ConsentSource
from suppression.keys import phone_key

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
CONSENT = Consent(
    consent_id="C-1",
    key=phone_key("+19169668284"),
    source=ConsentSource.FORM,
    purposes=frozenset({"appointment"}),
    evidence="form 12",
    recorded_by="desk",
    requested_at=NOON,
)


def test_a_request_stands_until_it_ends() -> None:
    request = replace(CONSENT, expires_at=NOON + timedelta(days=1))
    assert not request.is_active(NOON - timedelta(seconds=1))
    assert request.is_active(NOON)
    assert not request.is_active(NOON + timedelta(days=1))


def test_a_revoked_request_does_not_stand() -> None:
    assert not replace(CONSENT, revoked_at=NOON).is_active(NOON)


def test_a_request_is_for_the_purposes_it_names() -> None:
    assert CONSENT.allows("appointment")
    assert not CONSENT.allows("delivery")
    assert replace(CONSENT, purposes=frozenset()).allows("delivery")
