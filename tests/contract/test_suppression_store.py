"""What every store of the list promises."""

from __future__ import annotations

import asyncio
import json
import secrets
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from suppression import latest as looking
from suppression.consent import Consent, ConsentSource
from suppression.database import connect
from suppression.entry import (
    ALL,
    COMMERCIAL,
    NEVER,
    Channel,
    Entry,
    Origin,
    Reason,
    stops_everything,
    stream_scope,
)
from suppression.errors import StoreUnavailable
from suppression.granting import Grantee, ensure_grants
from suppression.keys import domain_key, email_key, phone_key
from suppression.matching import read_blocking
from suppression.store import (
    Grant,
    Latest,
    Matching,
    NewEntry,
    Query,
    SuppressionStore,
)
from tests.contract.listing import (
    ANN,
    DESK,
    LINK,
    NOON,
    PEPPER,
    PHONE,
    REQUEST,
    UNSUBSCRIBE,
    Clock,
    blocking,
    ledger,
)

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
    assert await blocking(store, ANN, at=NOON - timedelta(hours=1)) == ("S-1",)
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


async def test_an_opt_out_covers_subaddresses_and_never_the_other_way(
    store: SuppressionStore,
) -> None:
    await store.add(UNSUBSCRIBE, LINK)
    await store.add(replace(UNSUBSCRIBE, key=email_key("bob+news@example.com")), LINK)
    assert await blocking(store, email_key("ann+shop@example.com")) == ("S-1",)
    assert await blocking(store, email_key("bob+news@example.com")) == ("S-2",)
    assert await blocking(store, email_key("bob@example.com")) == ()
    assert await blocking(store, email_key("bob+shop@example.com")) == ()


async def test_subaddresses_are_left_alone_where_configured(
    make: Callable[[Matching], SqliteSuppressionStore],
) -> None:
    store = make(Matching(subaddress=False))
    await store.add(UNSUBSCRIBE, LINK)
    assert await blocking(store, email_key("ann+shop@example.com")) == ()


async def test_dots_are_ignored_only_where_configured(
    make: Callable[[Matching], SqliteSuppressionStore],
) -> None:
    strict, wide = make(Matching()), make(Matching(ignore_dots=frozenset({"gmail.com"})))
    await strict.add(replace(UNSUBSCRIBE, key=email_key("a.nn@gmail.com")), LINK)
    await strict.add(replace(UNSUBSCRIBE, key=email_key("a.nn@example.com")), LINK)
    assert await blocking(strict, email_key("an.n@gmail.com")) == ()
    assert await blocking(wide, email_key("an.n@gmail.com")) == ("S-1",)
    assert await blocking(wide, email_key("an.n+x@gmail.com")) == ("S-1",)
    assert await blocking(wide, email_key("a.nn@gmail.com")) == ("S-1",)
    assert await blocking(wide, email_key("an.n@example.com")) == ()


async def test_a_domain_covers_its_subdomains_only_if_it_says_so(store: SuppressionStore) -> None:
    await store.add(replace(UNSUBSCRIBE, key=domain_key("example.com")), DESK)
    await store.add(
        replace(UNSUBSCRIBE, key=domain_key("example.org"), include_subdomains=True), DESK
    )
    assert await blocking(store, ANN) == ("S-1",)
    assert await blocking(store, email_key("ann@news.example.com")) == ()
    assert await blocking(store, email_key("ann@badexample.com")) == ()
    assert await blocking(store, email_key("ann@a.b.example.org")) == ("S-2",)
    assert await blocking(store, email_key("ann@badexample.org")) == ()
    assert await blocking(store, domain_key("news.example.org")) == ("S-2",)


async def test_one_channel_does_not_speak_for_the_other(store: SuppressionStore) -> None:
    await store.add(replace(UNSUBSCRIBE, channel=Channel.SMS, key=PHONE), LINK)
    assert await blocking(store, PHONE, Channel.SMS) == ("S-1",)
    assert await blocking(store, PHONE, Channel.EMAIL) == ()


async def test_many_are_looked_up_at_once(store: SuppressionStore) -> None:
    keys = [email_key(f"ann{i}@example.com") for i in range(1000)]
    await store.add(replace(UNSUBSCRIBE, key=keys[7]), LINK)
    await store.add(replace(UNSUBSCRIBE, key=keys[7], reason=Reason.COMPLAINT), LINK)
    found = await store.blocking(keys, Channel.EMAIL, NOON)
    assert list(found) == keys
    assert {key for key, entries in found.items() if entries} == {keys[7]}
    assert [entry.entry_id for entry in found[keys[7]]] == ["S-1", "S-2"]
    assert await store.blocking((), Channel.EMAIL, NOON) == {}


