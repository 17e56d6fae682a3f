"""A byte changes on the disk: what it is in waits for a person, and the others flow.

Whatever byte it is, nothing leaves twice or as anything else than was accepted, and nothing is left
behind without a word: it leaves, is held, is told to its sender as expired, or the log says how
much is damaged.
"""

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
from tests.contract.spool.make import (
    Clock,
    delivery,
    email,
    list_at,
    outcome,
    real_clock,
    spool_at,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from gateway.spool.model import Claimed, NewMessage
    from gateway.spool.sqlite import SqliteSpool

FLIPS: Final = int(os.environ.get("FLIPS", "80"))
MESSAGES: Final = 20
SEED: Final = 1126


@contextmanager
def opened(folder: Path, clock: Callable[[], datetime] = real_clock) -> Iterator[SqliteSpool]:
    folder.mkdir(exist_ok=True)
    listed, spool = list_at(folder, clock), spool_at(folder, clock)
    listed.open()
    try:
        spool.open()
        yield spool
    finally:
        spool.close()
        listed.close()


async def filled(folder: Path) -> dict[str, NewMessage]:
    """Queue messages, some of which lie on many pages, and begin to send one of them."""
    accepted = {}
    with opened(folder) as spool:
        for number in range(MESSAGES):
            words = f"Hello {number}.\r\n".encode() * (900 if number % 2 else 1)
            message = email(
                delivery(f"p{number}@example.net"), at=real_clock(),
                raw=b"From: a@example.com\r\nSubject: Hello\r\n\r\n" + words,
            )  # fmt: skip
            await spool.accept(message)
            accepted[message.queue_id] = message
        await spool.claim({"out": 1}, limit=1, lease_s=60)
    return accepted


async def flowed(spool: SqliteSpool) -> list[Claimed]:
    """Send everything that may leave, as a gateway that starts; what it was."""
    await spool.release_leases()
    sent: list[Claimed] = []
    while claimed := await spool.claim({"out": 99}, limit=99, lease_s=60):
        for each in claimed:
            await spool.settle(outcome(each, State.DELIVERED))
        sent += claimed
    return sent


async def listed_in(spool: SqliteSpool, state: State) -> set[str]:
    found = await spool.messages(SpoolQuery(states=frozenset({state})))
    return {each.queue_id for each in found}


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
    "a letter of the address": DELIVERY.format("address = 'q' || substr(address, 2)"),
    "a letter of whom the list knows": DELIVERY.format("key = 'q' || substr(key, 2)"),
    "a letter of the category": MESSAGE.format("category = 'commerciam'"),
    "a letter of the reverse-path": MESSAGE.format("reverse_path = 'shoq@example.com'"),
    "the day it is given up": MESSAGE.format("expires_at = expires_at / 2"),
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


async def test_an_item_that_is_due_and_does_not_wait_waits_for_a_person(tmp_path: Path) -> None:
    await filled(tmp_path / "data")
    assert await held_of(tmp_path / "data", DELIVERY.format("state = 'delivered'"), 5) == [5]


async def held_of(folder: Path, damage: str, number: int) -> list[int]:
    """Damage a delivery, send what may leave, and return what waits for a person."""
    with closing(sqlite3.connect(folder / "messages.db")) as file, file:
        assert file.execute(damage, {"id": number}).rowcount == 1
    with capture_logs(), opened(folder) as spool:
        assert len(await flowed(spool)) == MESSAGES - 1
        found = await spool.messages(SpoolQuery(states=frozenset({State.HELD})))
    return [each.deliveries[0].delivery_id for each in found]


async def test_whatever_byte_changes_the_others_flow_or_it_says_that_the_file_is_damaged(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    accepted = await filled(tmp_path / "data")
    size = (tmp_path / "data" / "messages.db").stat().st_size
    chance = random.Random(SEED)  # noqa: S311 - which bytes is no secret
    seen: Counter[str] = Counter()
    for _ in range(FLIPS):
        folder = tmp_path / "flipped"
        shutil.copytree(tmp_path / "data", folder)
        flip(folder / "messages.db", chance.randrange(size), chance.randrange(1, 256))
        try:
            sent = await left_nothing_behind(folder, accepted)
        except StoreBroken:
            seen["not opened"] += 1
        except StoreUnavailable:
            seen["said to be damaged"] += 1
        else:
            seen["all flowed"] += sent == MESSAGES
            seen["all but one flowed"] += sent == MESSAGES - 1
            seen["more set aside"] += sent < MESSAGES - 1
        shutil.rmtree(folder)
    assert seen["all flowed"] + seen["all but one flowed"] > 0.9 * FLIPS
    for word, count in seen.items():
        record_property(word, count)


async def left_nothing_behind(folder: Path, accepted: Mapping[str, NewMessage]) -> int:
    """Send what may leave until the time of everything is over; how many messages left."""
    clock = Clock(real_clock())
    with capture_logs() as lines, opened(folder, clock) as spool:
        sent = await flowed(spool)
        held = await listed_in(spool, State.HELD)
        clock.advance(days=3)
        assert await spool.claim({"out": 99}, limit=99, lease_s=60) == ()
        await spool.expire()
        expired = await listed_in(spool, State.EXPIRED)
    for each in sent:
        assert as_it_left(each) == as_it_was_accepted(accepted[each.queue_id])
    left = {each.queue_id for each in sent}
    assert len(left) == len(sent)
    damaged = sum(line["lost"] + len(line["unread"]) for line in lines if "lost" in line)
    assert len(left | held | expired) + damaged >= MESSAGES
    return len(left)


def as_it_left(claimed: Claimed) -> tuple[object, ...]:
    return (claimed.recipients, claimed.raw, *what_decides(claimed))


def as_it_was_accepted(message: NewMessage) -> tuple[object, ...]:
    recipients = tuple(each.recipient for each in message.deliveries)
    return (recipients, message.raw, *what_decides(message))


def what_decides(message: Claimed | NewMessage) -> tuple[object, ...]:
    return (
        message.plan, message.channel, message.category, message.identity, message.stream,
        message.reverse_path, message.header_from, message.expires_at, message.is_observed,
    )  # fmt: skip


def flip(path: Path, at: int, mask: int) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        (byte,) = file.read(1)
        file.seek(at)
        file.write(bytes([byte ^ mask]))
