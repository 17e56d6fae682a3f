"""What the tests of durability start from: a next hop, and the library that records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.durability.recorder import build
from tests.e2e.sink import Sink

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def sink() -> Iterator[Sink]:
    server = Sink()
    yield server
    server.close()


@pytest.fixture(scope="session")
def recorder_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("recorder"))
