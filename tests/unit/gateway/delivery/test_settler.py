"""Outcomes that cannot be put down are not those of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from structlog.testing import capture_logs

from gateway.delivery import settler
from gateway.errors import StoreUnavailable
from gateway.spool.model import Settlement, State

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pytest

DAMAGED = 3


class Spool:
    """One in which a delivery cannot be written to."""

    def __init__(self) -> None:
        self.settled: list[int] = []

    async def settle(self, settlements: Sequence[Settlement]) -> None:
        ids = [each.delivery_id for each in settlements]
        if DAMAGED in ids:
            raise StoreUnavailable("malformed")
        self.settled += ids


async def test_one_outcome_that_cannot_be_written_keeps_no_other_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settler, "_RETRY_S", 0.0)
    spool = Spool()
    settling = settler.Settler(spool)
    for ids in ([DAMAGED], range(4, 9)):
        settling.add(
            [Settlement(delivery_id=each, state=State.DELIVERED, reply="") for each in ids]
        )
    settling.finish()
    with capture_logs() as lines:
        await settling.run()
    assert sorted(spool.settled) == [4, 5, 6, 7, 8]
    assert [(line["event"], line["count"]) for line in lines] == [("not-settled", 1)]


def delivered(number: int) -> Settlement:
    return Settlement(delivery_id=number, state=State.DELIVERED, reply="")
