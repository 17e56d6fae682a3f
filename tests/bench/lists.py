"""Measure the list: importing a file beside plain INSERT, its size, and looking people up in it.

The yardstick writes the first million of the same rows, read by the standard library's `csv`, into
a table with one index, a thousand a commit, in the same run. Figures are wall and processor time;
the import has a process of its own, for its memory.
"""

from __future__ import annotations

import asyncio
import csv
import random
import sqlite3
import statistics
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gateway.importing.imports import Importer
from suppression.actor import Actor
from suppression.channel import Channel
from suppression.covering import Matching
from suppression.database import connect
from suppression.keys import RecipientKey
from suppression.ledger import Pepper
from suppression.sqlite import SqliteSuppressionStore
from suppression.transfer.row import ReadAs

if TYPE_CHECKING:
    from collections.abc import Iterator

_YARDSTICK_ROWS: Final = 1_000_000
_LOOKED_UP: Final = 1000
_TIMES: Final = 50
_EVIDENCE: Final = "SELECT sum(length(evidence)) FROM entries"


@dataclass(frozen=True, slots=True)
class Took:
    """How long something took: on the wall, and of a processor."""

    wall_s: float
    cpu_s: float

    @classmethod
    def now(cls) -> Took:
        return cls(time.monotonic(), time.process_time())

    @classmethod
    def since(cls, began: Took) -> Took:
        return cls(time.monotonic() - began.wall_s, time.process_time() - began.cpu_s)

    def rates(self, rows: int) -> str:
        return f"{rows / self.wall_s:,.0f} rows/s ({rows / self.cpu_s:,.0f} a processor second)"


def main(rows: int) -> int:
    """Import a file of so many rows, and print what it took."""
    with tempfile.TemporaryDirectory(prefix="bench") as name:
        folder = Path(name)
        file = folder / "list.csv"
        with file.open("w", encoding="ascii") as out:
            out.write("email,created\n")
            out.writelines(f"{address},1443651125\n" for address in _addresses(rows))
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
            ours, peak = alone.submit(_import, folder, file).result()
        print(f"import: {ours.rates(rows)}, peak {peak:.0f} MiB")
        least = min(rows, _YARDSTICK_ROWS)
        plain = _yardstick(folder / "plain.db", file)
        print(f"plain INSERT: {plain.rates(least)}")
        ratio = (rows / ours.cpu_s) / (least / plain.cpu_s)
        print(f"import / plain INSERT, processor time: {ratio:.2f} times the rate")
        _sizes(folder / "suppression.db", rows)
        _look_up(folder / "suppression.db", rows)
    return 0


def _addresses(rows: int) -> Iterator[str]:
    chance = random.Random(7)  # noqa: S311 - the same list each time
    for _ in range(rows):
        yield f"user{chance.getrandbits(40):x}@example{chance.randrange(5000)}.com"


def _store(path: Path) -> SqliteSuppressionStore:
    return SqliteSuppressionStore(
        path, pepper=Pepper(b"p" * 32), matching=Matching(), clock=lambda: datetime.now(UTC)
    )


def _import(folder: Path, file: Path) -> tuple[Took, float]:
    store = _store(folder / "suppression.db")
    store.open()
    importer = Importer(store, folder / "imports")
    how = ReadAs(name="list.csv", now=time.time())
    began = Took.now()
    asyncio.run(importer.run(file, how, Actor(name="bench", method="cli"), dry_run=False))
    took = Took.since(began)
    store.close()
    return took, _peak_mib()


def _peak_mib() -> float:
    """Return the most memory this process had; `getrusage` counts the one it was made by, too."""
    (line,) = (
        each for each in Path("/proc/self/status").read_text("ascii").splitlines()
        if each.startswith("VmHWM")
    )  # fmt: skip
    return int(line.split()[1]) / 1024


def _yardstick(path: Path, file: Path) -> Took:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection, file.open() as lines:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE entries (id INTEGER PRIMARY KEY, key TEXT, at INTEGER)")
        connection.execute("CREATE INDEX entries_of_key ON entries (key)")
        reader = csv.reader(lines)
        next(reader)
        began = Took.now()
        for _ in range(_YARDSTICK_ROWS // 1000):
            some = list(islice(reader, 1000))
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT INTO entries (key, at) VALUES (?, ?)", some)
            connection.execute("COMMIT")
        return Took.since(began)


def _sizes(path: Path, rows: int) -> None:
    with closing(connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (evidence,) = connection.execute(_EVIDENCE).fetchone()
    size = path.stat().st_size
    print(
        f"size: {(size - evidence) / rows:.0f} bytes an entry, evidence {evidence / rows:.0f} more"
    )


def _look_up(path: Path, rows: int) -> None:
    store = _store(path)
    store.open()
    chance = random.Random(8)  # noqa: S311 - the same people each time
    listed = list(islice(_addresses(rows), 0, rows, max(1, rows // 5000)))
    took = []
    for _ in range(_TIMES):
        people = chance.sample(listed, min(len(listed), _LOOKED_UP // 2))
        people += [f"none{chance.getrandbits(40):x}@example.org" for _ in range(_LOOKED_UP // 2)]
        keys = [RecipientKey(person) for person in people]
        began = Took.now()
        found = asyncio.run(store.blocking(keys, Channel.EMAIL, datetime.now(UTC)))
        took.append(Took.since(began))
        assert sum(map(bool, found.values())) == _LOOKED_UP // 2
    store.close()
    print(
        f"look-up of {_LOOKED_UP}: {statistics.median(t.wall_s for t in took) * 1000:.1f} ms, "
        f"of a processor {statistics.median(t.cpu_s for t in took) * 1000:.1f} ms (medians)"
    )  # fmt: skip