async def test_there_is_no_entry_by_an_id_nobody_has(store: SuppressionStore) -> None:
    for entry_id in ("S-1", "S-9223372036854775807", "nonsense"):
        assert await store.entry(entry_id) is None


async def listed(store: SuppressionStore, query: Query) -> list[str]:
    return [entry.entry_id for entry in await store.list(query)]


async def test_the_list_is_read_page_by_page(store: SuppressionStore) -> None:
    for i in range(12):
        await store.add(replace(UNSUBSCRIBE, key=email_key(f"ann{i}@example.com")), LINK)
    pages = []
    after = ""
    while page := await listed(store, Query(after=after, limit=5)):
        pages.append(page)
        after = page[-1]
    assert pages == [[f"S-{i}" for i in range(a, b)] for a, b in ((1, 6), (6, 11), (11, 13))]
    with pytest.raises(ValueError, match="not an entry id"):
        await store.list(Query(after="nonsense"))


async def latest(store: SuppressionStore, query: Query, within_s: float = 9) -> Latest:
    return await store.latest(query, within_s=within_s)


async def test_the_newest_entries_are_read_page_by_page(store: SuppressionStore) -> None:
    assert await latest(store, Query()) == Latest(entries=(), onward="", is_whole=True)
    for i in range(7):
        await store.add(replace(UNSUBSCRIBE, key=email_key(f"ann{i}@example.com")), LINK)
    pages, after = [], ""
    while True:
        page = await latest(store, Query(after=after, limit=3))
        pages.append([entry.entry_id for entry in page.entries])
        assert page.is_whole
        if not page.onward:
            break
        after = page.onward
    assert pages == [["S-7", "S-6", "S-5"], ["S-4", "S-3", "S-2"], ["S-1"]]
    for wrong in ("nonsense", "S-x"):
        with pytest.raises(ValueError, match="not an entry id"):
            await latest(store, Query(after=wrong))
    assert (await latest(store, Query(after="S-99", limit=1))).entries[0].entry_id == "S-7"


async def test_the_newest_entries_are_filtered_and_found_by_key(store: SuppressionStore) -> None:
    for i in range(4):
        await store.add(replace(UNSUBSCRIBE, key=email_key(f"ann{i}@example.com")), LINK)
    found = await latest(store, Query(key="ann2@example.com"))
    assert [entry.entry_id for entry in found.entries] == ["S-3"]
    assert (await latest(store, Query(key="ann"))).entries == ()
    assert len((await latest(store, Query(text="ann"))).entries) == 4
    assert (await latest(store, Query(reason="legal"))).entries == ()


async def test_looking_for_the_newest_ends_in_time_and_says_where_to_go_on(
    store: SuppressionStore, path: Path
) -> None:
    for i in range(9):
        await store.add(replace(UNSUBSCRIBE, key=email_key(f"ann{i}@example.com")), LINK)
    with closing(connect(path, read_only=True)) as connection:
        looked, after = [], ""
        while True:
            page = looking.latest(connection, Query(text="ann0", after=after), 0, window=4)
            looked.append((len(page.entries), page.onward, page.is_whole))
            if not page.onward:
                break
            after = page.onward
        assert looked == [(0, "S-6", False), (0, "S-2", False), (1, "", True)]
        assert looking.latest(connection, Query(key="ann0@example.com"), 0, window=4).is_whole


@pytest.mark.parametrize(
    "words",
    [
        "' or '1'='1", "x' or 1=1 --", "%' or key like '%", "'; drop table entries; --",
        "\\' or 1 --",
        "') union select key from entries --", '" or ""="', "x'||(select 1)||'", "ann\x00' or 1 --",
    ],
)  # fmt: skip
async def test_words_of_sql_are_words_wherever_they_stand(
    store: SuppressionStore, words: str
) -> None:
    await store.add(UNSUBSCRIBE, LINK)
    odd = email_key("o'hara'--@example.net")
    await store.add(replace(UNSUBSCRIBE, key=odd, evidence=words), replace(LINK, name=words))
    for found in (Query(text=words), Query(scope=words), Query(reason=words), Query(channel=words)):
        assert await listed(store, found) == []
    entry = await store.entry("S-2")
    assert entry is not None
    assert (entry.key, entry.evidence) == (odd, words)
    await store.lift(odd, Channel.EMAIL, because=words, by=DESK, entry_ids=(words,), evidence=words)
    assert await listed(store, Query(text="o'hara")) == ["S-2"]
    assert await listed(store, Query(active_at=NOON)) == ["S-1", "S-2"]


