"""Whom a file names: by hash, with dots, at a wrong number, erased, or stopped by themselves."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest

from suppression.actor import Actor, Authority
from suppression.channel import Channel
from suppression.consent import ConsentSource, NewConsent
from suppression.covering import Matching
from suppression.database import connect
from suppression.entry import Origin, Reason, stream_scope
from suppression.hashes import ErasureSecrets
from suppression.keys import RecipientKey, email_key, phone_key
from suppression.migrating import migrate
from suppression.press import Press
from suppression.sqlite import MIGRATIONS, SqliteSuppressionStore
from suppression.store import Query
from suppression.transfer.job import Counts
from tests.contract.importing import LIST, House, entry
from tests.contract.listing import ANN, DESK, PEPPER, ledger

if TYPE_CHECKING:
    from pathlib import Path

PERSON: Final = Actor(name="recipient", method="page", authority=Authority.PERSON)


async def test_the_keyed_hash_of_another_installation_is_not_known(house: House) -> None:
    assert house.store.knows(ANN)
    assert not house.store.knows(RecipientKey("hmac:9:" + "a" * 64))


async def test_a_wrong_number_in_a_file_voids_its_consents(house: House) -> None:
    key = phone_key("+12025550123")
    await house.store.record_consent(
        NewConsent(key=key, source=ConsentSource.FORM, purposes=frozenset(), evidence="form",
                   requested_at=house.clock()), DESK,
    )  # fmt: skip
    await house.bring(b"phone,reason\n+12025550123,wrong number\n")
    (consent,) = await house.store.consents(key)
    assert consent.revoked_because == "wrong number, import I-1"


async def test_dots_are_ignored_where_they_mean_nothing_for_imported_people_too(
    house: House,
) -> None:
    store = SqliteSuppressionStore(
        house.path, pepper=PEPPER, clock=house.clock,
        matching=Matching(ignore_dots=frozenset({"gmail.com"})),
    )  # fmt: skip
    await house.bring(b"email\na.nn@gmail.com\nbob@gmail.com\n")
    store.open()
    try:
        for address, wanted in (("an.n@gmail.com", 1), ("b.ob@gmail.com", 1), ("c@gmail.com", 0)):
            key = email_key(address)
            found = await store.blocking([key], Channel.EMAIL, house.clock())
            assert len(found[key]) == wanted, address
    finally:
        store.close()


def test_a_list_of_before_imports_is_brought_up_to_date(tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.mkdir()
    for script in MIGRATIONS.glob("00[12]_*.sql"):
        shutil.copy(script, old)
    path = tmp_path / "suppression.db"
    path.touch()
    with closing(connect(path)) as connection:
        migrate(connection, old)
        for key, loose in (("a.b@gmail.com", "ab@gmail.com"), ("ann@example.com",) * 2):
            connection.execute(
                "INSERT INTO entries (channel, key, loose, scope, sender, reason, origin, evidence,"
                " requested_at, effective_at, include_subdomains, recorded_by) VALUES"
                " ('email', ?, ?, 'all', '', 'manual', 'api', '', 1, 1, 0, '')",
                (key, loose),
            )
        migrate(connection, MIGRATIONS)
        found = connection.execute("SELECT key, loose FROM entries ORDER BY id").fetchall()
        assert [tuple(row) for row in found] == [
            ("a.b@gmail.com", "ab@gmail.com"), ("ann@example.com", None),
        ]  # fmt: skip
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute("DELETE FROM entries")
        plan = connection.execute(
            "EXPLAIN QUERY PLAN SELECT * FROM entries WHERE loose IN (SELECT value FROM"
            " json_each(?)) AND channel = ? AND lifted_at IS NULL", ("[]", "email"),
        ).fetchall()  # fmt: skip
        assert "USING INDEX entries_of_loose" in plan[0]["detail"]


async def test_a_file_that_repeats_an_opt_out_lets_no_page_take_it_back(house: House) -> None:
    for row in (b"ann@example.com,,2024-05-06", b"ann@example.com,,2024-05-06,news"):
        act = f"act {len(row)}"
        pressed = entry(origin=Origin.RECIPIENT, press=Press(act=act, person=ANN))
        made, _ = await house.store.add(pressed, DESK)
        assert await house.store.made_by(act, [ANN]) == (made,)
        done = await house.bring(b"email,reason,date,stream\n" + row + b"\n")
        assert done.counts == Counts(known=1)
        assert await house.store.made_by(act, [ANN]) == ()
        assert await house.store.undo(act, [ANN], because="undone", by=PERSON) == ()
        assert await house.stops()
        await house.store.lift(ANN, Channel.EMAIL, because="next", by=DESK, evidence="call 7")
    told = [body for _, kind, body, _ in ledger(house.path) if kind == "suppression.confirmed"]
    assert [body["entry_id"] for body in told] == ["S-1", "S-2"]


async def test_a_file_takes_an_opt_out_from_what_scanners_are_suspected_of(house: House) -> None:
    people = [email_key(f"user{n}@corp.example") for n in range(6)]
    for key in people:
        press = Press(act=key, person=key, origin="192.0.2.7", send="a/b", is_hasty=True)
        await house.store.add(entry(key=key, origin=Origin.RECIPIENT, press=press), DESK)
    await house.bring(b"email\nuser0@corp.example\nnobody@corp.example\n")
    span = (house.clock() - timedelta(hours=1), house.clock())
    assert [each.key for each in await house.store.suspected(*span)] == people[1:]
    shown = await house.store.entry("S-1")
    assert shown is not None
    assert "suspected" not in shown.evidence


async def test_a_copy_of_our_own_list_is_nobodys_word(house: House) -> None:
    press = Press(act="act", person=ANN)
    pressed = entry(origin=Origin.RECIPIENT, evidence="page; really", press=press)
    made, _ = await house.store.add(pressed, DESK)
    assert (await house.bring(await house.exported())).counts == Counts(known=1)
    assert await house.store.made_by("act", [ANN]) == (made,)
    mixed = await house.exported() + b"ann@example.com,email,commercial,,unsubscribe,,,,,call 7\r\n"
    assert (await house.bring(mixed)).counts == Counts(known=2)
    assert await house.store.made_by("act", [ANN]) == ()


async def test_a_wrong_number_in_a_file_ends_its_links(house: House) -> None:
    number = phone_key("+19169668284")
    await house.store.link(ANN, number, evidence="form 12", by=DESK)
    await house.store.add(entry(channel=Channel.SMS, key=number, reason=Reason.LEGAL), DESK)
    await house.bring(b"phone,reason\n+19169668284,wrong_number\n")
    assert await house.store.linked(ANN) == ()
    assert await house.stops(commercial=False), "the law goes on"


async def test_no_file_brings_the_name_of_an_erased_person_back(tmp_path: Path) -> None:
    secrets = ErasureSecrets(((1, b"s" * 32),))
    house = House(tmp_path, matching=Matching(erasure=secrets))
    await house.bring(LIST)
    await house.store.erase(ANN, by=DESK)
    dry = await house.bring(LIST + b"\n", dry_run=True)
    done = await house.bring(LIST + b"\n")
    assert dry.counts == done.counts == Counts(known=2)
    assert ANN not in {each.key for each in await house.store.list(Query())}
    assert await house.stops()
    house.store.close()
    blind = House(tmp_path)
    assert (await blind.bring(LIST + b"\n\n")).counts == Counts(new=1, known=1)
    blind.store.close()


async def test_what_a_file_adds_about_an_erased_person_stands_under_their_hash(
    tmp_path: Path,
) -> None:
    secrets = ErasureSecrets(((1, b"s" * 32),))
    dots = frozenset({"gmail.com"})
    house = House(tmp_path, matching=Matching(erasure=secrets, ignore_dots=dots))
    mary, number = email_key("mary.ann@gmail.com"), phone_key("+12025550123")
    await house.store.add(entry(key=mary, scope=stream_scope("teas")), DESK)
    await house.store.add(entry(channel=Channel.SMS, key=number), DESK)
    for key in (mary, number):
        await house.store.erase(key, by=DESK)
    consent = NewConsent(
        key=number, source=ConsentSource.FORM, purposes=frozenset(), evidence="form",
        requested_at=house.clock(),
    )  # fmt: skip
    await house.store.record_consent(consent, DESK)
    done = await house.bring(
        b"email,phone,reason,note\nmary.ann@gmail.com,,complaint,mary.ann wrote\n"
        b",+12025550123,wrong_number,\n"
    )
    assert done.counts == Counts(stronger=2)
    listed = await house.store.list(Query())
    assert {each.key for each in listed} == {secrets.hashed(mary), secrets.hashed(number)}
    assert [each.evidence for each in listed if each.reason == Reason.COMPLAINT] == ["row 2"]
    assert await house.stops("m.aryann@gmail.com")
    (known,) = await house.store.consents(number)
    assert known.revoked_because == "wrong number, import I-1"
    house.store.close()
    assert b"mary" not in house.path.read_bytes()
