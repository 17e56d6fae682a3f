"""A gateway's stores, opened where they lie, as an original's and as a copy's are."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from gateway.stores import Stores
from tests.contract.running import now
from tests.make_gateway import config

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gateway.spool.model import State

ROOM = {"out": 9, "texts": 9}


@contextmanager
def opened(data_dir: Path) -> Iterator[Stores]:
    stores = Stores(config(data_dir=data_dir), clock=now)
    stores.open()
    stores.journal.open()
    try:
        yield stores
    finally:
        stores.close()


async def states(stores: Stores, *queue_ids: str) -> list[State]:
    views = [await stores.spool.message(each) for each in queue_ids]
    return [delivery.state for view in views if view for delivery in view.deliveries]