async def test_the_list_is_searched(store: SuppressionStore, clock: Clock) -> None:
    await store.add(UNSUBSCRIBE, LINK)
    await store.add(replace(UNSUBSCRIBE, channel=Channel.SMS, key=PHONE, scope=ALL), LINK)
    clock.now = NOON + timedelta(hours=1)
    await store.add(replace(UNSUBSCRIBE, reason=Reason.COMPLAINT), LINK)
    await store.add(
        replace(UNSUBSCRIBE, reason=Reason.MANUAL, expires_at=NOON + timedelta(hours=2)), DESK
    )
    await store.lift(ANN, Channel.EMAIL, because="", by=DESK, entry_ids=("S-3",), evidence="call 7")
    assert await listed(store, Query()) == ["S-1", "S-2", "S-3", "S-4"]
    assert await listed(store, Query(text=" ANN@ ")) == ["S-1", "S-3", "S-4"]
    assert await listed(store, Query(text="%")) == []
    assert await listed(store, Query(channel="sms")) == ["S-2"]
    assert await listed(store, Query(scope="all")) == ["S-2"]
    assert await listed(store, Query(reason="complaint", text="example")) == ["S-3"]
    assert await listed(store, Query(since=clock.now)) == ["S-3", "S-4"]
    assert await listed(store, Query(active_at=clock.now)) == ["S-1", "S-2", "S-4"]
    assert await listed(store, Query(active_at=NOON)) == ["S-1", "S-2"]
    assert await listed(store, Query(active_at=NOON + timedelta(hours=2))) == ["S-1", "S-2"]


async def test_a_persons_history_is_told_from_the_ledger(
    store: SuppressionStore, clock: Clock
) -> None:
    await store.add(UNSUBSCRIBE, LINK)
    clock.now = NOON + timedelta(hours=1)
    await store.lift(ANN, Channel.EMAIL, because="asked", by=DESK, evidence="call 7")
    await store.add(replace(UNSUBSCRIBE, key=email_key("bob@example.com")), LINK)
    first, second = await store.history(ANN, Channel.EMAIL)
    assert (first.seq, first.at, first.kind, first.entry_id) == (1, NOON, "added", "S-1")
    assert (first.by, first.method, first.address) == ("recipient", "one-click", "192.0.2.7")
    assert first.summary == "unsubscribe, commercial, link in 01hq"
    assert (second.at, second.kind, second.by) == (clock.now, "lifted", "desk")
    assert second.summary == "unsubscribe, commercial, asked (call 7)"
    assert await store.history(ANN, Channel.SMS) == ()


async def test_what_an_erasure_took_is_not_told(store: SuppressionStore, path: Path) -> None:
    await store.add(UNSUBSCRIBE, LINK)
    with closing(connect(path)) as connection:
        connection.execute("DELETE FROM ledger_detail")
    (event,) = await store.history(ANN, Channel.EMAIL)
    assert (event.kind, event.by, event.address) == ("added", "", "")
    assert event.summary == "unsubscribe, commercial"


async def test_every_change_leaves_a_line_without_the_person_in_it(
    store: SuppressionStore, path: Path
) -> None:
    await store.add(UNSUBSCRIBE, LINK)
    await store.lift(ANN, Channel.EMAIL, because="asked", by=DESK, evidence="call 7")
    await store.record_consent(REQUEST, DESK)
    await store.revoke_consents(PHONE, because="stop", by=LINK)
    lines = ledger(path)
    assert [kind for _, kind, _, _ in lines] == [
        "suppression.added",
        "suppression.lifted",
        "consent.recorded",
        "consent.revoked",
    ]
    assert lines[0][2] == {
        "at": "2026-11-23T12:00:00.000+00:00",
        "kind": "suppression.added",
        "person": PEPPER.person(ANN),
        "entry_id": "S-1",
        "channel": "email",
        "scope": "commercial",
        "reason": "unsubscribe",
        "origin": "recipient",
        "sender": "",
        "method": "one-click",
        "message": "01hq",
    }
    assert lines[0][3] == {
        "key": "ann@example.com",
        "actor": "recipient",
        "address": "192.0.2.7",
        "evidence": "link in 01hq",
    }
    for _, _, facts, _ in lines:
        said = json.dumps(facts)
        assert not any(word in said for word in ("ann@", "9169668284", "192.0.2.7", "desk"))


