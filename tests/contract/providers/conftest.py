"""What tests of somebody we listen to begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gateway.providers import signal_doer, signal_receiver, signal_sources
from tests.contract.providers.ear import OURS
from tests.contract.spool.make import open_desk
from tests.e2e.signal_cli import SignalCli

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.contract.spool.make import Desk


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signal_sources, "POLL_S", 0.05)
    monkeypatch.setattr(signal_doer, "_AGAIN_S", 0.05)
    monkeypatch.setattr(signal_receiver, "_FIRST_PAUSE_S", 0.05)
    monkeypatch.setattr(signal_doer, "_EARLY_S", (0.1, 0.5, 1.0))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as opened:
        yield opened


@pytest.fixture
def cli() -> Iterator[SignalCli]:
    started = SignalCli(OURS)
    yield started
    started.close()
