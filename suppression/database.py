"""One SQLite file: its settings, its numbered migrations, keyed reads and durable writes.

**Failures:** a file that cannot be opened, read or written raises `StoreUnavailable`. See `writer`
for what a failed write means to those who shared its commit.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any, Final, TypeVar

from suppression import waiters
from suppression.errors import StoreUnavailable
from suppression.faults import not_opened
from suppression.folder_lock import one_at_a_time
from suppression.migrating import is_older, keep_copy, migrate
from suppression.writer import NOTHING_WRITTEN, Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from suppression.errors import StoreBroken
    from suppression.transaction import Ended
    from suppression.writer import Writing

Item = TypeVar("Item")
Result = TypeVar("Result")

PATIENCE_S: Final = 10.0  # how long a second process may hold the write lock
_NO_FILE: Final = (0, 0)
_UNDECODABLE: Final = "Could not decode"
_SETTINGS: Final = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # 250 and 200 promise durability
    "PRAGMA foreign_keys=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA wal_autocheckpoint=2000",
    "PRAGMA journal_size_limit=67108864",  # bytes: what a large import leaves of the log
)


class Database:
    """One SQLite file, read on the caller's thread and written on a thread of its own."""

    def __init__(
        self,
        path: Path,
        migrations: Path,
        *,
        attached: Mapping[str, Path] | None = None,
        shows_damage: bool = False,
    ) -> None:
        """Name the file, the folder of its `NNN_name.sql` migrations, and what is attached.

        `shows_damage`: text that is none any more is read with marks in it; else it is unavailable.
        """
        self._shows_damage = shows_damage
        self._path = path.absolute()  # whatever the working folder becomes
        self._name = str(self._path)
        self._migrations = migrations
        self._attached = dict(attached or {})
        self._reader: sqlite3.Connection | None = None
        self._read_file = _NO_FILE
        self._attached_files: list[tuple[int, int]] = []
        self._writer: Writer | None = None

    def open(self) -> None:
        """Make the file if it is missing, bring it to the newest schema, start the writer.

        Opening what is open does nothing; what was closed can be opened again.

        Raises:
            StoreUnavailable: the file cannot be opened, or was written by a newer version.
            StoreBroken: it is damaged.
        """
        if self._writer is not None:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with one_at_a_time(self._path.parent):
                _make(self._path)
                with closing(connect(self._path)) as connection:
                    keep_copy(connection, self._path, self._migrations)
                    migrate(connection, self._migrations)
            self._read_file = _file_at(self._name)
            self._reader = connect(self._path, read_only=True)
            self._reader.execute("SELECT 1 FROM sqlite_master").fetchone()  # makes its log, too
        except (sqlite3.Error, OSError, UnicodeDecodeError) as error:
            raise not_opened(f"cannot open {self._path.name}", error) from error
        paths = (self._path, *self._attached.values())
        self._writer = Writer(self._connect, self._attach, paths)

    @property
    def is_older(self) -> bool:
        """Whether there is a file that `open` would bring to a newer schema."""
        try:
            with closing(connect(self._path, read_only=True)) as connection:
                return is_older(connection, self._migrations)
        except sqlite3.Error:  # there is none, or `open` says what is wrong with it
            return False

    def close(self) -> None:
        """Finish what was submitted, then close the file."""
        if self._reader is not None:  # first: who closes last brings the log home, and it cannot
            self._reader.close()
            self._reader = None
        if self._writer is not None:
            self._writer.stop()
            self._writer = None

    @property
    def writing(self) -> Writing:
        """How the writer fares since the file was opened."""
        return NOTHING_WRITTEN if self._writer is None else self._writer.writing

    def read(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[Any]:
        """Return the rows of a keyed query, on the caller's thread: it takes microseconds."""
        return self.read_by(lambda connection: connection.execute(sql, parameters).fetchall())

    def read_by(self, reading: Callable[[sqlite3.Connection], Result]) -> Result:
        """Return what `reading` finds with a few keyed queries, on the caller's thread."""
        if self._reader is None:
            message = f"{self._path.name} is not open"
            raise StoreUnavailable(message)
        try:
            if (file := _file_at(self._name)) != self._read_file:
                reader = connect(self._path, read_only=True)
                self._reader.close()
                self._reader, self._read_file = reader, file
            return self._read(self._reader, reading)
        except (sqlite3.Error, OSError, UnicodeDecodeError) as error:
            message = f"cannot read {self._path.name}: {error}"
            raise StoreUnavailable(message) from error

    def read_at_once(self, reading: Callable[[sqlite3.Connection], Result]) -> Result:
        """Return what `reading` finds with several keyed queries, all as of one moment."""

        def in_one(connection: sqlite3.Connection) -> Result:
            connection.execute("BEGIN")
            try:
                return reading(connection)
            finally:
                connection.rollback()  # there is nothing to commit

        return self.read_by(in_one)

    @property
    def broken(self) -> StoreBroken | None:
        """Why nothing more is written: the disk does not keep what it is given."""
        return None if self._writer is None else self._writer.broken

    async def scan(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[Any]:
        """Return the rows of a query that may take long, on a thread and connection of its own."""
        return await asyncio.to_thread(
            self.snapshot, lambda connection: connection.execute(sql, parameters).fetchall()
        )

    def snapshot(self, reading: Callable[[sqlite3.Connection], Result]) -> Result:
        """Return what `reading` finds on a connection of its own; for another thread."""
        try:
            with closing(connect(self._path, read_only=True)) as connection:
                return self._read(connection, reading)
        except (sqlite3.Error, UnicodeDecodeError) as error:  # the name of a column, too
            message = f"cannot read {self._path.name}: {error}"
            raise StoreUnavailable(message) from error

    def _read(
        self, connection: sqlite3.Connection, reading: Callable[[sqlite3.Connection], Result]
    ) -> Result:
        try:
            return reading(connection)
        except sqlite3.OperationalError as error:
            if not (self._shows_damage and str(error).startswith(_UNDECODABLE)):
                raise
        connection.text_factory = _legible
        try:
            return reading(connection)
        finally:
            connection.text_factory = str

    async def write(self, job: Callable[[sqlite3.Connection], Result]) -> Result:
        """Run `job` on the writer thread and return its result once it is durable.

        A caller that is cancelled meanwhile does not stop the commit.
        """
        return await self._writer_of_ours().submit(job)

    async def write_item(
        self, work: Callable[[sqlite3.Connection, Sequence[Item]], Sequence[Result]], item: Item, *,
        is_awaited: bool = False,
    ) -> Result:  # fmt: skip
        """Have `work` done for an item, together with those of other callers that wait for it."""
        return await self._writer_of_ours().submit_item(work, item, is_awaited=is_awaited)

    async def write_attached(self, job: Callable[[sqlite3.Connection], Ended[Result]]) -> Result:
        """Run `job` while it holds the write locks of the attached files too, before others."""
        return await self._writer_of_ours().submit_attached(job)

    async def write_long(self, job: Callable[[sqlite3.Connection], Result]) -> Result:
        """Run `job`, one of many that follow each other, after those who wait for the file."""
        await waiters.let_in(self._path)
        return await self._writer_of_ours().submit_long(job)

    async def empty_log(self, *, patience_s: float = PATIENCE_S) -> bool:
        """Write the log into the file: what was overwritten is in neither then.

        Returns whether it could be done: somebody who reads may keep it from that just now. Nobody
        writes while they are waited for.
        """

        def job() -> bool:
            with closing(connect(self._path)) as connection:
                connection.execute(f"PRAGMA busy_timeout = {patience_s * 1000:.0f}")
                busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
                return not busy

        return await self.write_apart(job)

    async def write_apart(self, job: Callable[[], Result]) -> Result:
        """Run `job`, which has a connection of its own, while nothing is written to this file."""
        return await self._writer_of_ours().submit_apart(job)

    def _writer_of_ours(self) -> Writer:
        if self._writer is None:
            message = f"{self._path.name} is not open"
            raise StoreUnavailable(message)
        return self._writer

    def _connect(self) -> sqlite3.Connection:
        self._attached_files = []
        return connect(self._path)

    def _attach(self, connection: sqlite3.Connection) -> None:
        """Attach the other files to a connection that is of `_connect`, once."""
        files = self._files_attached()
        if not self._attached_files:
            for name, path in self._attached.items():
                attach(connection, name, path)
            self._attached_files = files
        if files != self._attached_files:
            message = "a file was replaced"  # the writer connects anew after an error of a file
            raise sqlite3.OperationalError(message)

    def _files_attached(self) -> list[tuple[int, int]]:
        return [_file_at(str(path)) for path in self._attached.values()]


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """Open a connection with the settings of every connection of ours."""
    connection = sqlite3.connect(
        _uri(path, "ro" if read_only else "rw"),
        uri=True,
        timeout=PATIENCE_S,
        isolation_level=None,  # transactions are written out
        check_same_thread=False,
        cached_statements=256,
    )
    connection.row_factory = sqlite3.Row
    for setting in _SETTINGS if not read_only else ():
        connection.execute(setting)
    return connection


def attach(connection: sqlite3.Connection, name: str, path: Path) -> None:
    """Attach a file that exists, as durable as the connection's own."""
    connection.execute(f"ATTACH DATABASE ? AS {name}", (_uri(path, "rw"),))
    connection.execute(f"PRAGMA {name}.synchronous=FULL")


def _make(path: Path) -> None:
    """Make a file that only its owner reads, unless it is there.

    One that is there is not even opened: closing it would drop the locks that SQLite holds on it.
    """
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _file_at(path: str) -> tuple[int, int]:
    """Return which file has the name now: SQLite goes on reading one that was moved away."""
    try:
        status = os.stat(path)  # noqa: PTH116 - at every look-up, and half as dear
    except FileNotFoundError:
        return _NO_FILE
    return status.st_dev, status.st_ino


def _legible(text: bytes) -> str:
    return text.decode(errors="replace")


def _uri(path: Path, mode: str) -> str:
    return f"{path.absolute().as_uri()}?mode={mode}"