async def test_nothing_is_left_of_a_change_whose_line_cannot_be_written(
    store: SuppressionStore, path: Path
) -> None:
    with closing(connect(path)) as connection:
        connection.execute("ALTER TABLE ledger RENAME TO gone")
        with pytest.raises(sqlite3.OperationalError):
            await store.add(UNSUBSCRIBE, LINK)
        connection.execute("ALTER TABLE gone RENAME TO ledger")
    assert await blocking(store, ANN) == ()
    assert (await store.add(UNSUBSCRIBE, LINK))[1]


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


async def test_a_time_without_a_zone_is_refused(store: SuppressionStore) -> None:
    naive = replace(UNSUBSCRIBE, requested_at=datetime(2026, 11, 23))  # noqa: DTZ001 - the mistake
    with pytest.raises(ValueError, match="no time zone"):
        await store.add(naive, LINK)


async def test_a_token_speaks_for_the_one_grant_of_its_person(
    store: SuppressionStore, path: Path
) -> None:
    grantees = [
        Grantee(ANN, Channel.EMAIL, "acme", "weekly"),
        Grantee(ANN, Channel.EMAIL, "acme", "daily"),
        Grantee(ANN, Channel.EMAIL, "zenith", "weekly"),
        Grantee(ANN, Channel.SMS, "acme", "weekly"),
        Grantee(email_key("bob@example.com"), Channel.EMAIL, "acme", "weekly"),
    ]
    with closing(connect(path)) as connection:
        assert ensure_grants(connection, ()) == ({}, False)
        first, was_made = ensure_grants(connection, grantees[:1])
        every, more_were_made = ensure_grants(connection, grantees)
        again, none_was_made = ensure_grants(connection, grantees)
    assert (was_made, more_were_made, none_was_made) == (True, True, False)
    assert every == again
    assert every[grantees[0]] == first[grantees[0]]
    ids = [every[grantee] for grantee in grantees]
    assert len(set(ids)) == 5
    assert all(0 < grant_id < 2**64 for grant_id in ids)
    assert await store.grant(ids[0]) == Grant(
        grant_id=ids[0], channel=Channel.EMAIL, key=ANN, sender="acme", stream="weekly"
    )
    assert await store.grant(0) is None


async def test_a_grant_id_that_is_taken_is_drawn_again(
    store: SuppressionStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter([2**64 - 2, 2**64 - 2, 5])
    monkeypatch.setattr(secrets, "randbelow", lambda _: next(drawn))
    with closing(connect(path)) as connection:
        ids = [
            ensure_grants(connection, [grantee])[0][grantee]
            for grantee in (Grantee(ANN, Channel.EMAIL, "", s) for s in ("weekly", "daily"))
        ]
    assert ids == [2**64 - 1, 6]
    assert [(await store.grant(i)).stream for i in ids] == ["weekly", "daily"]  # type: ignore[union-attr] # both are there


async def test_the_spool_reads_the_list_through_its_own_connection(
    store: SuppressionStore, path: Path
) -> None:
    await store.add(UNSUBSCRIBE, LINK)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.row_factory = sqlite3.Row
        connection.execute("ATTACH DATABASE ? AS list", (str(path),))
        found = read_blocking(connection, (ANN,), Channel.EMAIL, NOON, Matching(), "list")
        assert [entry.entry_id for entry in found[ANN]] == ["S-1"]
        (grant_id,) = ensure_grants(
            connection, [Grantee(ANN, Channel.EMAIL, "", "")], schema="list"
        )[0].values()
    assert await store.grant(grant_id) is not None


async def test_two_processes_keep_one_list_and_one_unbroken_ledger(
    make: Callable[[Matching], SqliteSuppressionStore], path: Path
) -> None:
    one, other = make(Matching()), make(Matching())
    keys = [email_key(f"ann{i}@example.com") for i in range(100)]
    results = await asyncio.gather(
        *(each.add(replace(UNSUBSCRIBE, key=key), LINK) for key in keys for each in (one, other))
    )
    assert sum(is_new for _, is_new in results) == 100
    assert len(ledger(path)) == 100
    for each in (one, other):
        assert all((await each.blocking(keys, Channel.EMAIL, NOON)).values())


async def test_a_list_that_cannot_be_read_says_so(
    make: Callable[[Matching], SqliteSuppressionStore],
) -> None:
    store = make(Matching())
    assert await store.is_reachable()
    store.close()
    assert not await store.is_reachable()
    with pytest.raises(StoreUnavailable):
        await store.blocking((ANN,), Channel.EMAIL, NOON)
    with pytest.raises(StoreUnavailable):
        await store.add(UNSUBSCRIBE, LINK)
