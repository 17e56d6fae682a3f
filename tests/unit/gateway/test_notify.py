"""The service manager is told what it asked to be told, and nobody waits for it."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

import pytest

from gateway.notify import ServiceManager

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Clock:
    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture(params=["path", "abstract"])
def heard(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        is_path = request.param == "path"
        listening.bind(str(tmp_path / "notify") if is_path else f"\0optwarden-{os.getpid()}")
        listening.settimeout(5)
        yield listening


def address(listening: socket.socket) -> str:
    name = listening.getsockname()
    return name if isinstance(name, str) else f"@{name[1:].decode()}"


def test_ready_reload_and_stop_are_told(heard: socket.socket) -> None:
    environment = {"NOTIFY_SOCKET": address(heard)}
    manager = ServiceManager(environment, monotonic=lambda: 1.5)
    assert environment == {}
    manager.ready("ready smtp=127.0.0.1:25")
    manager.reloading()
    manager.stopping()
    assert [heard.recv(999) for _ in range(3)] == [
        b"READY=1\nSTATUS=ready smtp=127.0.0.1:25",
        b"RELOADING=1\nMONOTONIC_USEC=1500000",
        b"STOPPING=1\nSTATUS=ending what is under way",
    ]


def test_the_watchdog_is_fed_twice_as_often_as_it_bites(heard: socket.socket) -> None:
    clock = Clock()
    manager = ServiceManager(
        {"NOTIFY_SOCKET": address(heard), "WATCHDOG_USEC": "10000000"}, monotonic=clock
    )
    told = 0
    heard.settimeout(0)
    for _ in range(200):
        manager.alive()
        clock.now_s += 0.1
        try:
            told += heard.recv(99) == b"WATCHDOG=1"
        except BlockingIOError:
            continue
    assert told == 4


@pytest.mark.parametrize(
    "environment",
    [{"WATCHDOG_USEC": "10000000", "WATCHDOG_PID": "1"}, {"WATCHDOG_USEC": "soon"}, {}],
)
def test_a_watchdog_of_somebody_else_or_none_is_not_fed(
    heard: socket.socket, environment: dict[str, str]
) -> None:
    manager = ServiceManager({"NOTIFY_SOCKET": address(heard), **environment})
    manager.alive()
    heard.settimeout(0)
    with pytest.raises(BlockingIOError):
        heard.recv(99)


def test_nobody_who_listens_is_no_matter(tmp_path: Path) -> None:
    ServiceManager({"NOTIFY_SOCKET": str(tmp_path / "gone")}).ready("ready")
    ServiceManager({}).ready("ready")
