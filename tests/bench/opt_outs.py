"""One-click opt-outs: how many a second, how soon the answer, beside plain INSERTs as durable.

Gateway and client share the processors there are. Each opt-out is of another person, and is on the
disk before it is answered.
"""

from __future__ import annotations

import secrets
import selectors
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gateway.secret_files import load_token_keys
from suppression.database import connect, migrate
from suppression.entry import Channel
from suppression.granting import Grantee, ensure_grants
from suppression.keys import RecipientKey
from suppression.sqlite import MIGRATIONS
from tests.bench.configuration import configuration
from tests.bench.processes import cpu_seconds, stop, wait_for_port
from tests.e2e.raw_http import ONE_CLICK, request

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WANTED: Final = 1500
"""A second, sustained."""

_CONNECTIONS: Final = 64
_SUSTAINED: Final = 20_000
_PACED_S: Final = 12.0
_WARM: Final = 500
_PORT: Final = 21900


@dataclass
class Connection:
    """One connection of the client and what it waits for."""

    socket: socket.socket
    asked_at: float = 0.0
    received: bytes = b""


@dataclass
class Client:
    """A client that spends as little as it can: no parsing beyond the status."""

    connections: list[Connection]
    seconds: list[float] = field(default_factory=list)  # each answer's
    refused: int = 0

    def sustained(self, requests: Iterator[bytes]) -> float:
        """Ask on every connection at once, as soon as it is free; how long it took."""
        began = time.perf_counter()
        self._run(requests, began, pace_s=0.0)
        return time.perf_counter() - began

    def paced(self, requests: Iterator[bytes], per_s: float) -> None:
        """Ask at a steady pace, however long answers take."""
        self._run(requests, time.perf_counter(), pace_s=1 / per_s)

    def _run(self, requests: Iterator[bytes], began: float, *, pace_s: float) -> None:
        """Send what is due on free connections; an answer's time counts from when it was due."""
        with selectors.DefaultSelector() as selector:
            for each in self.connections:
                selector.register(each.socket, selectors.EVENT_READ, each)
            free, number, is_over = list(self.connections), 0, False
            while not is_over or len(free) < len(self.connections):
                due_at = began + number * pace_s
                while free and not is_over and time.perf_counter() >= due_at:
                    raw = next(requests, b"")
                    if not raw:
                        is_over = True
                        break
                    connection = free.pop()
                    connection.asked_at = due_at if pace_s else time.perf_counter()
                    connection.socket.sendall(raw)
                    number += 1
                    due_at = began + number * pace_s
                wait_s = max(0.0, due_at - time.perf_counter()) if free and not is_over else None
                for key, _ in selector.select(wait_s):
                    if self._answered(key.data):
                        free.append(key.data)

    def _answered(self, connection: Connection) -> bool:
        connection.received += connection.socket.recv(65536)
        if not connection.received.endswith(b"\n") or b"\r\n\r\n" not in connection.received:
            return False
        self.seconds.append(time.perf_counter() - connection.asked_at)
        self.refused += not connection.received.startswith(b"HTTP/1.1 200 ")
        connection.received = b""
        return True


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
    client = Client([Connection(_connected()) for _ in range(_CONNECTIONS)])
    client.sustained(_some(requests, _WARM))
    for label, count in (("sustained", _SUSTAINED), ("paced", paced)):
        client.seconds.clear()
        before = cpu_seconds([pid])
        began = time.perf_counter()
        if label == "sustained":
            client.sustained(_some(requests, count))
        else:
            client.paced(_some(requests, count), WANTED / 2)
        took_s, used_s = time.perf_counter() - began, cpu_seconds([pid]) - before
        print(
            f"{label}: {count / took_s:.0f}/s, answers within"
            f" {_percentile(client.seconds, 50):.1f} ms (p50),"
            f" {_percentile(client.seconds, 99):.1f} ms (p99),"
            f" {max(client.seconds) * 1000:.1f} ms (all);"
            f" {used_s / count * 1000:.2f} s of processor for 1000; {client.refused} refused"
        )


def _some(requests: Iterator[bytes], count: int) -> Iterator[bytes]:
    for _ in range(count):
        yield next(requests)


def _percentile(seconds: Sequence[float], percent: int) -> float:
    """Return how many milliseconds that share of the answers took at most."""
    return sorted(seconds)[len(seconds) * percent // 100] * 1000


def _connected() -> socket.socket:
    made = socket.create_connection(("127.0.0.1", _PORT), 30)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return made


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
