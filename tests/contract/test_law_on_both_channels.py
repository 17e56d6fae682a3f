"""What the law asks for stops a person by whatever they are reached: by number and by address."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from suppression.actor import Actor, Authority
from suppression.channel import Channel
from suppression.covering import Matching
from suppression.entry import ALL, COMMERCIAL, NEVER, NewEntry, Origin, Reason
from suppression.hashes import ErasureSecrets, hashed_key
from suppression.keys import channel_of, domain_key, email_key, phone_key
from suppression.lifting import NotLiftable
from tests.contract.listing import ANN, DESK, LINK, NOON, PHONE, UNSUBSCRIBE, ledger

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from suppression.entry import Entry
    from suppression.keys import RecipientKey
    from suppression.sqlite import SqliteSuppressionStore
    from tests.contract.listing import Clock

COUNSEL = Actor(name="counsel", method="cli", authority=Authority.COMPLIANCE)
SECOND, OTHER = phone_key("+12025550123"), email_key("ann.lee@example.net")
OF_THE_LAW = (Reason.LEGAL, Reason.MINOR)


@pytest.fixture
def store(make: Callable[[Matching], SqliteSuppressionStore]) -> SqliteSuppressionStore:
    return make(Matching(erasure=ErasureSecrets(((1, b"s" * 32),))))


def law(key: RecipientKey, reason: Reason = Reason.LEGAL, **changes: object) -> NewEntry:
    plain = NewEntry(
        channel=channel_of(key), key=key, scope=COMMERCIAL, reason=reason, origin=Origin.API,
        requested_at=NOON - timedelta(days=3),
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]


async def link(
    store: SqliteSuppressionStore, email: RecipientKey = ANN, phone: RecipientKey = PHONE
) -> None:
    await store.link(email, phone, evidence=f"form 12 of {email}", by=DESK)


async def stops(store: SqliteSuppressionStore, key: RecipientKey) -> tuple[Entry, ...]:
    return (await store.blocking([key], channel_of(key), NOON))[key]


@pytest.mark.parametrize("reason", OF_THE_LAW)
@pytest.mark.parametrize(("named", "reached"), [(ANN, PHONE), (PHONE, ANN)])
async def test_what_the_law_asks_for_stops_both_channels(
    store: SqliteSuppressionStore, reason: Reason, named: RecipientKey, reached: RecipientKey
) -> None:
    await link(store)
    entry, _ = await store.add(law(named, reason), DESK)
    assert await stops(store, reached) == (entry,)
    assert entry.covers(commercial=False, stream="", sender="acme")
    assert await stops(store, named) == (entry,)
    assert await stops(store, OTHER) == ()
    await store.lift(named, channel_of(named), because="a mistake", by=COUNSEL)
    assert await stops(store, reached) == ()


@pytest.mark.parametrize("reason", sorted(set(Reason) - {*OF_THE_LAW, Reason.ERASED}))
async def test_no_other_reason_crosses_over(store: SqliteSuppressionStore, reason: Reason) -> None:
    await link(store)
    await store.add(law(OTHER), DESK)
    await store.add(law(ANN, reason, scope=ALL), DESK)
    assert await stops(store, PHONE) == ()


async def test_whoever_is_linked_to_somebody_linked_is_the_same_person(
    store: SqliteSuppressionStore,
) -> None:
    await link(store)
    await link(store, ANN, SECOND)
    await link(store, OTHER, SECOND)
    entry, _ = await store.add(law(PHONE), DESK)
    for key in (ANN, SECOND, OTHER):
        assert await stops(store, key) == (entry,)


async def test_a_subaddress_has_the_links_of_its_address(store: SqliteSuppressionStore) -> None:
    await link(store)
    entry, _ = await store.add(law(PHONE), DESK)
    tagged = email_key("ann+shop@example.com")
    assert await stops(store, tagged) == (entry,)
    await link(store, email_key("bob+shop@example.com"), SECOND)
    await store.add(law(SECOND), DESK)
    assert await stops(store, email_key("bob@example.com")) == ()


async def test_dots_that_mean_nothing_hide_no_link(
    make: Callable[[Matching], SqliteSuppressionStore],
) -> None:
    wide = make(Matching(ignore_dots=frozenset({"gmail.com", "googlemail.com"})))
    await link(wide, email_key("a.n.n@googlemail.com"))
    entry, _ = await wide.add(law(PHONE), DESK)
    assert await stops(wide, email_key("an.n@gmail.com")) == (entry,)
    assert await stops(make(Matching()), email_key("an.n@gmail.com")) == ()


@pytest.mark.parametrize("key", [domain_key("example.com"), hashed_key("sha256", ANN)])
async def test_a_domain_or_hash_that_covers_the_address_stops_the_number(
    store: SqliteSuppressionStore, key: RecipientKey
) -> None:
    await link(store)
    entry, _ = await store.add(law(key), DESK)
    assert await stops(store, PHONE) == (entry,)


async def test_what_stops_both_is_told_once_in_the_order_it_came(
    store: SqliteSuppressionStore,
) -> None:
    await link(store)
    first, _ = await store.add(law(PHONE), DESK)
    own, _ = await store.add(UNSUBSCRIBE, LINK)
    last, _ = await store.add(law(ANN, Reason.MINOR), DESK)
    assert await stops(store, ANN) == (first, own, last)
    assert await stops(store, PHONE) == (first, last)


@pytest.mark.parametrize("key", [ANN, PHONE])
async def test_a_link_by_which_the_law_stops_somebody_is_ended_by_compliance_alone(
    store: SqliteSuppressionStore, key: RecipientKey
) -> None:
    await link(store)
    entry, _ = await store.add(law(ANN), DESK)
    with pytest.raises(NotLiftable, match="S-1 needs compliance"):
        await store.unlink(key, because="a new number", by=DESK)
    assert await stops(store, PHONE) == (entry,)
    await store.unlink(key, because="another person's", by=COUNSEL)
    assert await stops(store, PHONE) == ()
    assert await store.unlink(key, because="once more", by=DESK) == ()


async def test_a_link_that_stops_nobody_is_ended_by_staff(store: SqliteSuppressionStore) -> None:
    await link(store)
    await store.add(law(OTHER), DESK)
    assert len(await store.unlink(ANN, because="a new number", by=DESK)) == 1


@pytest.mark.parametrize(("erased", "named"), [(ANN, ANN), (ANN, PHONE), (PHONE, ANN)])
async def test_an_erasure_lets_go_of_nothing_the_law_asks_for(
    store: SqliteSuppressionStore, path: Path, erased: RecipientKey, named: RecipientKey
) -> None:
    await link(store)
    await link(store, ANN, SECOND)
    await store.add(law(named), DESK)
    await store.erase(erased, by=DESK)
    for key in (ANN, PHONE, SECOND):
        (entry,) = await stops(store, key)
        assert (entry.reason, entry.expires_at) == (Reason.LEGAL, NEVER)
        assert entry.requested_at == NOON - timedelta(days=3)
        with pytest.raises(NotLiftable, match="needs compliance"):
            await store.lift(
                entry.key, entry.channel, because="a mistake", by=DESK, evidence="call 7"
            )
    told = [detail for _, kind, _, detail in ledger(path) if kind == "link.recorded" and detail]
    assert erased not in str(ledger(path))
    assert len(told) == (0 if erased == ANN else 2), "of the link that stands, on both sides"


async def test_an_erasure_beside_the_law_of_others_makes_nothing_up(
    store: SqliteSuppressionStore,
) -> None:
    await link(store)
    await store.add(law(OTHER), DESK)
    await store.erase(ANN, by=DESK)
    assert await stops(store, PHONE) == ()


async def test_a_wrong_number_lets_go_of_nothing_the_law_asks_for(
    store: SqliteSuppressionStore, clock: Clock
) -> None:
    await link(store)
    entry, _ = await store.add(law(PHONE), DESK)
    wrong = law(PHONE, Reason.WRONG_NUMBER, requested_at=clock.now)
    await store.add(wrong, DESK)
    (carried,) = await stops(store, ANN)
    assert carried.entry_id != entry.entry_id
    assert (carried.key, carried.reason, carried.origin) == (ANN, Reason.LEGAL, Origin.SYSTEM)
    assert [event.kind for event in await store.history(ANN, Channel.EMAIL)] == [
        "linked", "unlinked", "added",
    ]  # fmt: skip
    await store.add(wrong, DESK)
    assert await stops(store, ANN) == (carried,)
