"""What tests of somebody we listen to, or tell of opt-outs, begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gateway.providers import signal_doer, signal_receiver, signal_sources
from suppression.covering import Matching
from suppression.ledger import Pepper
from suppression.sqlite import SqliteSuppressionStore
from tests.contract.providers.ear import OURS
from tests.contract.providers.hearing import Hearing
from tests.contract.providers.propagating import OPEN, now
from tests.contract.spool.make import open_desk
from tests.e2e.signal_cli import SignalCli
from tests.ringcentral import server as fake

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signal_sources, "POLL_S", 0.05)
    monkeypatch.setattr(signal_doer, "_AGAIN_S", 0.05)
    monkeypatch.setattr(signal_receiver, "_FIRST_PAUSE_S", 0.05)
    monkeypatch.setattr(signal_doer, "_EARLY_S", (0.1, 0.5, 1.0))


@pytest.fixture
def cli() -> Iterator[SignalCli]:
    started = SignalCli(OURS)
    yield started
    started.close()


@pytest.fixture
def unnumbered() -> Iterator[SignalCli]:
    started = SignalCli(OURS, numbers_events=False)
    yield started
    started.close()


@pytest.fixture
def hearing(tmp_path: Path) -> Iterator[Hearing]:
    with open_desk(tmp_path) as desk:
        yield Hearing(desk)


@pytest.fixture
async def closed() -> AsyncIterator[None]:
    """Close in the end whoever told opt-outs."""
    yield
    while OPEN:
        await OPEN.pop().close()


@pytest.fixture
def people(tmp_path: Path) -> Iterator[SqliteSuppressionStore]:
    store = SqliteSuppressionStore(
        tmp_path / "suppression.db", pepper=Pepper(b"p" * 32), matching=Matching(), clock=now
    )
    store.open()
    yield store
    store.close()


@pytest.fixture
def there() -> Iterator[fake.RingCentral]:
    server = fake.RingCentral()
    yield server
    server.close()
