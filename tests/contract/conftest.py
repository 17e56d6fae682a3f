"""A list in a file, what is brought to it, a desk with its spool, a clock that stands still."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from suppression.covering import Matching
from suppression.sqlite import SqliteSuppressionStore
from tests.contract.importing import House
from tests.contract.listing import PEPPER, Clock
from tests.contract.spool.make import open_desk
from tests.contract.submitting import submitting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from suppression.store import SuppressionStore
    from tests.contract.spool.make import Desk
    from tests.contract.submitting import Submitting


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


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as opened:
        yield opened


@pytest.fixture
def gate(desk: Desk) -> Submitting:
    return submitting(desk)
