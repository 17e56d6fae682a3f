"""More connections than there is room for: those inside are served, and nothing runs out.

`IDLE` says how many connections idle at once in the second test, of which a twentieth are slow and
not idle. How long the slowest messages take is looked at where there are 10 000, alone.
"""

from __future__ import annotations

import os
import resource
import socket
import statistics
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.e2e.client import submit
from tests.e2e.mail import ANN, receipt
from tests.e2e.settings import settings
from tests.e2e.slow import dripping
from tests.e2e.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.e2e.conftest import StartGateway
    from tests.e2e.gateway_process import Gateway
    from tests.e2e.sink import Sink

IDLE: Final = int(os.environ.get("IDLE", "1000"))
IS_FULL_SIZE: Final = IDLE >= 10_000
SLOW: Final = IDLE // 20
FEW: Final = 100
MOST_MIB: Final = 200
MOST_LOG_OCTETS: Final = 10_000
_STEADY_MIB: Final = 0.5
_A_WHILE_S: Final = 1.0


@contextmanager
def descriptors(count: int) -> Iterator[None]:
    """Let programs that are started meanwhile have so many, and no more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (count, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def connected(gateway: Gateway, port: int = 0) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port or gateway.smtp_port), 20)
    connection.settimeout(20)
    return connection


def greeting(gateway: Gateway) -> bytes:
    with connected(gateway) as connection:
        return connection.recv(200)


def test_descriptors_never_run_out(start_gateway: StartGateway, sink: Sink) -> None:
    """A6, on two listeners at once: of the half of them three quarters; the rest is told 421."""
    second = '[[smtp]]\nlisten = "127.0.0.1:0"\nmax_connections_per_address = 1000'
    with descriptors(FEW):
        gateway = start_gateway(
            settings(sink.port, smtp="max_connections_per_address = 1000", more=second)
        )
    told = len(gateway.said)
    with ExitStack() as stack:
        banners = []
        for number in range(4 * FEW):
            connection = stack.enter_context(connected(gateway, gateway.smtp_ports[number % 2]))
            banners.append(connection.recv(200))
        served = sum(banner.startswith(b"220 ") for banner in banners)
        refused = sum(banner.startswith(b"421 4.7.0 ") for banner in banners)
        most = FEW // 2 - FEW // 8  # the last quarter is for HTTP
        assert (served, refused) == (most, 4 * FEW - most)
        assert len(gateway.said) - told < MOST_LOG_OCTETS
    wait_for(lambda: greeting(gateway).startswith(b"220 "), "room again")
    assert submit(gateway, receipt(ANN), [ANN]).startswith("250 2.0.0 Queued as ")
    sink.to(ANN)


def test_idle_and_slow_connections_cost_little_and_slow_nobody(
    start_gateway: StartGateway, sink: Sink, record_property: Callable[[str, object], None]
) -> None:
    """A8."""
    most = f"max_connections = {2 * IDLE}\nmax_connections_per_address = {2 * IDLE}"
    gateway = start_gateway(settings(sink.port, smtp=most))
    assert submit(gateway, receipt(ANN), [ANN]).startswith("250 ")
    before = _settled_mib(gateway)
    with ExitStack() as stack:
        idle = [stack.enter_context(connected(gateway)) for _ in range(IDLE)]
        for connection in idle:
            assert connection.recv(200).startswith(b"220 ")
            connection.sendall(b"EHLO idle.example\r\n")
        assert all(connection.recv(500).startswith(b"250-") for connection in idle)
        with dripping(idle[:SLOW]):
            took = [_seconds_of_a_message(gateway) for _ in range(200 if IS_FULL_SIZE else 20)]
            grown = _resident_mib(gateway) - before
    record_property("acknowledged", IDLE)
    assert grown < MOST_MIB * max(IDLE, 1000) / 10_000, f"{grown:.0f} MiB"
    slowest = statistics.quantiles(took, n=100)[-1] if IS_FULL_SIZE else statistics.median(took)
    assert slowest < 0.25, took
    assert submit(gateway, receipt(ANN), [ANN]).startswith("250 ")


def _seconds_of_a_message(gateway: Gateway) -> float:
    began = time.monotonic()
    assert submit(gateway, receipt(ANN), [ANN]).startswith("250 ")
    return time.monotonic() - began


def _settled_mib(gateway: Gateway) -> float:
    """Return what it takes once it has loaded what it makes ready in a thread."""
    taken = [0.0, _resident_mib(gateway)]
    while taken[-1] - taken[-2] > _STEADY_MIB:
        time.sleep(_A_WHILE_S)
        taken.append(_resident_mib(gateway))
    return taken[-1]


def _resident_mib(gateway: Gateway) -> float:
    status = Path(f"/proc/{gateway.pid}/status").read_text(encoding="utf-8")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024
