"""A client of HTTP that spends as little as it can, so that what is measured is the server."""

from __future__ import annotations

import re
import selectors
import socket
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LENGTH: Final = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")


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
    status: bytes = b"200"  # what an answer has to say
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
            while True:
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
                if is_over and len(free) == len(self.connections):
                    break
                wait_s = max(0.0, due_at - time.perf_counter()) if free and not is_over else None
                for key, _ in selector.select(wait_s):
                    if self._answered(key.data):
                        free.append(key.data)

    def _answered(self, connection: Connection) -> bool:
        connection.received += connection.socket.recv(65536)
        head, found, rest = connection.received.partition(b"\r\n\r\n")
        if not found or len(rest) < int(_LENGTH.findall(head)[0]):
            return False
        self.seconds.append(time.perf_counter() - connection.asked_at)
        self.refused += head.split(b" ", 2)[1] != self.status
        connection.received = b""
        return True


def client(port: int, connections: int, status: bytes = b"200") -> Client:
    """Connect to loopback so many times."""
    return Client([Connection(_connected(port)) for _ in range(connections)], status)


def percentile(seconds: Sequence[float], percent: int) -> float:
    """Return how many milliseconds that share of the answers took at most."""
    return sorted(seconds)[len(seconds) * percent // 100] * 1000


def _connected(port: int) -> socket.socket:
    made = socket.create_connection(("127.0.0.1", port), 30)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return made
