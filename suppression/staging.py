"""Rows of a file on their way to the list: put down as they come, given out in the order of keys.

In that order rows of one person lie side by side, and the list's index is written from one end to
the other, each page of it once. What does not fit into memory lies in a file that has no name.

**Failures:** a disk that is full raises `StoreUnavailable`; nothing has come to the list then.
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from contextlib import contextmanager
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import msgspec

from suppression.errors import StoreUnavailable, UnreadableFileError
from suppression.insertion import insert
from suppression.transfer.job import Batch
from suppression.transfer.merging import merged
from suppression.transfer.row import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Self

_CACHE_KIB: Final = 8 << 10
_AT_ONCE: Final = 500
_MOST_KINDS: Final = 20_000
_SETTINGS: Final = (
    "PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF", "PRAGMA temp_store=FILE",
    f"PRAGMA cache_size=-{_CACHE_KIB}",
)  # fmt: skip
_COLUMNS: Final = "key, kind, evidence, requested_at, expires_at, number, last_at"
_TABLE: Final = f"CREATE TABLE staged ({_COLUMNS})"
_PERSON: Final = itemgetter(0, 1)  # key, channel
_encode_lines: Final = msgspec.json.Encoder().encode_lines

_Kind: TypeAlias = tuple[str, str, str, str, str, int]
"""What many rows have in common: channel, scope, sender, reason, origin, include_subdomains."""


class Staging:
    """The rows of one file, in a database of their own that ends with it."""

    def __init__(self) -> None:
        """Make the database; it has no name, so nothing is left of it after a crash."""
        self._connection = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        for setting in (*_SETTINGS, _TABLE):
            self._connection.execute(setting)
        self._kinds: dict[_Kind, int] = {}
        self._using = threading.Lock()  # whoever is cut off goes on in its thread for a moment
        self._is_over = False
        self.count = 0

    def __enter__(self) -> Self:
        """Return the rows' place."""
        return self

    def __exit__(self, *_: object) -> None:
        """Forget the rows; who still puts some down, or reads them, is told that it is over."""
        with self._using:
            self._is_over = True
            self._connection.close()

    @contextmanager
    def _used(self) -> Iterator[sqlite3.Connection]:
        """Return the connection, for one thread at a time and as long as it is open."""
        with self._using:
            if self._is_over:
                raise StoreUnavailable("it was cut off")
            try:
                yield self._connection
            except sqlite3.Error as error:
                raise _unavailable(error) from error

    def put(self, rows: Iterable[Row]) -> None:
        """Put rows down.

        Raises:
            StoreUnavailable: the disk is full.
            UnreadableFileError: what should be few is different in every row.
        """
        packed = list(map(self._packed, rows))
        with self._used() as connection:
            connection.execute("BEGIN")
            insert(connection, f"staged ({_COLUMNS})", packed)
            connection.execute("COMMIT")
        self.count += len(packed)

    def batches(
        self, *, exactly: bool, size: Callable[[], int], after: int = 0, passed: str = ""
    ) -> Iterator[Batch]:
        """Yield the rows in the order of their keys, those of one person always together.

        `size`: how many rows the next batch may have. `after`: how many rows are dealt with, and
        `passed` their SHA-256; where others stand in their place by now, all come once more.

        Raises:
            StoreUnavailable: the disk is full.
        """
        rows, hashed = self._sorted(), hashlib.sha256()
        for some in _pieces(islice(rows, after)):
            hashed.update(_encode_lines(some))
        position = after
        if hashed.hexdigest() != passed:
            rows, hashed, position = self._sorted(), hashlib.sha256(), 0
        held = list(islice(rows, 1))
        while held:
            some = held + list(islice(rows, size()))
            last = some[-1].key
            more = next(rows, None)
            while more is not None and more.key == last:
                some.append(more)
                more = next(rows, None)
            held = [] if more is None else [more]
            kept = _without_copies(some, exactly=exactly)
            hashed.update(_encode_lines(some))
            begins, position = position, position + len(some)
            yield Batch(
                rows=tuple(kept), begins=begins, position=position, passed=hashed.hexdigest(),
                duplicate=len(some) - len(kept),
            )  # fmt: skip

    def _packed(self, row: Row) -> tuple[object, ...]:
        key, channel, scope, sender, reason, origin, text, asked, ends, below, number, last = row
        kind = channel, scope, sender, reason, origin, below
        place = self._kinds.get(kind)
        if place is None:
            if len(self._kinds) > _MOST_KINDS:
                message = f"the file names more than {_MOST_KINDS} streams: is that column one?"
                raise UnreadableFileError(message)
            place = self._kinds[kind] = len(self._kinds)
        return key, place, text, asked, ends, number, last

    def _sorted(self) -> Iterator[Row]:
        kinds = tuple(self._kinds)
        with self._used() as connection:
            cursor = connection.execute("SELECT * FROM staged ORDER BY key, kind, number, rowid")
        while found := self._some(cursor):
            for key, kind, evidence, requested, expires, number, last in found:
                channel, scope, sender, reason, origin, below = kinds[kind]
                yield Row(
                    key, channel, scope, sender, reason, origin, evidence, requested, expires,
                    below, number, last,
                )  # fmt: skip

    def _some(self, cursor: sqlite3.Cursor) -> list[tuple[Any, ...]]:
        with self._used():
            return cursor.fetchmany(_AT_ONCE)


def _pieces(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while some := list(islice(rows, _AT_ONCE)):
        yield some


def _without_copies(rows: list[Row], *, exactly: bool) -> list[Row]:
    """Return rows, of each person only those that no other stands for."""
    if len({row.key for row in rows}) == len(rows):
        return rows
    kept: list[Row] = []
    for _, same in groupby(sorted(rows, key=_PERSON), key=_PERSON):
        each = list(same)
        kept += each if len(each) == 1 else merged(each, exactly=exactly)
    return kept


def _unavailable(error: sqlite3.Error) -> StoreUnavailable:
    return StoreUnavailable(f"cannot sort the rows: {error}")
