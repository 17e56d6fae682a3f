"""What scenarios start from: a next hop, a way to start the gateway, an authority for TLS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

from tests.e2e.authority import Authority
from tests.e2e.client import submit
from tests.e2e.gateway_process import Gateway
from tests.e2e.mail import ANN, newsletter
from tests.e2e.settings import settings
from tests.e2e.sink import Sink
from tests.e2e.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every scenario: all of them start the program."""
    for item in items:
        if "e2e" in item.path.parts:
            item.add_marker("e2e")


class StartGateway(Protocol):
    """Starts a gateway on a configuration; it is ended and looked at after the test."""

    def __call__(self, config: str = ..., *, name: str = ...) -> Gateway: ...


@pytest.fixture
def sink() -> Iterator[Sink]:
    server = Sink()
    yield server
    server.close()


@pytest.fixture
def start_gateway(tmp_path: Path, sink: Sink) -> Iterator[StartGateway]:
    started: list[Gateway] = []

    def start(config: str = "", *, name: str = "gateway") -> Gateway:
        gateway = Gateway(tmp_path / name, config or settings(sink.port))
        started.append(gateway)
        gateway.start()
        return gateway

    yield start
    for gateway in started:
        gateway.close()


@pytest.fixture
def gateway(start_gateway: StartGateway) -> Gateway:
    """One that sends to the sink and trusts this machine."""
    return start_gateway()


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Gateway, Sink]]:
    """A gateway for all tests of a file that leave it as good as new, and its next hop."""
    sink = Sink()
    gateway = Gateway(tmp_path_factory.mktemp("shared"), settings(sink.port))
    gateway.start()
    yield gateway, sink
    gateway.close()
    sink.close()
    assert '"level": "error"' not in gateway.said


@pytest.fixture
def usable(shared: tuple[Gateway, Sink]) -> Iterator[Gateway]:
    """A gateway that must be as good as new after the test: a letter passes, and nothing else."""
    gateway, sink = shared
    before = len(sink.arrived)
    yield gateway
    assert submit(gateway, newsletter(ANN), [ANN]).startswith("250 2.0.0 Queued as ")
    wait_for(lambda: gateway.read("queue", "list") == [], "an empty queue")
    assert len(sink.arrived) == before + 1
    assert '"level": "error"' not in gateway.said
