"""An SMSC of npm's `smpp`, and a spool."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contract.spool.make import Desk, open_desk
from tests.e2e.smsc import Smsc, installed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return installed(tmp_path_factory.mktemp("npm"))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as opened:
        yield opened


@pytest.fixture
def smsc(modules: Path) -> Iterator[Smsc]:
    started = Smsc(modules)
    yield started
    started.stop()
