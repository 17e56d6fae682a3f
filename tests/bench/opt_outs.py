"""One-click opt-outs: how many a second, how soon the answer, beside plain INSERTs as durable.

Gateway and client share the processors there are. Each opt-out is of another person, and is on the
disk before it is answered.
"""

from __future__ import annotations

import secrets
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gateway.secret_files import load_token_keys
from suppression.channel import Channel
from suppression.database import connect
from suppression.granting import Grantee, ensure_grants
from suppression.keys import RecipientKey
from suppression.migrating import migrate
from suppression.sqlite import MIGRATIONS
from tests.bench.client import client, percentile
from tests.bench.configuration import configuration
from tests.bench.processes import cpu_seconds, stop, wait_for_port
from tests.e2e.raw_http import ONE_CLICK, request

if TYPE_CHECKING:
    from collections.abc import Iterator

WANTED: Final = 1500
"""A second, sustained."""

_CONNECTIONS: Final = 64
_SUSTAINED: Final = 20_000
_PACED_S: Final = 12.0
_WARM: Final = 500
_PORT: Final = 21900


def main() -> int:
    """Measure and print."""
    paced = int(WANTED / 2 * _PACED_S)
    with tempfile.TemporaryDirectory(prefix="bench") as name:
        folder = Path(name)
        (folder / "config.toml").write_text(configuration(smtp=_PORT + 1, http=_PORT))
        paths = _paths(folder / "data", _WARM + _SUSTAINED + paced)
        requests = (request("POST", path, ONE_CLICK) for path in paths)
        command = [sys.executable, "-m", "gateway", "--config", str(folder / "config.toml"), "-q"]
        log = (folder / "log").open("wb")
        process = subprocess.Popen([*command, "serve"], start_new_session=True, stderr=log)
        try:
            wait_for_port(_PORT)
            _measure(requests, paced, process.pid)
        finally:
            stop(process)
        with closing(connect(folder / "data" / "suppression.db", read_only=True)) as connection:
            (listed,) = connection.execute("SELECT count(*) FROM entries").fetchone()
        print(f"on the list afterwards: {listed} of {len(paths)}")
        for group in (1, _CONNECTIONS):
            rate = _plain_inserts(
                folder / f"plain{group}.db", group, 4000 if group == 1 else 40_000
            )
            print(f"plain INSERT, {group} a commit: {rate:.0f}/s")
    return 0 if listed == len(paths) else 1


def _measure(requests: Iterator[bytes], paced: int, pid: int) -> None:
    asking = client(_PORT, _CONNECTIONS)
    asking.sustained(_some(requests, _WARM))
    for label, count in (("sustained", _SUSTAINED), ("paced", paced)):
        asking.seconds.clear()
        before = cpu_seconds([pid])
        began = time.perf_counter()
        if label == "sustained":
            asking.sustained(_some(requests, count))
        else:
            asking.paced(_some(requests, count), WANTED / 2)
        took_s, used_s = time.perf_counter() - began, cpu_seconds([pid]) - before
        print(
            f"{label}: {count / took_s:.0f}/s, answers within"
            f" {percentile(asking.seconds, 50):.1f} ms (p50),"
            f" {percentile(asking.seconds, 99):.1f} ms (p99),"
            f" {max(asking.seconds) * 1000:.1f} ms (all);"
            f" {used_s / count * 1000:.2f} s of processor for 1000; {asking.refused} refused"
        )


def _some(requests: Iterator[bytes], count: int) -> Iterator[bytes]:
    for _ in range(count):
        yield next(requests)


def _paths(data: Path, count: int) -> list[str]:
    """Make a grant for everybody, as sending to them would have; return the paths of the links."""
    data.mkdir(mode=0o700)
    keys = load_token_keys(data)
    wanted = [
        Grantee(RecipientKey(f"p{n}@people.example"), Channel.EMAIL, "shop", "news")
        for n in range(count)
    ]
    (data / "suppression.db").touch(0o600)
    with closing(connect(data / "suppression.db")) as connection:
        migrate(connection, MIGRATIONS)
        connection.execute("BEGIN")
        grants, _ = ensure_grants(connection, wanted)
        connection.execute("COMMIT")
    return [f"/u/{keys.mint(grants[each], 7)}" for each in wanted]


def _plain_inserts(file: Path, group: int, count: int) -> float:
    """Return how many rows a second SQLite alone takes, committed in groups as durably."""
    file.touch()
    with closing(connect(file)) as connection:
        connection.execute("CREATE TABLE plain (id INTEGER PRIMARY KEY, key TEXT, said TEXT)")
        connection.execute("CREATE INDEX plain_of_key ON plain (key)")
        began = time.perf_counter()
        for first in range(0, count, group):
            connection.execute("BEGIN")
            for number in range(first, first + group):
                connection.execute(
                    "INSERT INTO plain (key, said) VALUES (?, ?)",
                    (f"p{number}@people.example", secrets.token_hex(100)),
                )
            connection.execute("COMMIT")
        return count / (time.perf_counter() - began)
