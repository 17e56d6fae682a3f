"""Stops against texts, in several threads of two processes: whoever was told so gets no text more.

`RACE=2000` is that many people who text STOP.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import random
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING, Final

from tests.contract.spool.make import list_at, spool_at
from tests.contract.spool.texting import Side, run

if TYPE_CHECKING:
    from pathlib import Path

STOPS: Final = int(os.environ.get("RACE", "80"))
PEOPLE: Final = [f"+1916{200 + number // 10000}{number % 10000:04}" for number in range(2 * STOPS)]
TEXTS_EACH: Final = 3


async def test_no_process_claims_a_text_after_a_stop_was_answered(tmp_path: Path) -> None:
    for made in (list_at(tmp_path), spool_at(tmp_path)):
        made.open()
        made.close()
    stopping = random.sample(PEOPLE, STOPS)
    texted = random.sample(PEOPLE * TEXTS_EACH, TEXTS_EACH * len(PEOPLE))
    half, middle = STOPS // 2, len(texted) // 2
    sides = [
        Side(str(tmp_path), stopping[:half], texted[:middle]),
        Side(str(tmp_path), stopping[half:], texted[middle:]),
    ]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=2, mp_context=context) as pool:
        racing = [asyncio.wrap_future(pool.submit(run, side)) for side in sides]
        times = await asyncio.gather(*racing)
    answered = times[0].answered | times[1].answered
    claimed = times[0].claimed + times[1].claimed
    assert len(answered) == STOPS
    late = [
        person
        for person, purpose, began in claimed
        if purpose != "system" and began > answered.get(person, began)
    ]
    assert late == []
    confirmed = Counter(person for person, purpose, _ in claimed if purpose == "system")
    assert set(confirmed) == set(answered)
    assert set(confirmed.values()) == {1}
    texts = Counter(person for person, purpose, _ in claimed if purpose != "system")
    assert all(texts[person] == TEXTS_EACH for person in PEOPLE if person not in answered)
    assert any(texts[person] < TEXTS_EACH for person in answered), "some stops must have won"
