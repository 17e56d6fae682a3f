"""An erased person is named nowhere, and is not written to all the same."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from gateway.ledger import verify
from suppression.actor import Actor
from suppression.channel import Channel
from suppression.consent import ConsentSource, NewConsent
from suppression.covering import Matching
from suppression.database import connect
from suppression.entry import ALL, COMMERCIAL, NEVER, Origin, Reason, stream_scope
from suppression.errors import StoreUnavailable
from suppression.granting import Grantee, ensure_grants
from suppression.hashes import ErasureSecrets, hashed_key
from suppression.keys import domain_key, email_key
from suppression.lifting import NotLiftable
from tests.contract.listing import ANN, DESK, LINK, NOON, PHONE, REQUEST, UNSUBSCRIBE, blocking

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from suppression.sqlite import SqliteSuppressionStore
    from tests.contract.listing import Clock

OLD, NEW = (1, b"o" * 32), (2, b"n" * 32)
SECRETS = ErasureSecrets((OLD,))
PRIVACY = Actor(name="privacy desk", method="cli")


@pytest.fixture
def store(make: Callable[[Matching], SqliteSuppressionStore]) -> SqliteSuppressionStore:
    return make(Matching(erasure=SECRETS))


async def test_an_erased_person_stays_stopped_as_they_were(store: SqliteSuppressionStore) -> None:
    await store.add(replace(UNSUBSCRIBE, scope=stream_scope("news"), sender="acme"), LINK)
    await store.add(UNSUBSCRIBE, LINK)
    kept = await store.erase(ANN, by=PRIVACY)
    assert [(entry.scope, entry.sender, entry.reason) for entry in kept] == [
        ("stream:news", "acme", Reason.UNSUBSCRIBE),
        (COMMERCIAL, "", Reason.UNSUBSCRIBE),
    ]
    assert {entry.key for entry in kept} == {SECRETS.hashed(ANN)}
    assert [entry.evidence for entry in kept] == ["", ""]
    assert await blocking(store, ANN) == ("S-1", "S-2")
    assert await blocking(store, email_key("ann+shop@example.com")) == ("S-1", "S-2")
    assert await blocking(store, email_key("bob@example.com")) == ()


async def test_nothing_is_sent_to_an_erased_person_whom_nothing_stopped(
    store: SqliteSuppressionStore,
) -> None:
    (entry,) = await store.erase(PHONE, by=PRIVACY)
    assert (entry.reason, entry.scope, entry.channel) == (Reason.ERASED, ALL, Channel.SMS)
    assert (entry.origin, entry.expires_at) == (Origin.SYSTEM, NEVER)
    assert await blocking(store, PHONE, Channel.SMS) == ("S-1",)
    assert entry.covers(commercial=False, stream="", sender="acme")


async def test_an_entry_that_ends_or_has_ended_is_not_enough(store: SqliteSuppressionStore) -> None:
    bounce = replace(UNSUBSCRIBE, reason=Reason.HARD_BOUNCE, expires_at=NOON + timedelta(days=1))
    await store.add(bounce, DESK)
    await store.add(UNSUBSCRIBE, LINK)
    await store.lift(ANN, Channel.EMAIL, because="asked", by=DESK, evidence="call 7",
                     entry_ids=["S-2"])  # fmt: skip
    assert [entry.reason for entry in await store.erase(ANN, by=PRIVACY)] == [
        Reason.HARD_BOUNCE,
        Reason.ERASED,
    ]
    assert await blocking(store, ANN, at=NOON + timedelta(days=2)) == ("S-3",)


async def test_nobody_reads_who_was_erased(store: SqliteSuppressionStore, path: Path) -> None:
    number = replace(UNSUBSCRIBE, channel=Channel.SMS, key=PHONE, evidence="call of Ann Lee")
    await store.add(number, LINK)
    await store.lift(PHONE, Channel.SMS, because="Ann Lee asked", by=DESK, evidence="call 7")
    await store.add(replace(number, key=hashed_key("md5", PHONE)), DESK)
    await store.record_consent(replace(REQUEST, evidence="form of Ann Lee"), DESK)
    await store.open_conversation(PHONE, ours=PHONE, at=NOON, by=DESK)
    await store.count_soft_bounce(PHONE, Channel.SMS, at=NOON, by=DESK)
    await store._database.write(
        lambda connection: ensure_grants(connection, [Grantee(PHONE, Channel.SMS, "", "")])
    )
    await store.erase(PHONE, by=PRIVACY)
    store.close()
    with closing(connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    left = b"".join(file.read_bytes() for file in path.parent.glob("suppression.db*"))
    for told in (b"9169668284", b"Ann Lee", hashed_key("md5", PHONE)[4:].encode(), b"192.0.2.7"):
        assert told not in left
    assert verify(path).is_whole


async def test_the_ledger_stays_whole_and_says_what_was_done(
    store: SqliteSuppressionStore, path: Path
) -> None:
    await store.add(UNSUBSCRIBE, LINK)
    await store.add(replace(UNSUBSCRIBE, key=email_key("bob@example.com")), LINK)
    await store.erase(ANN, by=PRIVACY)
    assert verify(path).is_whole
    assert verify(path).head.seq == 3
    added, erased = await store.history(ANN, Channel.EMAIL)
    assert (added.kind, added.by, added.address, added.summary) == (
        "added", "", "", "unsubscribe, commercial",
    )  # fmt: skip
    assert (erased.kind, erased.by, erased.method) == ("erased", "privacy desk", "cli")
    (bob,) = await store.history(email_key("bob@example.com"), Channel.EMAIL)
    assert bob.address == "192.0.2.7"


async def test_links_in_old_mail_stop_an_erased_person_too(store: SqliteSuppressionStore) -> None:
    grantee = Grantee(ANN, Channel.EMAIL, "acme", "news")
    numbers = []
    for _ in range(2):  # written to again after they came back, and erased again
        grants, _ = await store._database.write(
            lambda connection: ensure_grants(connection, [grantee])
        )
        numbers.append(grants[grantee])
        await store.erase(ANN, by=PRIVACY)
    assert numbers[0] != numbers[1]
    for number in numbers:
        grant = await store.grant(number)
        assert grant is not None
        assert (grant.key, grant.stream) == (SECRETS.hashed(ANN), "news")
        await store.add(replace(UNSUBSCRIBE, key=grant.key), LINK)
    assert await blocking(store, ANN) == ("S-1", "S-2")


async def test_requests_of_an_erased_person_are_void(store: SqliteSuppressionStore) -> None:
    await store.record_consent(REQUEST, DESK)
    await store.erase(PHONE, by=PRIVACY)
    assert await store.consents(PHONE) == ()


async def test_an_erased_person_who_turns_to_us_is_written_to_again(
    store: SqliteSuppressionStore, clock: Clock
) -> None:
    await store.erase(ANN, by=PRIVACY)
    clock.now = NOON + timedelta(days=1)
    order = NewConsent(
        key=ANN, source=ConsentSource.FORM, purposes=frozenset(), evidence="order 9",
        requested_at=clock.now,
    )  # fmt: skip
    await store.record_consent(replace(order, requested_at=NOON), DESK)
    assert await blocking(store, ANN, at=clock.now) == ("S-1",)
    await store.record_consent(order, DESK)
    assert await blocking(store, ANN, at=clock.now) == ()
    assert [event.kind for event in await store.history(ANN, Channel.EMAIL)] == [
        "erased", "consented", "consented", "lifted",
    ]  # fmt: skip


async def test_an_erased_persons_entry_is_lifted_as_the_reason_it_keeps(
    store: SqliteSuppressionStore,
) -> None:
    await store.add(replace(UNSUBSCRIBE, reason=Reason.LEGAL), DESK)
    await store.erase(ANN, by=PRIVACY)
    with pytest.raises(NotLiftable, match="S-1 needs compliance"):
        await store.lift(ANN, Channel.EMAIL, because="a mistake", by=DESK, evidence="call 7")
    assert await blocking(store, ANN) == ("S-1",)


async def test_what_stops_an_erased_person_is_not_put_there_twice(
    store: SqliteSuppressionStore,
) -> None:
    await store.add(UNSUBSCRIBE, LINK)
    (kept,) = await store.erase(ANN, by=PRIVACY)
    assert await store.add(UNSUBSCRIBE, LINK) == (kept, False)


async def test_erased_people_are_found_after_the_secret_was_changed(
    store: SqliteSuppressionStore, make: Callable[[Matching], SqliteSuppressionStore]
) -> None:
    await store.add(UNSUBSCRIBE, LINK)
    await store.erase(ANN, by=PRIVACY)
    bob = email_key("bob@example.com")
    rotated = make(Matching(erasure=ErasureSecrets((OLD, NEW))))
    assert await blocking(rotated, ANN) == ("S-1",)
    (entry,) = await rotated.erase(bob, by=PRIVACY)
    assert entry.key.startswith("hmac:2:")
    assert await blocking(rotated, bob) == ("S-2",)
    assert await blocking(rotated, ANN) == ("S-1",)
    (again,) = await rotated.erase(ANN, by=PRIVACY)
    assert again.key.startswith("hmac:2:")


async def test_dots_that_mean_nothing_hide_no_erased_person(
    make: Callable[[Matching], SqliteSuppressionStore],
) -> None:
    wide = make(Matching(ignore_dots=frozenset({"gmail.com"}), erasure=SECRETS))
    await wide.erase(email_key("a.n.n@gmail.com"), by=PRIVACY)
    assert await blocking(wide, email_key("an.n@gmail.com")) == ("S-1",)


async def test_nobody_is_erased_without_a_secret_to_recognise_them(
    make: Callable[[Matching], SqliteSuppressionStore],
) -> None:
    bare = make(Matching())
    await bare.add(UNSUBSCRIBE, LINK)
    with pytest.raises(StoreUnavailable, match="no secret"):
        await bare.erase(ANN, by=PRIVACY)
    assert await blocking(bare, ANN) == ("S-1",)


async def test_a_domain_is_no_person_to_erase(store: SqliteSuppressionStore) -> None:
    await store.add(replace(UNSUBSCRIBE, key=domain_key("example.com")), DESK)
    with pytest.raises(ValueError, match="not a person"):
        await store.erase(domain_key("example.com"), by=PRIVACY)
    assert await blocking(store, ANN) == ("S-1",)
