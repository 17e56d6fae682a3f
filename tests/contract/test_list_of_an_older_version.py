"""A list that an older version kept goes on stopping everybody on it."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

from suppression.channel import Channel
from suppression.covering import Matching, other_form
from suppression.database import Database
from suppression.entry import Reason
from suppression.keys import email_key
from suppression.listfile import MIGRATIONS
from tests.contract.listing import ANN, DESK, LINK, NOON, PHONE, UNSUBSCRIBE, blocking

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

    from suppression.sqlite import SqliteSuppressionStore

ENTRY = (
    "INSERT INTO entries (channel, key, loose, scope, sender, reason, origin, evidence,"
    " requested_at, effective_at, include_subdomains, recorded_by)"
    " VALUES ('email', ?, ?, 'commercial', '', 'unsubscribe', 'recipient', 'link', ?, ?, 0, 'x')"
)
CONSENT = (
    "INSERT INTO consents (key, source, purposes, evidence, recorded_by, requested_at)"
    " VALUES (?, 'form', '[]', 'form 12', 'x', ?)"
)
GRANT = "INSERT INTO grants (id, channel, key, sender, stream) VALUES (7, 'email', ?, '', 'news')"


async def test_what_an_older_version_kept_holds(
    path: Path, tmp_path: Path, make: Callable[[Matching], SqliteSuppressionStore]
) -> None:
    first = tmp_path / "first"
    first.mkdir()
    shutil.copy(MIGRATIONS / "001_list.sql", first)
    before = Database(path, first)
    before.open()

    def fill(connection: sqlite3.Connection) -> None:
        at = NOON.timestamp()
        connection.execute(ENTRY, (ANN, ANN, at, at))
        connection.execute(CONSENT, (PHONE, at))
        connection.execute(GRANT, (ANN,))

    await before.write(fill)
    before.close()

    store = make(Matching())
    assert await blocking(store, ANN) == ("S-1",)
    (consent,) = await store.consents(PHONE)
    assert consent.is_active(NOON)
    assert not consent.is_for_once
    grant = await store.grant(7)
    assert grant is not None
    assert (grant.key, grant.stream) == (ANN, "news")
    assert not (await store.add(UNSUBSCRIBE, LINK))[1]
    lifted = await store.lift(ANN, Channel.EMAIL, because="asked", by=DESK, evidence="call 7")
    assert [entry.method for entry in lifted] == [""]


async def test_links_an_older_version_kept_are_found_whatever_dots_are_written(
    path: Path, tmp_path: Path, make: Callable[[Matching], SqliteSuppressionStore]
) -> None:
    written = {
        "a.nn@googlemail.com": "ann@gmail.com", "a.nn+x@gmail.com": "ann+x@gmail.com",
        "bob@example.com": None, '"a.b c"@example.com': None,
    }  # fmt: skip
    fifth = tmp_path / "fifth"
    fifth.mkdir()
    for script in MIGRATIONS.glob("00[1-5]_*.sql"):
        shutil.copy(script, fifth)
    before = Database(path, fifth)
    before.open()

    def fill(connection: sqlite3.Connection) -> None:
        for email in written:
            connection.execute(
                "INSERT INTO links (email, phone, evidence, recorded_by, recorded_at)"
                " VALUES (?, ?, 'form 12', 'x', 1)",
                (email, PHONE),
            )

    await before.write(fill)
    before.close()

    store = make(Matching(ignore_dots=frozenset({"gmail.com"})))
    found = store._database.read("SELECT email, loose FROM links ORDER BY id")
    assert dict(map(tuple, found)) == written
    assert all(other_form(email_key(email)) == loose for email, loose in written.items() if loose)
    await store.add(replace(UNSUBSCRIBE, reason=Reason.LEGAL, key=PHONE, channel=Channel.SMS), DESK)
    assert await blocking(store, email_key("an.n@gmail.com")) == ("S-1",)
