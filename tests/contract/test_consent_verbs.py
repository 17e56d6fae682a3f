"""Requests, conversations, STOP and START: what a person says later counts."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from suppression.actor import Actor
from suppression.channel import Channel
from suppression.consent import ConsentSource, NewConsent
from suppression.covering import Matching
from suppression.entry import ALL, NEVER, Reason
from suppression.hashes import hashed_key
from suppression.keys import email_key, phone_key
from suppression.store import ConsentQuery
from tests.contract.listing import (
    ANN,
    DESK,
    NOON,
    PHONE,
    REQUEST,
    UNSUBSCRIBE,
    blocking,
    last_texted,
    ledger,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from suppression.sqlite import SqliteSuppressionStore
    from tests.contract.listing import Clock

OURS = phone_key("+14155550123")
TEXT = Actor(name="recipient", method="sms")
STOP = replace(UNSUBSCRIBE, channel=Channel.SMS, key=PHONE, scope=ALL, evidence="STOP")
AGAIN = NewConsent(
    key=ANN,
    source=ConsentSource.FORM,
    purposes=frozenset(),
    evidence="form 12",
    requested_at=NOON,
    resubscribes=True,
)
ONCE = replace(REQUEST, is_for_once=True)


async def test_an_opt_out_ends_by_a_later_request_with_evidence(
    store: SqliteSuppressionStore, clock: Clock
) -> None:
    await store.add(UNSUBSCRIBE, TEXT)
    clock.now = NOON + timedelta(hours=1)
    await store.record_consent(AGAIN, DESK)
    assert await blocking(store, ANN, at=clock.now) == ()
    entry = await store.entry("S-1")
    assert entry is not None
    assert (entry.lifted_by, entry.lifted_because) == ("desk", "asked later, C-1")
    kinds = [event.kind for event in await store.history(ANN, Channel.EMAIL)]
    assert kinds == ["added", "consented", "lifted"]


@pytest.mark.parametrize(
    "request_",
    [
        replace(AGAIN, requested_at=UNSUBSCRIBE.requested_at),
        replace(AGAIN, resubscribes=False),
        replace(AGAIN, evidence=""),
        replace(AGAIN, purposes=frozenset({"news"})),
    ],
)
async def test_an_opt_out_stands_where_the_request_says_less(
    store: SqliteSuppressionStore, request_: NewConsent
) -> None:
    await store.add(UNSUBSCRIBE, TEXT)
    await store.record_consent(request_, DESK)
    assert await blocking(store, ANN) == ("S-1",)


@pytest.mark.parametrize(("of", "ended"), [("", ("C-1", "C-2", "C-3")), ("acme", ("C-1", "C-2"))])
async def test_a_request_to_be_texted_again_revives_none_of_before_the_stop(
    store: SqliteSuppressionStore,
    clock: Clock,
    path: Path,
    of: str,
    ended: tuple[str, ...],
) -> None:
    stopped = replace(STOP, sender=of)
    for sender in ("", "acme", "zenith"):
        await store.record_consent(
            replace(REQUEST, requested_at=stopped.requested_at, sender=sender), DESK
        )
    await store.add(stopped, TEXT)
    clock.now = NOON + timedelta(hours=1)
    meanwhile = replace(REQUEST, requested_at=stopped.requested_at + timedelta(seconds=1))
    await store.record_consent(meanwhile, DESK)
    assert all(each.is_active(clock.now) for each in await store.consents(PHONE))
    again = replace(
        AGAIN, key=PHONE, requested_at=clock.now, purposes=frozenset({"appointment"}), sender=of
    )
    await store.record_consent(again, DESK)
    assert await blocking(store, PHONE, Channel.SMS, at=clock.now) == ()
    revoked = [each for each in await store.consents(PHONE) if not each.is_active(clock.now)]
    assert tuple(each.consent_id for each in revoked) == ended
    assert {each.revoked_because for each in revoked} == {"stopped, S-1"}
    kinds = [kind for _, kind, _, _ in ledger(path)]
    assert kinds[-len(ended) - 1 :] == ["suppression.lifted", *["consent.revoked"] * len(ended)]


async def test_a_second_stop_ends_what_was_asked_for_between_the_two(
    store: SqliteSuppressionStore, clock: Clock
) -> None:
    for kind in (Channel.SMS, Channel.EMAIL):
        stopped = STOP if kind is Channel.SMS else UNSUBSCRIBE
        hours = [NOON + timedelta(hours=each) for each in range(5)]
        await store.add(replace(stopped, requested_at=hours[0]), TEXT)
        between = replace(AGAIN, key=stopped.key, requested_at=hours[1])
        await store.record_consent(replace(between, resubscribes=False), DESK)
        entry, is_new = await store.add(replace(stopped, requested_at=hours[2]), TEXT)
        assert (is_new, entry.requested_at, entry.repeated_at) == (False, hours[0], hours[2])
        await store.add(replace(stopped, requested_at=hours[1]), TEXT)  # comes late
        clock.now = hours[4]
        late = await store.record_consent(between, DESK)
        assert await blocking(store, stopped.key, kind, at=clock.now) == (entry.entry_id,)
        again = await store.record_consent(replace(between, requested_at=hours[3]), DESK)
        assert await blocking(store, stopped.key, kind, at=clock.now) == ()
        if kind is Channel.SMS:
            stand = [each for each in await store.consents(PHONE) if each.is_active(clock.now)]
            assert again in stand
            assert late not in stand
            assert len(stand) == 1
        clock.now = NOON


async def test_a_request_that_takes_no_stop_back_ends_no_other(
    store: SqliteSuppressionStore,
) -> None:
    await store.record_consent(REQUEST, DESK)
    await store.add(STOP, TEXT)
    await store.record_consent(replace(AGAIN, key=PHONE, resubscribes=False), DESK)
    assert all(each.is_active(NOON) for each in await store.consents(PHONE))


async def test_a_later_request_ends_an_opt_out_that_is_a_hash(
    store: SqliteSuppressionStore,
) -> None:
    await store.add(replace(UNSUBSCRIBE, key=hashed_key("sha256", ANN)), TEXT)
    await store.record_consent(AGAIN, DESK)
    assert await blocking(store, ANN) == ()


async def test_a_text_opens_the_conversation_of_that_pair_of_numbers(
    store: SqliteSuppressionStore,
) -> None:
    assert await last_texted(store, PHONE, OURS) is None
    await store.open_conversation(PHONE, ours=OURS, at=NOON, by=TEXT)
    await store.open_conversation(PHONE, ours=OURS, at=NOON - timedelta(hours=9), by=TEXT)
    assert await last_texted(store, PHONE, OURS) == NOON
    assert await last_texted(store, PHONE, phone_key("+14155550124")) is None
    assert await last_texted(store, phone_key("+14155550125"), OURS) is None
    events = await store.history(PHONE, Channel.SMS)
    assert [event.kind for event in events] == ["texted", "texted"]


async def test_a_text_that_somebody_records_takes_back_an_erasure_and_nothing_else(
    store: SqliteSuppressionStore,
) -> None:
    await store.add(STOP, TEXT)
    await store.add(replace(STOP, reason=Reason.WRONG_NUMBER), DESK)
    await store.add(replace(STOP, reason=Reason.ERASED), DESK)
    (ended,) = await store.open_conversation(PHONE, ours=OURS, at=NOON, by=TEXT)
    assert ended.entry_id == "S-3"
    assert await blocking(store, PHONE, Channel.SMS) == ("S-1", "S-2")


async def test_a_wrong_number_ends_the_conversation(store: SqliteSuppressionStore) -> None:
    await store.open_conversation(PHONE, ours=OURS, at=NOON, by=TEXT)
    await store.add(replace(STOP, reason=Reason.WRONG_NUMBER), DESK)
    assert await last_texted(store, PHONE, OURS) is None


async def test_a_revocation_ends_the_conversation(store: SqliteSuppressionStore) -> None:
    await store.open_conversation(PHONE, ours=OURS, at=NOON, by=TEXT)
    await store.revoke_consents(PHONE, because="asked on the phone", by=DESK)
    assert await last_texted(store, PHONE, OURS) is None


async def use(store: SqliteSuppressionStore, consent_id: str, message: str) -> bool:
    return await store._database.write(
        lambda connection: store.use_consent_in(connection, consent_id, message=message, by=DESK)
    )


async def test_a_request_for_once_is_used_up_by_one_text(
    store: SqliteSuppressionStore, clock: Clock, path: Path
) -> None:
    await store.record_consent(ONCE, DESK)
    clock.now = NOON + timedelta(minutes=1)
    assert await use(store, "C-1", "01hq")
    assert not await use(store, "C-1", "01hr")
    (used,) = await store.consents(PHONE)
    assert (used.used_at, used.used_by) == (clock.now, "01hq")
    assert not used.is_active(clock.now)
    assert [kind for _, kind, _, _ in ledger(path)] == ["consent.recorded", "consent.used"]
    (_, event) = await store.history(PHONE, Channel.SMS)
    assert (event.kind, event.summary) == ("used", "form, 01hq")


async def test_two_texts_at_once_do_not_share_a_request_for_once(
    make: Callable[[Matching], SqliteSuppressionStore],
) -> None:
    one, other = make(Matching()), make(Matching())
    await one.record_consent(ONCE, DESK)
    used = await asyncio.gather(
        *(
            use(store, "C-1", f"{store is one}{number}")
            for number in range(20)
            for store in (one, other)
        )
    )
    assert sum(used) == 1


@pytest.mark.parametrize("consent_id", ["C-1", "C-2", "S-1", "nonsense"])
async def test_only_a_standing_request_for_once_is_used_up(
    store: SqliteSuppressionStore, consent_id: str
) -> None:
    await store.record_consent(REQUEST, DESK)
    await store.record_consent(replace(ONCE, expires_at=NOON), DESK)
    assert not await use(store, consent_id, "01hq")


async def test_requests_are_listed_page_by_page(store: SqliteSuppressionStore) -> None:
    for number in range(3):
        await store.record_consent(replace(ONCE, key=phone_key(f"+1916966828{number}")), DESK)
    await store.record_consent(replace(AGAIN, key=email_key("bob@example.com")), DESK)
    await use(store, "C-2", "01hq")

    async def listed(query: ConsentQuery) -> list[str]:
        return [consent.consent_id for consent in await store.list_consents(query)]

    assert await listed(ConsentQuery(limit=2)) == ["C-1", "C-2"]
    assert await listed(ConsentQuery(limit=2, after="C-2")) == ["C-3", "C-4"]
    assert await listed(ConsentQuery(active_at=NOON)) == ["C-1", "C-3", "C-4"]
    assert await listed(ConsentQuery(source="form", after="C-3")) == ["C-4"]
    assert await listed(ConsentQuery(source="voice")) == []
    with pytest.raises(ValueError, match="not a consent id"):
        await store.list_consents(ConsentQuery(after="nonsense"))


async def test_a_request_is_listed_as_in_force_from_when_it_is_made_until_it_ends(
    store: SqliteSuppressionStore,
) -> None:
    end = NOON + timedelta(days=1)
    await store.record_consent(replace(ONCE, requested_at=NOON, expires_at=end), DESK)
    instant = timedelta(milliseconds=1)
    for at, is_listed in (
        (NOON - instant, False), (NOON, True), (end - instant, True), (end, False),
    ):  # fmt: skip
        found = await store.list_consents(ConsentQuery(active_at=at))
        assert bool(found) is is_listed, at


async def test_a_request_says_whom_and_how_often(store: SqliteSuppressionStore) -> None:
    consent = await store.record_consent(replace(ONCE, sender="acme"), DESK)
    assert (consent.sender, consent.is_for_once, consent.used_at) == ("acme", True, NEVER)
