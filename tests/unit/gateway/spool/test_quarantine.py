"""Which errors may come of one damaged item, and which of the file, its locks or its disk."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from gateway.errors import StoreUnavailable
from gateway.spool.quarantine import is_damage, is_of_one_item


def of_sqlite(code: int) -> sqlite3.Error:
    error = sqlite3.DatabaseError("what SQLite says")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize("code", [sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_CORRUPT_INDEX])
def test_a_damaged_page_may_be_one_item_s(code: int) -> None:
    assert is_damage(of_sqlite(code))


@pytest.mark.parametrize(
    "code",
    [sqlite3.SQLITE_BUSY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_NOTADB],
)
def test_a_lock_a_full_disk_and_a_file_that_is_none_are_no_item_s(code: int) -> None:
    assert not is_damage(of_sqlite(code))
    assert not is_damage(sqlite3.ProgrammingError("it is closed"))


def test_a_text_that_is_none_may_be_one_item_s() -> None:
    with (
        closing(sqlite3.connect(":memory:")) as connection,
        pytest.raises(sqlite3.OperationalError) as raised,
    ):
        connection.execute("SELECT CAST(x'ff' AS TEXT)").fetchall()
    assert is_damage(raised.value)


@pytest.mark.parametrize("error", [ValueError(), TypeError(), KeyError(), OverflowError()])
def test_what_cannot_be_read_as_we_wrote_it_may_be_one_item_s(error: Exception) -> None:
    assert is_damage(error)


def test_a_store_is_unavailable_by_damage_if_what_stopped_it_is() -> None:
    unavailable = StoreUnavailable("not read")
    assert not is_damage(unavailable)
    unavailable.__cause__ = of_sqlite(sqlite3.SQLITE_BUSY)
    assert not is_damage(unavailable)
    unavailable.__cause__ = of_sqlite(sqlite3.SQLITE_CORRUPT)
    assert is_damage(unavailable)


@pytest.mark.parametrize(
    ("cause", "is_expected"),
    [
        (of_sqlite(sqlite3.SQLITE_CORRUPT), True),
        (sqlite3.IntegrityError("CHECK constraint failed"), True),
        (of_sqlite(sqlite3.SQLITE_FULL), False),
        (of_sqlite(sqlite3.SQLITE_IOERR_WRITE), False),
        (of_sqlite(sqlite3.SQLITE_BUSY), False),
        (MemoryError(), False),
        (None, False),
    ],
)
def test_where_there_is_no_room_for_one_item_there_is_none_for_others(
    cause: Exception | None, is_expected: bool
) -> None:
    unavailable = StoreUnavailable("not written")
    unavailable.__cause__ = cause
    assert is_of_one_item(unavailable) is is_expected
