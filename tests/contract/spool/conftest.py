"""A spool and its list on temporary files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contract.spool.make import Desk, open_desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as opened:
        yield opened
