"""Claims and opt-outs that race, in threads of several processes; when each began or was answered.

Times are those of `time.monotonic`, which every process of a machine reads alike.
"""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.contract.spool.make import CLERK, list_at, opt_out, real_clock, spool_at

if TYPE_CHECKING:
    from collections.abc import Sequence

_AT_ONCE: Final = 20
_OPT_OUTS_AT_ONCE: Final = 2  # in a thread; few, so that they last as long as the claims
_PATIENCE_S: Final = 10.0  # with nothing to claim, before the race is over


@dataclass(frozen=True, slots=True)
class Side:
    """What one process does: who opts out in which thread, and how many threads claim."""

    folder: str
    opting_out: Sequence[Sequence[str]]
    claimers: int


@dataclass(frozen=True, slots=True)
class Times:
    """When each opt-out was answered, and when the claim that took a delivery began."""

    answered: dict[str, float]
    claimed: dict[str, float]


def run(side: Side) -> Times:
    """Do everything of one process at once."""
    times = Times({}, {})
    with ThreadPoolExecutor(max_workers=len(side.opting_out) + side.claimers) as pool:
        jobs = [pool.submit(_opt_out, side.folder, people) for people in side.opting_out]
        jobs += [pool.submit(_claim, side.folder) for _ in range(side.claimers)]
        for job in jobs[: len(side.opting_out)]:
            times.answered.update(job.result())
        for job in jobs[len(side.opting_out) :]:
            times.claimed.update(job.result())
    return times


def _opt_out(folder: str, people: Sequence[str]) -> dict[str, float]:
    listed = list_at(Path(folder))
    listed.open()
    answered: dict[str, float] = {}

    async def one(address: str) -> None:
        await listed.add(opt_out(address, at=real_clock()), CLERK)
        answered[address] = time.monotonic()

    async def everybody() -> None:
        for start in range(0, len(people), _OPT_OUTS_AT_ONCE):
            await asyncio.gather(*map(one, people[start : start + _OPT_OUTS_AT_ONCE]))

    try:
        asyncio.run(everybody())
    finally:
        listed.close()
    return answered


def _claim(folder: str) -> dict[str, float]:
    spool = spool_at(Path(folder))
    spool.open()
    claimed: dict[str, float] = {}

    async def everything() -> None:
        last = time.monotonic()
        while time.monotonic() - last < _PATIENCE_S:
            began = time.monotonic()
            taken = await spool.claim({"out": _AT_ONCE}, limit=_AT_ONCE, lease_s=600)
            for each in taken:
                assert each.recipients[0].address not in claimed, "taken twice"
                claimed[each.recipients[0].address] = began
            if taken:
                last = time.monotonic()
            elif await spool.next_due() is None and _no_more_will_come(folder):
                return

    try:
        asyncio.run(everything())
    finally:
        spool.close()
    return claimed


def _no_more_will_come(folder: str) -> bool:
    """Whether whoever accepts messages has said that no more will come."""
    return (Path(folder) / "done").exists()
