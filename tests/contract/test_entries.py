"""What every store of the list promises of an entry: it stands, ends, and is never deleted."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from suppression.channel import Channel
from suppression.covering import Matching
from suppression.database import connect
from suppression.entry import (
    ALL,
    COMMERCIAL,
    Entry,
    NewEntry,
    Origin,
    Reason,
    stops_everything,
    stream_scope,
)
from suppression.keys import email_key
from suppression.store import Query, SuppressionStore
from tests.contract.listing import ANN, DESK, LINK, NOON, UNSUBSCRIBE, Clock, blocking, ledger

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from suppression.sqlite import SqliteSuppressionStore


async def test_an_opt_out_is_in_force_when_it_is_answered(store: SuppressionStore) -> None:
    entry, is_new = await store.add(UNSUBSCRIBE, LINK)
    assert is_new
    assert entry == Entry(
        entry_id="S-1",
        channel=Channel.EMAIL,
        key=ANN,
        scope=COMMERCIAL,
        sender="",
        reason=Reason.UNSUBSCRIBE,
        origin=Origin.RECIPIENT,
        evidence="link in 01hq",
        requested_at=NOON - timedelta(minutes=1),
        effective_at=NOON,
        recorded_by="recipient",
        method="one-click",
    )
    assert await store.blocking((ANN,), Channel.EMAIL, NOON) == {ANN: (entry,)}
    assert await store.entry("S-1") == entry


async def test_an_opt_out_survives_a_restart(
    make: Callable[[Matching], SqliteSuppressionStore],
) -> None:
    before = make(Matching())
    await before.add(UNSUBSCRIBE, LINK)
    before.close()
    assert await blocking(make(Matching()), ANN) == ("S-1",)


async def test_an_opt_out_holds_when_the_clock_is_set_back(store: SuppressionStore) -> None:
    await store.add(UNSUBSCRIBE, LINK)
    earlier = NOON - timedelta(hours=1)
    assert await blocking(store, ANN, at=earlier) == ("S-1",)
    assert [each.entry_id for each in await store.list(Query(active_at=earlier))] == ["S-1"]
    assert (await store.lift(ANN, Channel.EMAIL, because="asked", by=DESK, evidence="call 7")) != ()


async def test_opting_out_twice_is_one_entry(store: SuppressionStore, path: Path) -> None:
    first, _ = await store.add(UNSUBSCRIBE, LINK)
    assert await store.add(UNSUBSCRIBE, replace(LINK, method="page")) == (first, False)
    assert len(ledger(path)) == 1


@pytest.mark.parametrize(
    "other",
    [
        replace(UNSUBSCRIBE, channel=Channel.SMS),
        replace(UNSUBSCRIBE, key=email_key("bob@example.com")),
        replace(UNSUBSCRIBE, scope=ALL),
        replace(UNSUBSCRIBE, scope=stream_scope("weekly")),
        replace(UNSUBSCRIBE, sender="acme"),
        replace(UNSUBSCRIBE, reason=Reason.COMPLAINT),
    ],
)
async def test_what_says_more_is_an_entry_of_its_own(
    store: SuppressionStore, other: NewEntry
) -> None:
    await store.add(UNSUBSCRIBE, LINK)
    assert (await store.add(other, LINK))[1]


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        (replace(UNSUBSCRIBE, origin=Origin.IMPORT), UNSUBSCRIBE),
        (replace(UNSUBSCRIBE, expires_at=NOON + timedelta(days=1)), UNSUBSCRIBE),
        (UNSUBSCRIBE, replace(UNSUBSCRIBE, include_subdomains=True)),
    ],
)
async def test_a_weaker_entry_does_not_stand_for_a_stronger_one(
    store: SuppressionStore, weaker: NewEntry, stronger: NewEntry
) -> None:
    await store.add(weaker, DESK)
    entry, is_new = await store.add(stronger, LINK)
    assert (entry.entry_id, is_new) == ("S-2", True)
    assert await store.add(weaker, DESK) == (await store.entry("S-1"), False)
    assert await store.add(stronger, LINK) == (entry, False)


@pytest.mark.parametrize("reason", sorted(filter(stops_everything, Reason)))
async def test_what_stops_everything_is_listed_as_what_it_does(
    store: SuppressionStore, reason: Reason
) -> None:
    entry, _ = await store.add(replace(UNSUBSCRIBE, reason=reason), DESK)
    assert entry.scope == ALL
    assert await store.list(Query(scope=ALL)) == (entry,)
    weekly = replace(UNSUBSCRIBE, reason=reason, scope=stream_scope("weekly"))
    assert await store.add(weekly, DESK) == (entry, False)


async def test_an_import_is_no_second_entry_beside_the_persons_own(store: SuppressionStore) -> None:
    entry, _ = await store.add(UNSUBSCRIBE, LINK)
    assert await store.add(replace(UNSUBSCRIBE, origin=Origin.IMPORT), DESK) == (entry, False)


async def test_an_entry_ends_when_it_expires(store: SuppressionStore, clock: Clock) -> None:
    bounce = replace(
        UNSUBSCRIBE,
        reason=Reason.SOFT_BOUNCE,
        origin=Origin.SYSTEM,
        expires_at=NOON + timedelta(days=14),
    )
    await store.add(bounce, DESK)
    assert await blocking(store, ANN, at=NOON + timedelta(days=13)) == ("S-1",)
    assert await blocking(store, ANN, at=NOON + timedelta(days=14)) == ()
    clock.now = NOON + timedelta(days=14)
    assert await store.lift(ANN, Channel.EMAIL, because="delivered", by=DESK) == ()
    assert (await store.add(bounce, DESK))[1]


async def test_lifting_ends_the_entry_and_keeps_it(store: SuppressionStore, clock: Clock) -> None:
    entry, _ = await store.add(UNSUBSCRIBE, LINK)
    clock.now = NOON + timedelta(hours=1)
    lifted = replace(entry, lifted_at=clock.now, lifted_by="desk", lifted_because="asked (call 7)")
    assert await store.lift(ANN, Channel.EMAIL, because="asked", by=DESK, evidence="call 7") == (
        lifted,
    )
    assert await blocking(store, ANN, at=clock.now) == ()
    assert await store.entry("S-1") == lifted
    assert await store.lift(ANN, Channel.EMAIL, because="again", by=DESK) == ()
    assert (await store.add(UNSUBSCRIBE, LINK))[1]


async def test_only_the_named_entries_of_that_person_are_lifted(store: SuppressionStore) -> None:
    await store.add(UNSUBSCRIBE, LINK)
    await store.add(replace(UNSUBSCRIBE, reason=Reason.COMPLAINT), LINK)
    await store.add(replace(UNSUBSCRIBE, key=email_key("bob@example.com")), LINK)
    ids = ("S-2", "S-3", "S-4711", "nonsense")
    lifted = await store.lift(
        ANN, Channel.EMAIL, because="asked", by=DESK, entry_ids=ids, evidence="call 7"
    )
    assert [entry.entry_id for entry in lifted] == ["S-2"]
    assert await blocking(store, ANN) == ("S-1",)
    assert await blocking(store, email_key("bob@example.com")) == ("S-3",)


async def test_an_entry_is_never_deleted(store: SuppressionStore, path: Path) -> None:
    await store.add(UNSUBSCRIBE, LINK)
    with closing(connect(path)) as connection, pytest.raises(sqlite3.IntegrityError, match="never"):
        connection.execute("DELETE FROM entries")


async def test_there_is_no_entry_by_an_id_nobody_has(store: SuppressionStore) -> None:
    for entry_id in ("S-1", "S-9223372036854775807", "nonsense"):
        assert await store.entry(entry_id) is None


async def test_a_time_without_a_zone_is_refused(store: SuppressionStore) -> None:
    naive = replace(UNSUBSCRIBE, requested_at=datetime(2026, 11, 23))  # noqa: DTZ001 - the mistake
    with pytest.raises(ValueError, match="no time zone"):
        await store.add(naive, LINK)
