"""Every change of the list is told by a line of its ledger, and is not made without one."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from suppression.channel import Channel
from suppression.database import connect
from suppression.keys import email_key
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
    from pathlib import Path

    from suppression.store import SuppressionStore


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
