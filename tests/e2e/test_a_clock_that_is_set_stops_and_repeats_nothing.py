"""Somebody sets the clock by a day while mail waits, is deferred, and is being handed over."""

from __future__ import annotations

import struct
import subprocess
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.e2e.client import submit
from tests.e2e.gateway_process import Gateway
from tests.e2e.mail import ANN, BOB, CAT, receipt
from tests.e2e.peers import need
from tests.e2e.settings import settings
from tests.e2e.sink import Arrived, Sink
from tests.e2e.waiting import free_port, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

_SOURCE: Final = Path(__file__).with_name("set_clock.c")
_TO_PEOPLE: Final = 'name = "sink"\nmatch = { recipient_domains = ["people.example"] }'
_DOWN: Final = """\
[[route]]
name = "down"
channel = "email"
kind = "smtp"
host = "127.0.0.1"
port = {port}
tls = "none"
"""


class HesitantSink(Sink):
    """A next hop that answers what goes to Ann when it is told to."""

    def __init__(self) -> None:
        """Hesitate from the beginning."""
        self.has_ann = threading.Event()
        self.goes_on = threading.Event()
        super().__init__()

    def keep(self, arrived: Arrived) -> None:
        """Keep a message that came in, Ann's before it is answered."""
        super().keep(arrived)
        if ANN in arrived.recipients:
            self.has_ann.set()
            self.goes_on.wait(60)


@pytest.fixture
def hop() -> Iterator[HesitantSink]:
    server = HesitantSink()
    yield server
    server.goes_on.set()
    server.close()


class SetClock:
    """The time of day of a program, which a test sets; it needs a C compiler."""

    def __init__(self, folder: Path) -> None:
        """Build what stands between the program and the time of day."""
        need("gcc")
        self._library = folder / "set_clock.so"
        self._by = folder / "set_by"
        self.set_by(days=0)
        built = ["gcc", "-shared", "-fPIC", "-O1", "-o", str(self._library), str(_SOURCE), "-ldl"]
        subprocess.run(built, check=True)

    @property
    def environment(self) -> dict[str, str]:
        """What the program has to be started with."""
        return {"LD_PRELOAD": str(self._library), "CLOCK_SET_BY": str(self._by)}

    def set_by(self, days: int) -> None:
        """Put the clock forward, or back."""
        with self._by.open("r+b" if self._by.exists() else "wb") as file:  # which is mapped
            file.write(struct.pack("q", days * 86_400))


def due_in(gateway: Gateway, queue_id: str, days: int) -> timedelta:
    """Return how long it is to the next attempt, by the clock of the gateway."""
    (shown,) = gateway.read("queue", "show", queue_id)
    (delivery,) = shown["deliveries"]
    assert delivery["state"] == "deferred"
    return datetime.fromisoformat(delivery["next_at"]) - datetime.now(UTC) - timedelta(days=days)


def kinds_of(gateway: Gateway, queue_id: str) -> list[str]:
    """Return what happened to a message."""
    return [each["kind"] for each in gateway.read("trace", queue_id)]


@pytest.mark.parametrize("days", [1, -1])
def test_mail_goes_on_and_leaves_once(tmp_path: Path, hop: HesitantSink, days: int) -> None:
    clock = SetClock(tmp_path)
    config = settings(hop.port, more=_DOWN.format(port=free_port()))
    gateway = Gateway(
        tmp_path / "gateway",
        config.replace('name = "sink"', _TO_PEOPLE),
        environment=clock.environment,
    )
    gateway.start()
    waits = submit(gateway, receipt(CAT), [CAT]).split()[-1]
    handed_over = submit(gateway, receipt(ANN), [ANN]).split()[-1]
    wait_for(lambda: gateway.logged("attempted"), "a first attempt")
    assert hop.has_ann.wait(20)
    assert timedelta(0) < due_in(gateway, waits, 0) < timedelta(minutes=2)

    clock.set_by(days)
    submit(gateway, receipt(BOB), [BOB])
    hop.to(BOB)
    wait_for(lambda: gateway.logged("clock-set"), "word that the clock was set")
    assert -timedelta(seconds=5) < due_in(gateway, waits, days) < timedelta(minutes=2)
    submit(gateway, receipt(BOB), [BOB])
    hop.wait_for(3)  # one claim more than saw the clock jump
    hop.goes_on.set()
    wait_for(lambda: "delivered" in kinds_of(gateway, handed_over), "the outcome")
    assert "lapsed" not in kinds_of(gateway, handed_over)
    gateway.close()
    assert [ANN in each.recipients for each in hop.arrived].count(True) == 1
