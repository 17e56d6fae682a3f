"""A process that accepts, claims and settles until it is killed, and says what was acknowledged."""

from __future__ import annotations

import asyncio
import itertools
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from gateway.spool.model import State
from tests.contract.spool.make import delivery, email, list_at, outcome, real_clock, spool_at

if TYPE_CHECKING:
    from gateway.spool.sqlite import SqliteSpool

SESSIONS = 8


def say(word: str, queue_id: str) -> None:
    os.write(1, f"{word} {queue_id}\n".encode())


async def submit(spool: SqliteSpool, session: int) -> None:
    for number in itertools.count():
        message = email(delivery(f"p{session}.{number}@example.net"), at=real_clock())
        await spool.accept(message)
        say("accepted", message.queue_id)


async def deliver(spool: SqliteSpool) -> None:
    await spool.release_leases()
    while True:
        for claimed in await spool.claim({"out": 20}, limit=20, lease_s=60):
            await spool.settle(outcome(claimed, State.DELIVERED))
            say("delivered", claimed.queue_id)
        await asyncio.sleep(0.001)


async def run(folder: Path) -> None:
    listed, spool = list_at(folder), spool_at(folder)
    listed.open()
    spool.open()
    async with asyncio.TaskGroup() as group:
        group.create_task(deliver(spool))
        for session in range(SESSIONS):
            group.create_task(submit(spool, session))


if __name__ == "__main__":
    asyncio.run(run(Path(sys.argv[1])))
