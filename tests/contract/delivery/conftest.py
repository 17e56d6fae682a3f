"""A spool of its own for each test, with the list that its claims read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contract.spool.make import list_at, spool_at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gateway.spool.sqlite import SqliteSpool


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[SqliteSpool]:
    listed, opened = list_at(tmp_path), spool_at(tmp_path)
    listed.open()
    opened.open()
    yield opened
    opened.close()
    listed.close()
