"""Opt-outs against claims, in several threads of two processes: whoever was told so gets nothing.

`RACE=10000` is that many opt-outs against five times as many claims.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import random
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING, Final

from tests.contract.spool.make import delivery, email, list_at, real_clock, spool_at
from tests.contract.spool.racing import Side, run

if TYPE_CHECKING:
    from pathlib import Path

OPT_OUTS: Final = int(os.environ.get("RACE", "600"))
PEOPLE: Final = 5 * OPT_OUTS
A_MESSAGE: Final = 250


async def test_no_claim_in_any_process_succeeds_after_an_opt_out_was_answered(
    tmp_path: Path,
) -> None:
    people = [f"p{number}@example.net" for number in range(PEOPLE)]
    opting_out = random.sample(people, OPT_OUTS)
    listed, spool = list_at(tmp_path), spool_at(tmp_path)
    listed.open()
    spool.open()

    async def accept(some: list[str]) -> None:
        for start in range(0, len(some), A_MESSAGE):
            chunk = some[start : start + A_MESSAGE]
            await spool.accept(email(*map(delivery, chunk), at=real_clock()))

    await accept(people[: PEOPLE // 2])  # queued before anybody opts out, the others meanwhile
    quarter = (OPT_OUTS + 3) // 4
    shares = [opting_out[start : start + quarter] for start in range(0, OPT_OUTS, quarter)]
    sides = [
        Side(str(tmp_path), shares[:2], 2),
        Side(str(tmp_path), shares[2:], 2),
    ]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=2, mp_context=context) as pool:
        racing = [asyncio.wrap_future(pool.submit(run, side)) for side in sides]
        await accept(people[PEOPLE // 2 :])
        (tmp_path / "done").touch()
        times = await asyncio.gather(*racing)
    spool.close()
    listed.close()
    answered = times[0].answered | times[1].answered
    claimed = times[0].claimed | times[1].claimed
    assert len(answered) == OPT_OUTS
    assert len(claimed) == len(times[0].claimed) + len(times[1].claimed), "taken twice"
    violations = [each for each, at in answered.items() if claimed.get(each, at) > at]
    assert violations == []
    lost = [each for each in people if each not in claimed and each not in answered]
    assert lost == []
    won = sum(each not in claimed for each in answered)
    assert 0 < won < OPT_OUTS, "both sides must have won some races"
