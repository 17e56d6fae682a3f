"""The stores of a gateway, and a clock that stands still."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gateway.config.models import Config
from gateway.stores import Stores
from tests.contract.spool.make import Clock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def stores(tmp_path: Path, clock: Clock) -> Iterator[Stores]:
    opened = Stores(Config(data_dir=tmp_path / "data"), clock=clock)
    opened.open()
    yield opened
    opened.close()
