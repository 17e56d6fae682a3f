"""The list's file has no room and the spool's has: what would get a first link waits, whole."""

from __future__ import annotations

import asyncio
import resource
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import pytest

from gateway.errors import StoreUnavailable
from gateway.spool.barring import CLAIMS
from gateway.spool.model import State
from tests.contract.database.notes import Gate, settled
from tests.contract.spool.make import delivery, email, opt_out, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.contract.spool.make import Desk

PEOPLE: Final = [f"new{n}@example.net" for n in range(3)]


@contextmanager
def no_room_for_the_list(desk: Desk) -> Iterator[None]:
    """Let no file grow beyond the log of the list, which is larger than that of the spool."""
    used = (desk.folder / "suppression.db-wal").stat().st_size
    assert used > 2 * (desk.folder / "messages.db-wal").stat().st_size
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (used, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
async def waiting(desk: Desk) -> list[int]:
    """Newsletters that wait, and a list that was written to; how often each was claimed."""
    for number in range(60):
        await desk.add(opt_out(f"old{number}@example.org"))
    await desk.spool.accept(email(*map(delivery, PEOPLE)))
    return claims(desk)


def claims(desk: Desk) -> list[int]:
    return [row[0] for row in desk.spool._database.read("SELECT claims FROM deliveries")]


async def test_a_list_without_room_holds_no_newsletter_for_poison(
    desk: Desk, waiting: list[int]
) -> None:
    with no_room_for_the_list(desk):
        for _ in range(CLAIMS + 1):
            with pytest.raises(StoreUnavailable):
                await desk.claim()
            assert claims(desk) == waiting == [0, 0, 0]
            desk.clock.advance(seconds=61)
    claimed = await desk.claim()
    assert [each.recipients[0].address for each in claimed] == PEOPLE
    assert all([await desk.listed.grant(each.grant_id) for each in claimed])


async def test_what_ran_out_while_the_list_had_no_room_is_told_once(desk: Desk) -> None:
    interrupted = text()
    await desk.spool.accept(interrupted)
    assert len(await desk.claim()) == 1
    for number in range(60):
        await desk.add(opt_out(f"old{number}@example.org"))
    await desk.spool.accept(email())
    desk.clock.advance(seconds=61)
    with no_room_for_the_list(desk):
        with pytest.raises(StoreUnavailable):
            await desk.claim()
        assert await desk.state(interrupted) is State.UNKNOWN
    assert len(await desk.claim()) == 1
    assert (await desk.kinds(interrupted)).count("unknown") == 1


async def test_a_message_accepted_meanwhile_is_kept_though_the_list_has_no_room(
    desk: Desk, waiting: list[int]
) -> None:
    message, gate = text(), Gate()
    assert waiting
    with no_room_for_the_list(desk):
        async with asyncio.TaskGroup() as group:
            group.create_task(desk.spool._database.write(gate))
            await gate.reached()
            claiming = group.create_task(settled(desk.claim()))
            accepting = group.create_task(desk.spool.accept(message))
            await asyncio.sleep(0)
            gate.is_open.set()
    assert isinstance(claiming.result(), StoreUnavailable)
    assert accepting.result().queue_id == message.queue_id
    assert await desk.state(message) is State.QUEUED
