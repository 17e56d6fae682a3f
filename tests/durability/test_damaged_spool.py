"""A byte changes on the disk: the item it is in waits for a person, and the others flow."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections import Counter
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Final

import pytest
from structlog.testing import capture_logs

from gateway.errors import StoreBroken, StoreUnavailable
from gateway.spool.model import SpoolQuery, State
from tests.contract.spool.make import delivery, email, list_at, outcome, real_clock, spool_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from gateway.spool.sqlite import SqliteSpool

FLIPS: Final = int(os.environ.get("FLIPS", "80"))
MESSAGES: Final = 20
SEED: Final = 1126


@contextmanager
def opened(folder: Path) -> Iterator[SqliteSpool]:
    folder.mkdir(exist_ok=True)
    listed, spool = list_at(folder), spool_at(folder)
    listed.open()
    try:
        spool.open()
        yield spool
    finally:
        spool.close()
        listed.close()


async def filled(folder: Path) -> None:
    """Queue messages, some of which lie on many pages, and begin to send one of them."""
    with opened(folder) as spool:
        for number in range(MESSAGES):
            words = f"Hello {number}.\r\n".encode() * (900 if number % 2 else 1)
            await spool.accept(
                email(
                    delivery(f"p{number}@example.net"), at=real_clock(),
                    raw=b"From: a@example.com\r\nSubject: Hello\r\n\r\n" + words,
                )
            )  # fmt: skip
        await spool.claim({"out": 1}, limit=1, lease_s=60)


async def flowed(folder: Path) -> int:
    """Send everything that may leave, as a gateway that starts; how many it was."""
    with opened(folder) as spool:
        await spool.release_leases()
        sent = 0
        while claimed := await spool.claim({"out": 99}, limit=99, lease_s=60):
            for each in claimed:
                await spool.settle(outcome(each, State.DELIVERED))
                sent += 1
        return sent


DELIVERY: Final = "UPDATE deliveries SET {} WHERE id = :id"
MESSAGE: Final = "UPDATE messages SET {} WHERE id = (SELECT message FROM deliveries WHERE id = :id)"
CONTENT: Final = (
    "UPDATE contents SET {} WHERE message = (SELECT message FROM deliveries WHERE id = :id)"
)
DAMAGE: Final = {
    "a text that is none": DELIVERY.format("reply = CAST(x'ff' AS TEXT)"),
    "a stream that is no text": MESSAGE.format("stream = CAST(x'c3' AS TEXT)"),
    "one byte of the message": CONTENT.format("raw = CAST('x' || substr(raw, 2) AS BLOB)"),
    "one digit of the plan": CONTENT.format("plan = replace(plan, '[0,0,', '[0,1,')"),
    "a plan that is no text": CONTENT.format("plan = CAST(x'ff' AS TEXT)"),
}


@pytest.mark.parametrize("what", DAMAGE)
@pytest.mark.parametrize("number", [1, 5], ids=["being sent", "queued"])
async def test_one_damaged_item_waits_for_a_person_and_the_others_flow(
    tmp_path: Path, what: str, number: int
) -> None:
    await filled(tmp_path / "data")
    assert await held_of(tmp_path / "data", DAMAGE[what], number) == [number]


async def test_an_item_in_a_state_that_is_none_waits_for_a_person(tmp_path: Path) -> None:
    await filled(tmp_path / "data")
    assert await held_of(tmp_path / "data", DELIVERY.format("state = 'queuee'"), 5) == [5]


async def held_of(folder: Path, damage: str, number: int) -> list[int]:
    """Damage a delivery, send what may leave, and return what waits for a person."""
    with closing(sqlite3.connect(folder / "messages.db")) as file, file:
        assert file.execute(damage, {"id": number}).rowcount == 1
    with capture_logs():
        assert await flowed(folder) == MESSAGES - 1
    with opened(folder) as spool:
        found = await spool.messages(SpoolQuery(states=frozenset({State.HELD})))
    return [each.deliveries[0].delivery_id for each in found]


async def test_whatever_byte_changes_the_others_flow_or_it_says_that_the_file_is_damaged(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    await filled(tmp_path / "data")
    size = (tmp_path / "data" / "messages.db").stat().st_size
    chance = random.Random(SEED)  # noqa: S311 - which bytes is no secret
    seen: Counter[str] = Counter()
    for _ in range(FLIPS):
        folder = tmp_path / "flipped"
        shutil.copytree(tmp_path / "data", folder)
        flip(folder / "messages.db", chance.randrange(size), chance.randrange(1, 256))
        with capture_logs():
            try:
                sent = await flowed(folder)
            except StoreBroken:
                seen["not opened"] += 1
            except StoreUnavailable:
                seen["said to be damaged"] += 1
            else:
                assert sent >= MESSAGES - 1
                seen["flowed"] += 1
        shutil.rmtree(folder)
    assert seen["flowed"] > 0.9 * FLIPS
    for word, count in seen.items():
        record_property(word, count)


def flip(path: Path, at: int, mask: int) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        (byte,) = file.read(1)
        file.seek(at)
        file.write(bytes([byte ^ mask]))
