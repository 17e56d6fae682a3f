"""Opt-outs that could not be written to the list: one small file, kept apart from it.

The file gets its room when it is made, so that a disk that fills up later leaves it its own. Each
record is one line behind its checksum. What ends without a line's end is half a record that nobody
was told of. A line that is none was damaged: the file is set aside as it is, and what is whole in
it, before that line and behind it, goes into a new one.

**Failures:** a file that cannot be read, written or synced raises `StoreUnavailable`: what was
asked is then kept nowhere, and whoever asked must be told so. After a sync that failed nothing more
is kept (`StoreBroken`).
"""

from __future__ import annotations

import asyncio
import os
import re
import threading
import zlib
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any, Final

import msgspec

from suppression.errors import StoreBroken, StoreUnavailable
from suppression.faults import not_written

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    Record = Mapping[str, Any]

SET_ASIDE: Final = ".damaged"
"""What the names of files that were set aside have behind that of the journal."""

_ROOM_BYTES: Final = 1 << 20  # some thousands of opt-outs
_CHECKSUM: Final = 8  # hexadecimal digits
_SECTOR_BYTES: Final = 512  # the least that a disk writes
_BEGINNING: Final = re.compile(rb"[0-9a-f]{8} \{")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What is in a file: where its last line ends, and whether one of them is no record."""

    records: list[Record]
    end: int
    is_damaged: bool


class Journal:
    """The journal of one gateway; no second process writes to it."""

    def __init__(self, path: Path) -> None:
        """Name the file; it is made by `open`."""
        self._path = path
        self.set_aside: Path | None = None
        """The damaged file that was found at the start: what it says is not all kept."""
        self._lock = threading.Lock()
        self.broken: StoreBroken | None = None
        self._descriptor = -1
        self._end = 0
        self._records: list[Record] = []

    def open(self) -> None:
        """Read what waits, and make ready for more.

        Raises:
            StoreUnavailable: the file cannot be used.
        """
        with self._lock:
            try:
                self._mend()
                self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
                raw = self._path.read_bytes()
                found = _read(raw)
                self._records, self._end = found.records, found.end
                if raw[self._end :].strip(b"\0"):  # the half of a line that nobody was told of
                    self._write(bytes(len(raw) - self._end))
                with suppress(OSError):  # no room, or no such call: it grows as it is written
                    os.posix_fallocate(self._descriptor, 0, _ROOM_BYTES)
                self._sync()
                _sync_names(self._path.parent)
            except OSError as error:
                raise self._unavailable(error) from error

    def close(self) -> None:
        """Close the file; what waits is on the disk."""
        with self._lock:
            if self._descriptor >= 0:
                os.close(self._descriptor)
                self._descriptor = -1

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits."""
        return not self._records

    @property
    def records(self) -> tuple[Record, ...]:
        """What waits, the oldest first."""
        with self._lock:
            return tuple(self._records)

    async def append(self, record: Record) -> None:
        """Keep a record; it is on the disk when this returns.

        Raises:
            StoreUnavailable: it is not.
        """
        await asyncio.to_thread(self._append, record)

    def clear(self, count: int) -> bool:
        """Forget everything, if `count` records are everything; whether they are.

        Raises:
            StoreUnavailable: they are read again at the next start.
        """
        with self._lock:
            if len(self._records) != count:
                return False
            length, self._end = self._end, 0
            self._records = []
            try:
                self._write(bytes(length))
            except OSError as error:
                raise self._unavailable(error) from error
            return True

    def _mend(self) -> None:
        """Set a damaged file aside, and have a new one with what is whole in it."""
        raw = self._path.read_bytes() if self._path.exists() else b""
        found = _read(raw)
        if not found.is_damaged:
            return
        damaged = raw.rstrip(b"\0")
        names = (f"{self._path.name}{SET_ASIDE}-{n}" for n in count(1))
        aside = next(
            each for each in map(self._path.with_name, names)
            if not each.exists() or each.read_bytes() == damaged  # a start before broke off here
        )  # fmt: skip
        fresh = self._path.with_name(f"{self._path.name}.new")
        _keep(fresh, damaged)  # first: wherever this breaks off, all of it is there
        fresh.replace(aside)
        _keep(fresh, b"".join(map(_line, found.records)))
        fresh.replace(self._path)
        self.set_aside = aside

    def _append(self, record: Record) -> None:
        line = _line(record)
        with self._lock:
            try:
                self._write(line)
            except OSError as error:
                raise self._unavailable(error) from error
            self._end += len(line)
            self._records.append(record)

    def _write(self, data: bytes) -> None:
        """Write behind the last record, and be sure of it."""
        if self.broken is not None:
            raise self.broken
        done = 0
        while done < len(data):
            done += os.pwrite(self._descriptor, data[done:], self._end + done)
        self._sync()

    def _sync(self) -> None:
        try:
            os.fsync(self._descriptor)
        except OSError as error:
            text = f"the disk does not keep {self._path.name}: {error.strerror}"
            self.broken = StoreBroken(text)
            raise self.broken from error

    def _unavailable(self, error: OSError) -> StoreUnavailable:
        return not_written(f"cannot use {self._path.name}", error)


def _keep(path: Path, data: bytes) -> None:
    with open(path, "wb", opener=_private) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _sync_names(folder: Path) -> None:
    """Be sure that the file has its name: what is synced without one is lost."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def waiting(path: Path) -> tuple[Record, ...]:
    """Return what waits in the journal of a gateway that may be running.

    Raises:
        StoreUnavailable: the file cannot be read.
    """
    try:
        return tuple(_read(path.read_bytes()).records)
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise StoreUnavailable(f"cannot read {path.name}: {error.strerror}") from error


def _line(record: Record) -> bytes:
    body = msgspec.json.encode(record)
    return b"%0*x %b\n" % (_CHECKSUM, zlib.crc32(body), body)


def _read(raw: bytes) -> _Found:
    """Return what a file has."""
    *lines, rest = raw.split(b"\n")
    if lines and lines[0].startswith(bytes(_SECTOR_BYTES)):  # a clearing that was cut off:
        del lines[0]  # the list has that, and it does no harm to be told the others again
    records: list[Record] = []
    is_damaged = False
    for line in lines:
        is_damaged |= (record := _record(line)) is None
        if record is None:
            # the end of a line was damaged: what stands behind it is another one
            later = (_record(line[each.start() :]) for each in _BEGINNING.finditer(line))
            record = next(filter(None, later), None)
        if record is not None:
            records.append(record)
    if (last := _record(rest.rstrip(b"\0")[:-1])) is not None:  # all of it but its end
        records.append(last)
        is_damaged = True
    return _Found(records=records, end=len(raw) - len(rest), is_damaged=is_damaged)


def _record(line: bytes) -> Record | None:
    """Return what a line keeps; None where it is not as it was written."""
    body = line[_CHECKSUM + 1 :]
    if line != b"%0*x %b" % (_CHECKSUM, zlib.crc32(body), body):
        return None
    try:
        record: Record = msgspec.json.decode(body)
    except msgspec.DecodeError:
        return None
    return record
