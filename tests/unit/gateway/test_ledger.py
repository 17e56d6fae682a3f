"""Nothing in the record can be changed, moved or taken out unseen."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from operator import methodcaller
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from gateway.errors import StoreUnavailable
from gateway.ledger import EMPTY, export, head, verify
from gateway.spool.sqlite import MIGRATIONS as SPOOL
from suppression.database import connect
from suppression.keys import email_key
from suppression.ledger import GENESIS, Line, Pepper, append, chain
from suppression.migrating import migrate
from suppression.sqlite import MIGRATIONS as LIST

if TYPE_CHECKING:
    from collections.abc import Callable

NOON: Final = datetime(2026, 11, 23, 12, 0, 0, 123456, tzinfo=UTC)
LINES: Final = 12
ANN: Final = Pepper(b"pepper").person(email_key("ann@example.com"))


def line(number: int) -> Line:
    return Line(
        at=NOON + timedelta(milliseconds=number * 7.3),
        kind="delivered",
        person=ANN,
        facts={"queue_id": "0123456789abc", "codes": [], "attempt": number},
        detail={"address": "ann@example.com", "reply": f"250 ok {number}"},
    )


@pytest.fixture(params=[SPOOL, LIST], ids=["spool", "list"])
def chained(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "chained.db"
    path.touch()
    with closing(connect(path)) as connection:
        migrate(connection, request.param)
        append(connection, map(line, range(LINES)))
    return path


def tampered(path: Path, change: Callable[[sqlite3.Connection], object]) -> Path:
    """A copy that somebody with the file in hand has changed."""
    copy = Path(shutil.copy(path, path.with_suffix(".copy")))
    with closing(connect(copy)) as connection:
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in triggers.fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("PRAGMA foreign_keys = OFF")
        change(connection)
    return copy


def rehash(connection: sqlite3.Connection, since: int) -> None:
    """What somebody does who knows how the chain is made."""
    rows = connection.execute("SELECT seq, body, hash FROM ledger ORDER BY seq").fetchall()
    previous = GENESIS
    for row in rows:
        if row["seq"] >= since:
            previous = chain(previous, row["seq"], row["body"])
            connection.execute("UPDATE ledger SET hash = ? WHERE seq = ?", (previous, row["seq"]))
        else:
            previous = row["hash"]


def test_an_untouched_chain_is_whole(chained: Path) -> None:
    verdict = verify(chained)
    assert verdict.is_whole
    assert verdict.head == head(chained)
    assert verdict.head.seq == LINES


def test_a_chain_without_lines_is_whole(chained: Path) -> None:
    emptied = tampered(chained, lambda c: c.execute("DELETE FROM ledger"))
    assert verify(emptied).head == head(emptied) == EMPTY


def test_every_changed_byte_is_found(chained: Path) -> None:
    with closing(connect(chained)) as connection:
        rows = connection.execute("SELECT seq, at, kind, person, body, hash FROM ledger").fetchall()
    row = rows[5]
    changes: list[tuple[str, Any]] = [("at", NOON.timestamp()), ("seq", LINES + 7)]
    for name in ("kind", "person", "body"):
        said = row[name]
        changes += [
            (name, said[:i] + chr(ord(said[i]) ^ 1) + said[i + 1 :]) for i in range(len(said))
        ]
    changes += [
        ("hash", bytes(b ^ (i == at) for i, b in enumerate(row["hash"]))) for at in range(32)
    ]
    copy = tampered(chained, lambda _: None)
    with closing(connect(copy)) as connection:
        connection.executescript("PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF")
        for name, value in changes:
            try:
                _set(connection, name, value, 6)
            except sqlite3.OperationalError as error:
                # a queue id computed from broken JSON cannot even be stored
                assert "malformed JSON" in str(error)  # noqa: PT017 - the others must not raise
                continue
            verdict = verify(copy)
            assert verdict.broken_at == 6, (name, value)
            assert verdict.reason
            where = value if name == "seq" else 6
            _set(connection, name, row[name], where)
        assert verify(copy).is_whole


def _set(connection: sqlite3.Connection, name: str, value: object, seq: int) -> None:
    statement = f"UPDATE ledger SET {name} = ? WHERE seq = ?"  # noqa: S608 - names of columns
    connection.execute(statement, (value, seq))


def test_every_deleted_line_but_the_last_is_found(chained: Path) -> None:
    for seq in range(1, LINES):
        statement = f"DELETE FROM ledger WHERE seq = {seq}"  # noqa: S608 - a number
        assert verify(tampered(chained, methodcaller("execute", statement))).broken_at == seq


def test_lines_that_moved_up_into_a_gap_are_found(chained: Path) -> None:
    def close_gap(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM ledger WHERE seq = 5")
        for seq in range(6, LINES + 1):
            connection.execute("UPDATE ledger SET seq = ? WHERE seq = ?", (seq - 1, seq))

    assert verify(tampered(chained, close_gap)).broken_at == 5


def test_every_swap_of_neighbours_is_found(chained: Path) -> None:
    for seq in range(1, LINES):

        def swap(connection: sqlite3.Connection, seq: int = seq) -> None:
            for old, new in ((seq, -1), (seq + 1, seq), (-1, seq + 1)):
                connection.execute("UPDATE ledger SET seq = ? WHERE seq = ?", (new, old))

        assert verify(tampered(chained, swap)).broken_at == seq


def test_an_inserted_line_is_found(chained: Path) -> None:
    def insert(connection: sqlite3.Connection) -> None:
        for seq in range(LINES, 9, -1):
            connection.execute("UPDATE ledger SET seq = ? WHERE seq = ?", (seq + 1, seq))
        connection.execute(
            "INSERT INTO ledger (seq, at, kind, person, body, hash)"
            " SELECT 10, at, kind, person, body, hash FROM ledger WHERE seq = 9"
        )

    assert verify(tampered(chained, insert)).broken_at == 10


def test_a_cut_off_end_is_found_against_a_kept_head(chained: Path) -> None:
    kept = head(chained)
    cut = tampered(chained, lambda c: c.execute("DELETE FROM ledger WHERE seq > 7"))
    assert verify(cut).is_whole
    assert verify(cut, kept=kept).broken_at == 8


def test_a_chain_written_anew_is_found_against_a_kept_head(chained: Path) -> None:
    kept = head(chained)

    def rewrite(connection: sqlite3.Connection) -> None:
        connection.execute(
            "UPDATE ledger SET body = replace(body, '\"attempt\":5', '\"attempt\":6') WHERE seq = 6"
        )
        rehash(connection, 6)

    rewritten = tampered(chained, rewrite)
    assert verify(rewritten).is_whole
    assert verify(rewritten, kept=kept).broken_at == LINES


def test_a_kept_head_vouches_for_what_still_stands(chained: Path) -> None:
    kept = head(chained)
    with closing(connect(chained)) as connection:
        append(connection, [line(LINES)])
    assert verify(chained, kept=kept).is_whole


def test_an_erasure_of_details_leaves_the_chain_whole(chained: Path) -> None:
    erased = tampered(chained, lambda c: c.execute("DELETE FROM ledger_detail"))
    assert verify(erased).is_whole


def test_an_export_names_nobody_unless_asked(chained: Path) -> None:
    assert not any("ann@example.com" in text for text in export(chained))
    named = [json.loads(text) for text in export(chained, with_details=True)]
    assert [each["detail"]["address"] for each in named] == ["ann@example.com"] * LINES


def test_an_export_can_be_checked_by_anybody(chained: Path) -> None:
    previous = GENESIS
    for text in export(chained):
        each = json.loads(text)
        previous = chain(previous, each["seq"], each["line"])
        assert each["hash"] == previous.hex()


def test_an_export_of_erased_lines_still_has_their_facts(chained: Path) -> None:
    erased = tampered(chained, lambda c: c.execute("DELETE FROM ledger_detail"))
    lines = [json.loads(text) for text in export(erased, with_details=True)]
    assert len(lines) == LINES
    assert not any("detail" in each for each in lines)


def test_a_ledger_refuses_to_be_changed_by_us(tmp_path: Path) -> None:
    path = tmp_path / "messages.db"
    path.touch()
    with closing(connect(path)) as connection:
        migrate(connection, SPOOL)
        append(connection, [line(1)])
        for statement in ("UPDATE ledger SET kind = 'x'", "DELETE FROM ledger"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                connection.execute(statement)


def test_a_file_that_is_none_of_ours_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(b"no database" * 100)
    with pytest.raises(StoreUnavailable):
        verify(tmp_path / "x.db")
    with pytest.raises(StoreUnavailable):
        head(tmp_path / "missing.db")
