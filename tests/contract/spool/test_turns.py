"""Claims leave the list's lock alone for as long as they held it: opt-outs get half of the time."""

from __future__ import annotations

import time
from itertools import pairwise
from typing import TYPE_CHECKING

from gateway.spool.sqlite import SqliteSpool
from suppression.covering import Matching
from tests.contract.spool.make import PEPPER, ROOM

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.contract.spool.make import Desk

WORK_S = 0.05


async def begun(desk: Desk, count: int, work: Callable[[], None]) -> Sequence[float]:
    """Claim that often, with some work under the lock each time; return when each got it."""
    times: list[float] = []

    def may_claim() -> bool:
        times.append(time.monotonic())
        work()
        return True

    spool = SqliteSpool(
        desk.folder / "messages.db", suppression_path=desk.folder / "suppression.db",
        pepper=PEPPER, matching=Matching(), clock=desk.clock, may_claim=may_claim,
    )  # fmt: skip
    spool.open()
    try:
        for _ in range(count):
            await spool.claim(ROOM, limit=9, lease_s=60)
    finally:
        spool.close()
    return times


async def test_after_a_claim_the_lock_is_free_for_as_long_as_it_was_held(desk: Desk) -> None:
    first, second = await begun(desk, 2, lambda: time.sleep(WORK_S))
    assert second - first > 1.9 * WORK_S


async def test_claims_that_are_over_at_once_keep_nobody_waiting(desk: Desk) -> None:
    times = await begun(desk, 20, lambda: None)
    waits = [second - first for first, second in pairwise(times)]
    assert min(waits) < WORK_S
