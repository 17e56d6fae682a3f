"""What every store of the list promises of a lift that is undone: the entry is as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from suppression.actor import Actor
from suppression.channel import Channel
from suppression.consent import ConsentSource, NewConsent
from suppression.entry import NEVER, Reason
from suppression.hashes import hashed_key
from suppression.keys import email_key, phone_key
from suppression.texts import Asked, NewText
from tests.contract.listing import ANN, DESK, LINK, NOON, PHONE, UNSUBSCRIBE, Clock, blocking
from tests.contract.pressing import kinds

if TYPE_CHECKING:
    from suppression.keys import RecipientKey
    from suppression.store import SuppressionStore

HOUR = timedelta(hours=1)
BY_TEXT = Actor(name="recipient", method="sms")


async def lift(
    store: SuppressionStore, key: RecipientKey = ANN, channel: Channel = Channel.EMAIL
) -> list[str]:
    lifted = await store.lift(key, channel, because="a mistake", by=DESK, evidence="call 7")
    return [entry.entry_id for entry in lifted]


async def test_what_is_put_back_is_as_it_was_and_both_acts_are_told(
    store: SuppressionStore, clock: Clock
) -> None:
    before, _ = await store.add(replace(UNSUBSCRIBE, expires_at=NOON + 100 * HOUR), LINK)
    ids = await lift(store)
    clock.now = NOON + HOUR
    (after,) = await store.restore(ANN, Channel.EMAIL, entry_ids=ids, by=DESK)
    assert after == replace(
        before, entry_id="S-2", effective_at=clock.now, evidence="link in 01hq (S-1 put back)"
    )
    assert await blocking(store, ANN, at=clock.now) == ("S-2",)
    ended = await store.entry("S-1")
    assert ended is not None
    assert ended.lifted_at == NOON
    assert await kinds(store) == ["added", "lifted", "restored"]
    last = (await store.history(ANN, Channel.EMAIL))[-1]
    assert (last.by, last.method, last.entry_id) == ("desk", "cli", "S-2")
    assert last.summary.endswith("S-1 was lifted, and put back")


async def test_start_ends_a_stop_by_text_that_was_put_back(store: SuppressionStore) -> None:
    stop = NewText(
        person=PHONE, ours=phone_key("+14155550123"), source="shop", asked=Asked.STOP,
        grade="definite", matched="STOP", words="STOP", received_at=NOON - HOUR,
    )  # fmt: skip
    await store.take_text(stop, BY_TEXT)
    ids = await lift(store, PHONE, Channel.SMS)
    assert await store.restore(PHONE, Channel.SMS, entry_ids=ids, by=DESK)
    assert await blocking(store, PHONE, Channel.SMS) != ()
    await store.take_text(
        replace(stop, asked=Asked.START, words="START", received_at=NOON), BY_TEXT
    )
    assert await blocking(store, PHONE, Channel.SMS) == ()


async def test_what_was_asked_for_twice_counts_from_the_second_time_when_put_back(
    store: SuppressionStore,
) -> None:
    asked = UNSUBSCRIBE.requested_at
    await store.add(replace(UNSUBSCRIBE, requested_at=asked - 10 * HOUR), LINK)
    await store.add(UNSUBSCRIBE, LINK)
    (after,) = await store.restore(ANN, Channel.EMAIL, entry_ids=await lift(store), by=DESK)
    assert (after.requested_at, after.repeated_at) == (asked - 10 * HOUR, asked)
    between = NewConsent(
        key=ANN, source=ConsentSource.FORM, purposes=frozenset(), evidence="form 12",
        requested_at=asked - HOUR, resubscribes=True,
    )  # fmt: skip
    await store.record_consent(between, DESK)
    assert await blocking(store, ANN) == (after.entry_id,)


async def test_a_lift_is_undone_once_and_for_that_person_alone(store: SuppressionStore) -> None:
    bob = email_key("bob@example.com")
    await store.add(UNSUBSCRIBE, LINK)
    await store.add(replace(UNSUBSCRIBE, key=bob), LINK)
    assert await store.restore(ANN, Channel.EMAIL, entry_ids=["S-1"], by=DESK) == ()
    ids = [*await lift(store), *await lift(store, bob)]
    first = await store.restore(ANN, Channel.EMAIL, entry_ids=ids, by=DESK)
    assert [entry.key for entry in first] == [ANN]
    assert await store.restore(ANN, Channel.EMAIL, entry_ids=ids, by=DESK) == first
    assert await blocking(store, bob) == ()
    assert await store.restore(ANN, Channel.SMS, entry_ids=ids, by=DESK) == ()


async def test_an_entry_that_is_ended_by_more_does_not_stand_for_what_is_put_back(
    store: SuppressionStore,
) -> None:
    await store.add(UNSUBSCRIBE, LINK)
    ids = await lift(store)
    await store.add(UNSUBSCRIBE, replace(LINK, method="sms"))
    (after,) = await store.restore(ANN, Channel.EMAIL, entry_ids=ids, by=DESK)
    assert after.method == "one-click"
    assert len(await blocking(store, ANN)) == 2


async def test_what_stands_as_a_hash_is_put_back_too(store: SuppressionStore) -> None:
    hashed = hashed_key("md5", ANN)
    await store.add(replace(UNSUBSCRIBE, key=hashed), LINK)
    (after,) = await store.restore(ANN, Channel.EMAIL, entry_ids=await lift(store), by=DESK)
    assert after.key == hashed
    assert await blocking(store, ANN) == (after.entry_id,)


async def test_a_wrong_number_that_is_put_back_voids_requests_again(
    store: SuppressionStore, clock: Clock
) -> None:
    wrong = replace(UNSUBSCRIBE, reason=Reason.WRONG_NUMBER)
    await store.add(wrong, LINK)
    ids = await lift(store)
    request = NewConsent(
        key=ANN, source=ConsentSource.FORM, purposes=frozenset(), evidence="form 12",
        requested_at=NOON,
    )  # fmt: skip
    await store.record_consent(request, DESK)
    clock.now = NOON + HOUR
    assert await store.restore(ANN, Channel.EMAIL, entry_ids=ids, by=DESK)
    (ended,) = await store.consents(ANN)
    assert ended.revoked_at != NEVER
