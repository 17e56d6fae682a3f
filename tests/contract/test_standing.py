"""Where a person stands who is to be texted: one look may tell, and overlooks nothing."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from suppression.channel import Channel
from suppression.covering import Matching
from suppression.entry import ALL, NEVER, NewEntry, Origin, Reason
from suppression.hashes import ErasureSecrets, hashed_key
from suppression.keys import domain_key, email_key, phone_key
from suppression.review import NewReview
from tests.contract.listing import ANN, DESK, NOON, PHONE, REQUEST

if TYPE_CHECKING:
    from collections.abc import Callable

    from suppression.entry import Entry
    from suppression.keys import RecipientKey
    from suppression.sqlite import SqliteSuppressionStore
    from suppression.standing import Standing
    from tests.contract.listing import Clock

OURS, OTHER = phone_key("+12025550100"), phone_key("+12025550123")
STOP = NewEntry(
    channel=Channel.SMS, key=PHONE, scope=ALL, reason=Reason.UNSUBSCRIBE, origin=Origin.RECIPIENT,
    requested_at=NOON,
)  # fmt: skip
WAITS = NewReview(
    channel=Channel.SMS, key=PHONE, text="enough?", matched="enough", received_at=NOON
)


@pytest.fixture
def store(make: Callable[[Matching], SqliteSuppressionStore]) -> SqliteSuppressionStore:
    return make(Matching(erasure=ErasureSecrets(((1, b"s" * 32),))))


async def standing(store: SqliteSuppressionStore, key: RecipientKey = PHONE) -> Standing:
    return await store.standing(key, ours=OURS, at=NOON)


async def stopped(store: SqliteSuppressionStore, **changes: object) -> Entry:
    entry, _ = await store.add(dataclasses.replace(STOP, **changes), DESK)  # type: ignore[arg-type]
    return entry


async def test_somebody_unknown_stands_nowhere(store: SqliteSuppressionStore) -> None:
    found = await standing(store)
    assert (found.suppressed, found.consents, found.last_texted) == ((), (), None)
    assert not found.is_unread


@pytest.mark.parametrize("is_listed", [False, True])
async def test_every_request_and_the_conversation_with_our_number_are_known(
    store: SqliteSuppressionStore, *, is_listed: bool
) -> None:
    asked = [
        await store.record_consent(dataclasses.replace(REQUEST, evidence=each), DESK)
        for each in ("first", "second")
    ]
    await store.record_consent(dataclasses.replace(REQUEST, key=OTHER), DESK)
    for minutes, (person, ours) in enumerate([(PHONE, OURS), (PHONE, OTHER), (OTHER, OURS)]):
        at = NOON + timedelta(minutes=minutes)
        await store.open_conversation(person, ours=ours, at=at, by=DESK)
    if is_listed:
        await stopped(store)
    found = await standing(store)
    assert found.consents == tuple(asked)
    assert found.last_texted == NOON
    assert bool(found.suppressed) is is_listed


@pytest.mark.parametrize(
    "key", [PHONE, hashed_key("sha256", PHONE), ErasureSecrets(((1, b"s" * 32),)).hashed(PHONE)]
)
async def test_who_is_listed_by_number_or_hash_is_stopped(
    store: SqliteSuppressionStore, key: RecipientKey
) -> None:
    entry = await stopped(store, key=key)
    assert (await standing(store)).suppressed == (entry,)
    assert (await standing(store, OTHER)).suppressed == ()


async def test_whom_the_law_protects_by_their_address_is_stopped(
    store: SqliteSuppressionStore,
) -> None:
    await store.link(ANN, PHONE, evidence="form 12", by=DESK)
    entry = await stopped(store, channel=Channel.EMAIL, key=ANN, reason=Reason.LEGAL)
    assert (await standing(store)).suppressed == (entry,)


async def test_an_entry_that_ended_or_is_about_mail_stops_no_text(
    store: SqliteSuppressionStore, clock: Clock
) -> None:
    await stopped(store)
    await store.lift(PHONE, Channel.SMS, because="asked", by=DESK, evidence="call")
    await stopped(store, key=OTHER, expires_at=NOON + timedelta(minutes=1))
    clock.now = NOON + timedelta(minutes=2)
    assert (await standing(store)).suppressed == ()
    found = await store.standing(OTHER, ours=OURS, at=clock.now)
    assert found.suppressed == ()


async def test_a_reply_that_waits_for_a_reader_is_known(store: SqliteSuppressionStore) -> None:
    await store.review(WAITS)
    assert (await standing(store)).is_unread
    assert not (await standing(store, OTHER)).is_unread


async def test_an_address_is_covered_by_its_domain_as_well(store: SqliteSuppressionStore) -> None:
    domain = domain_key("example.com")
    entry = await stopped(store, key=domain, expires_at=NEVER)
    assert (await standing(store, email_key("ann@example.com"))).suppressed == (entry,)
