"""A list in a file, files that are brought to it, and a clock that stands still."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from suppression.covering import Matching
from suppression.sqlite import SqliteSuppressionStore
from tests.contract.importing import House
from tests.contract.listing import PEPPER, Clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from suppression.store import SuppressionStore


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "suppression.db"


@pytest.fixture
def make(path: Path, clock: Clock) -> Iterator[Callable[[Matching], SqliteSuppressionStore]]:
    made = []

    def make(matching: Matching) -> SqliteSuppressionStore:
        store = SqliteSuppressionStore(path, pepper=PEPPER, matching=matching, clock=clock)
        store.open()
        made.append(store)
        return store

    yield make
    for store in made:
        store.close()


@pytest.fixture
def store(make: Callable[[Matching], SqliteSuppressionStore]) -> SuppressionStore:
    return make(Matching())


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.store.close()
