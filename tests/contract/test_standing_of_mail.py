"""Where people stand who are to be sent mail: one look may tell, and overlooks nobody."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from suppression.channel import Channel
from suppression.covering import Matching
from suppression.entry import ALL, Reason
from suppression.hashes import ErasureSecrets, hashed_key
from suppression.keys import domain_key, email_key
from suppression.review import NewReview
from tests.contract.listing import ANN, DESK, NOON, PHONE, UNSUBSCRIBE

if TYPE_CHECKING:
    from collections.abc import Callable

    from suppression.entry import Entry
    from suppression.keys import RecipientKey
    from suppression.sqlite import SqliteSuppressionStore
    from tests.contract.listing import Clock

SECRETS = ErasureSecrets(((1, b"s" * 32),))
BOB = email_key("bob@elsewhere.example")
DOTTED = email_key("a.nn@gmail.com")


@pytest.fixture
def store(make: Callable[[Matching], SqliteSuppressionStore]) -> SqliteSuppressionStore:
    return make(Matching(erasure=SECRETS, ignore_dots=frozenset({"gmail.com"})))


async def stopped(store: SqliteSuppressionStore, **changes: object) -> Entry:
    new = dataclasses.replace(UNSUBSCRIBE, **changes)  # type: ignore[arg-type]
    entry, _ = await store.add(new, DESK)
    return entry


async def test_of_people_nobody_knows_each_is_named_and_nothing_stops_them(
    store: SqliteSuppressionStore,
) -> None:
    found = await store.standings([ANN, BOB], NOON)
    assert found.suppressed == {ANN: (), BOB: ()}
    assert found.unread == frozenset()


@pytest.mark.parametrize("others", [0, 1, 60])
async def test_whoever_of_them_is_listed_is_found(
    store: SqliteSuppressionStore, others: int
) -> None:
    entry = await stopped(store)
    people = [email_key(f"p{number}@elsewhere.example") for number in range(others)]
    found = await store.standings([*people, ANN], NOON)
    assert found.suppressed == {**dict.fromkeys(people, ()), ANN: (entry,)}


@pytest.mark.parametrize(
    ("listed", "person"),
    [
        (domain_key("example.com"), ANN),
        (ANN, email_key("ann+news@example.com")),
        (hashed_key("md5", ANN), ANN),
        (SECRETS.hashed(ANN), ANN),
        (email_key("ann@gmail.com"), DOTTED),
        (DOTTED, email_key("an.n@gmail.com")),
    ],
)
async def test_who_is_listed_by_anything_that_covers_them_is_found(
    store: SqliteSuppressionStore, listed: RecipientKey, person: RecipientKey
) -> None:
    entry = await stopped(store, key=listed)
    assert (await store.standings([person], NOON)).suppressed == {person: (entry,)}


@pytest.mark.parametrize("includes", [False, True])
async def test_a_domain_covers_those_below_it_where_it_is_to(
    store: SqliteSuppressionStore, *, includes: bool
) -> None:
    entry = await stopped(store, key=domain_key("example.com"), include_subdomains=includes)
    person = email_key("ann@mail.example.com")
    found = await store.standings([person], NOON)
    assert found.suppressed == {person: (entry,) if includes else ()}


async def test_whom_the_law_protects_by_their_number_is_found(
    store: SqliteSuppressionStore,
) -> None:
    await store.link(ANN, PHONE, evidence="form 12", by=DESK)
    entry = await stopped(store, channel=Channel.SMS, key=PHONE, scope=ALL, reason=Reason.LEGAL)
    assert (await store.standings([ANN], NOON)).suppressed == {ANN: (entry,)}


async def test_an_entry_that_ended_or_is_about_texts_stops_no_mail(
    store: SqliteSuppressionStore, clock: Clock
) -> None:
    await stopped(store)
    await store.lift(ANN, Channel.EMAIL, because="asked", by=DESK, evidence="call")
    await stopped(store, key=BOB, expires_at=NOON + timedelta(minutes=1))
    await stopped(store, channel=Channel.SMS, key=PHONE, scope=ALL)
    clock.now = NOON + timedelta(minutes=2)
    assert (await store.standings([ANN, BOB], clock.now)).suppressed == {ANN: (), BOB: ()}


async def test_who_wrote_a_reply_that_waits_for_a_reader_is_found(
    store: SqliteSuppressionStore,
) -> None:
    await store.review(
        NewReview(
            channel=Channel.EMAIL, key=ANN, text="enough?", matched="enough", received_at=NOON
        )
    )
    found = await store.standings([BOB, ANN, email_key("ann+news@example.com")], NOON)
    assert found.unread == {ANN, email_key("ann+news@example.com")}
