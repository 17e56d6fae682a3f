"""A request to be texted is kept with its proof until it is revoked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from suppression.channel import Channel
from suppression.consent import Consent, ConsentSource
from suppression.entry import ALL, NEVER, Reason
from suppression.keys import phone_key
from tests.contract.listing import DESK, LINK, NOON, PHONE, REQUEST, UNSUBSCRIBE, Clock, ledger

if TYPE_CHECKING:
    from pathlib import Path

    from suppression.store import SuppressionStore


async def test_a_request_is_recorded_with_its_proof(store: SuppressionStore) -> None:
    consent = await store.record_consent(REQUEST, DESK)
    assert consent == Consent(
        consent_id="C-1",
        key=PHONE,
        source=ConsentSource.FORM,
        purposes=frozenset({"appointment", "delivery"}),
        evidence="form 12",
        recorded_by="desk",
        requested_at=NOON - timedelta(days=1),
    )
    assert await store.consents(PHONE) == (consent,)
    assert await store.consents(phone_key("+19169668285")) == ()
    (event,) = await store.history(PHONE, Channel.SMS)
    assert (event.kind, event.entry_id, event.summary) == ("consented", "C-1", "form, form 12")


async def test_revoking_ends_what_stands_or_would_some_day(
    store: SuppressionStore, clock: Clock
) -> None:
    await store.record_consent(REQUEST, DESK)
    await store.record_consent(replace(REQUEST, requested_at=NOON + timedelta(days=9)), DESK)
    await store.record_consent(replace(REQUEST, expires_at=NOON), DESK)
    clock.now = NOON + timedelta(hours=1)
    revoked = await store.revoke_consents(PHONE, because="stop", by=LINK)
    assert [consent.consent_id for consent in revoked] == ["C-1", "C-2"]
    first, _, ended = await store.consents(PHONE)
    assert (first.revoked_at, first.revoked_because) == (clock.now, "stop")
    assert ended.revoked_at == NEVER
    assert await store.revoke_consents(PHONE, because="stop", by=LINK) == ()
    history = await store.history(PHONE, Channel.SMS)
    assert [event.summary for event in history][-2:] == ["form, stop", "form, stop"]


async def test_a_wrong_number_voids_the_consents_of_that_number(
    store: SuppressionStore, path: Path
) -> None:
    wrong = replace(
        UNSUBSCRIBE, channel=Channel.SMS, key=PHONE, scope=ALL, reason=Reason.WRONG_NUMBER
    )
    await store.record_consent(REQUEST, DESK)
    await store.record_consent(replace(REQUEST, key=phone_key("+19169668285")), DESK)
    await store.add(wrong, LINK)
    assert [c.revoked_because for c in await store.consents(PHONE)] == ["wrong number, S-1"]
    await store.record_consent(REQUEST, DESK)
    assert not (await store.add(wrong, LINK))[1]
    assert not any(c.is_active(NOON) for c in await store.consents(PHONE))
    assert all(c.is_active(NOON) for c in await store.consents(phone_key("+19169668285")))
    assert [kind for _, kind, _, _ in ledger(path)].count("consent.revoked") == 2
