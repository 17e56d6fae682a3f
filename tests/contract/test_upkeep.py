"""What is done beside all else."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from gateway import upkeep
from gateway.config.models import Config
from gateway.identities import Identities
from gateway.opt_outs import OptOuts
from gateway.spool import retention
from gateway.spool.model import State
from gateway.stores import Stores
from gateway.upkeep import Upkeep
from tests.contract.spool.make import Clock, delivery, outcome, receipt

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


async def test_all_that_is_old_enough_is_emptied_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "_BATCH", 2)
    monkeypatch.setattr(upkeep, "_BETWEEN_BATCHES_S", 0.0)
    clock, config = Clock(), Config(data_dir=tmp_path / "data")
    stores = Stores(config, clock=clock)
    stores.open()
    try:
        messages = [receipt(delivery(f"p{n}@x.test", route="out"), at=clock.now) for n in range(7)]
        for message in messages:
            await stores.spool.accept(message)
        for claimed in await stores.spool.claim({"out": 9}, limit=9, lease_s=60):
            await stores.spool.settle(outcome(claimed, State.DELIVERED))
        clock.now += config.retention.email_body + timedelta(days=1)
        opt_outs = OptOuts(
            stores.suppression, journal=stores.journal, messages=stores.spool,
            identities=Identities(config), tokens=stores.token_keys,
        )  # fmt: skip
        await Upkeep(config, stores, opt_outs, wake=lambda: None, clock=clock)._empty()
        assert [await stores.spool.content(each.queue_id) for each in messages] == [None] * 7
    finally:
        stores.close()
