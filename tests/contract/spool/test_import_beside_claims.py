"""While a file is imported by another process, opt-outs are taken and messages claimed."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.contract.spool.make import Desk, delivery, email, opt_out

if TYPE_CHECKING:
    from collections.abc import Sequence

ROWS: Final = 30_000
IMPORTING: Final = """
import asyncio, sys, time
from pathlib import Path
from gateway.importing.imports import Importer
from suppression.actor import Actor
from suppression.transfer.row import ReadAs
from tests.contract.spool.make import list_at
folder = Path(sys.argv[1])
store = list_at(folder)
store.open()
how = ReadAs(name="list.csv", now=time.time())
def tell(progress):
    print(progress.phase, progress.done, flush=True)
work = Importer(store, folder / "imports", tell)
asyncio.run(work.run(folder / "list.csv", how, Actor(name="desk", method="cli"), dry_run=False))
store.close()
"""


async def test_opt_outs_and_claims_go_on_while_a_file_is_imported(desk: Desk) -> None:
    people = [f"user{number}@example.net" for number in range(ROWS)]
    (desk.folder / "list.csv").write_text("email\n" + "\n".join(people) + "\n")
    root = Path(__file__).parents[3]
    with subprocess.Popen(  # noqa: ASYNC220 - it is waited for beside the loop
        [sys.executable, "-c", IMPORTING, str(desk.folder)], cwd=root, text=True,
        stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": str(root)},
    ) as child:  # fmt: skip
        assert child.stdout is not None
        first = next(line for line in child.stdout if line.startswith("adding"))
        waits, claimed = await _meanwhile(desk, child)
        rest = await asyncio.to_thread(child.stdout.read)
        assert child.wait() == 0
    assert int(first.split()[1]) < ROWS  # it had begun to add, and not ended
    assert rest.splitlines()[-1] == f"adding {ROWS}"
    assert len(waits) >= 5
    assert max(waits) < 5.0  # of a machine with other work; a batch keeps others for 0.02 s
    assert all(not number % 2 for number in claimed)  # who opted out meanwhile was not sent to


async def _meanwhile(desk: Desk, child: subprocess.Popen[str]) -> tuple[Sequence[float], list[int]]:
    """Let people opt out before their message is claimed, as long as the import runs."""
    waits: list[float] = []
    claimed: list[int] = []
    number = 0
    while child.poll() is None or number < 10:
        for each in (number, number + 1):
            await desk.spool.accept(email(delivery(f"p{each}@example.org")))
        began = time.monotonic()
        await desk.add(opt_out(f"p{number + 1}@example.org"))
        for sent in await desk.claim():
            claimed += [int(person.key[1:].partition("@")[0]) for person in sent.recipients]
        waits.append(time.monotonic() - began)
        number += 2
    assert len(claimed) == number // 2
    return waits, claimed
