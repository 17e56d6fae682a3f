"""A line of the ledger cannot be changed, moved or taken out unseen."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from suppression.keys import phone_key
from suppression.ledger import GENESIS, Line, Pepper, append, chain
from suppression.sqlite import MIGRATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as memory:
        memory.executescript((MIGRATIONS / "001_list.sql").read_text())
        yield memory


def test_each_line_is_chained_to_the_one_before(connection: sqlite3.Connection) -> None:
    append(connection, [Line(at=NOON, kind="a", facts={"n": 1}), Line(at=NOON, kind="b")])
    append(connection, [Line(at=NOON, kind="c", detail={"who": "ann"})])
    previous = GENESIS
    lines = connection.execute("SELECT seq, body, hash FROM ledger ORDER BY seq").fetchall()
    assert [seq for seq, _, _ in lines] == [1, 2, 3]
    for seq, body, digest in lines:
        previous = chain(previous, seq, body)
        assert digest == previous
    assert json.loads(lines[0][1]) == {
        "at": "2026-11-23T12:00:00.000+00:00",
        "kind": "a",
        "n": 1,
        "person": "",
    }


def test_what_can_be_erased_is_no_part_of_the_chain(connection: sqlite3.Connection) -> None:
    append(connection, [Line(at=NOON, kind="a", detail={"key": "ann@example.com"})])
    (body,) = connection.execute("SELECT body FROM ledger").fetchone()
    assert "ann" not in body
    assert connection.execute("SELECT seq, detail FROM ledger_detail").fetchall() == [
        (1, '{"key":"ann@example.com"}')
    ]


@pytest.mark.parametrize("change", [(GENESIS, 2, "x"), (GENESIS, 1, "y"), (b"\1" * 32, 1, "x")])
def test_any_change_changes_the_hash(change: tuple[bytes, int, str]) -> None:
    assert chain(*change) != chain(GENESIS, 1, "x")


def test_a_person_is_a_keyed_hash() -> None:
    key = phone_key("+19169668284")
    person = Pepper(b"one").person(key)
    assert person == Pepper(b"one").person(key)
    assert person != Pepper(b"two").person(key)
    assert "8284" not in person
