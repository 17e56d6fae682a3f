"""What a claim takes together: who shares a send, how much is read, and in which order."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from gateway.spool import claim as claiming
from gateway.spool.model import State
from tests.contract.spool.make import NOON, delivery, email, outcome, receipt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gateway.spool.model import Claimed
    from tests.contract.spool.make import Desk

PAIR = ("ann@example.net", "bob@example.net")
MINUTE = timedelta(minutes=1)


def whom(claimed: Sequence[Claimed]) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.queue_id, tuple(r.address for r in each.recipients)) for each in claimed]


async def test_each_message_is_taken_once_for_all_whom_it_reaches_alike(desk: Desk) -> None:
    first, second = receipt(*map(delivery, PAIR)), receipt(*map(delivery, reversed(PAIR)))
    await desk.spool.accept(first, more=[second])
    claimed = await desk.claim()
    assert whom(claimed) == [(first.queue_id, PAIR), (second.queue_id, PAIR[::-1])]
    assert {(each.grant_id, each.attempt) for each in claimed} == {(0, 1)}


async def test_those_of_a_batch_that_nobody_settled_are_taken_together_again(desk: Desk) -> None:
    message = receipt(*map(delivery, PAIR))
    await desk.spool.accept(message)
    await desk.claim()
    desk.clock.advance(seconds=60)
    claimed = await desk.claim()
    assert whom(claimed) == [(message.queue_id, PAIR)]
    assert claimed[0].attempt == 2
    await desk.spool.settle(outcome(claimed[0], State.DEFERRED))
    assert [each.attempt for each in await desk.claim()] == [3]


async def test_a_route_with_room_for_one_takes_what_is_due_the_longest(desk: Desk) -> None:
    later, first = (
        email(at=NOON - wait, expires_at=NOON + MINUTE) for wait in (MINUTE, 2 * MINUTE)
    )
    await desk.spool.accept(later, more=[first])
    taken = [await desk.claim(room={"out": 1}) for _ in range(3)]
    assert [[each.queue_id for each in claimed] for claimed in taken] == [
        [first.queue_id], [later.queue_id], [],
    ]  # fmt: skip


async def test_over_all_routes_what_is_due_the_longest_goes_first(desk: Desk) -> None:
    waits = [
        receipt(delivery(route=route), not_before=NOON - minutes * MINUTE)
        for route, minutes in (("out", 1), ("texts", 3), ("out", 4), ("texts", 2))
    ]
    await desk.spool.accept(waits[0], more=waits[1:])
    claimed = await desk.claim(limit=3)
    assert [each.queue_id for each in claimed] == [waits[n].queue_id for n in (2, 1, 3)]


async def test_of_those_due_at_once_the_one_accepted_first_goes_first(desk: Desk) -> None:
    messages = [email() for _ in range(3)]
    await desk.spool.accept(messages[0], more=messages[1:])
    claimed = await desk.claim(limit=2)
    assert [each.queue_id for each in claimed] == [each.queue_id for each in messages[:2]]


@pytest.mark.parametrize(
    ("sizes", "taken"),
    [
        ([50, 50, 1], [2, 1]),  # as much as a claim reads, and not a byte more
        ([100, 1], [1, 1]),
        ([101, 1], [1, 1]),  # the first in any case
        ([1, 101, 1], [1, 1, 1]),
    ],
)
async def test_a_claim_reads_whole_messages_as_long_as_they_fit(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, sizes: list[int], taken: list[int]
) -> None:
    monkeypatch.setattr(claiming, "_BYTES", 100)
    messages = [receipt(raw=bytes(size)) for size in sizes]
    await desk.spool.accept(messages[0], more=messages[1:])
    assert [len(await desk.claim()) for _ in taken] == taken


async def test_a_message_to_many_counts_once_in_what_a_claim_reads(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claiming, "_BYTES", 100)
    large, small = email(*map(delivery, PAIR), raw=bytes(99)), receipt(raw=b"1")
    await desk.spool.accept(large, more=[small])
    assert len(await desk.claim()) == 3


async def test_one_claim_reads_no_more_than_fits_into_memory(desk: Desk) -> None:
    large = bytes(12 << 20)
    for _ in range(3):
        await desk.spool.accept(receipt(raw=large))
    assert [len(await desk.claim()), len(await desk.claim())] == [2, 1]


async def test_one_large_message_to_many_is_read_once(desk: Desk) -> None:
    message = email(*(delivery(f"p{n}@example.net") for n in range(5)), raw=bytes(33 << 20))
    await desk.spool.accept(message)
    claimed = await desk.claim()
    assert len(claimed) == 5
    assert len({id(each.raw) for each in claimed}) == 1


async def test_a_route_with_enough_of_large_messages_takes_small_ones_alone(desk: Desk) -> None:
    large, small = receipt(raw=bytes((1 << 20) + 1)), receipt(raw=bytes(1 << 20))
    elsewhere = receipt(delivery(route="texts"), raw=large.raw)
    await desk.spool.accept(large, more=[small, elsewhere])
    room = {"out": 9, "texts": 9}
    taken = [
        await desk.spool.claim(room, limit=9, lease_s=60, heavy=heavy)
        for heavy in ({"out"}, {"out"}, ())
    ]
    assert [[each.queue_id for each in claimed] for claimed in taken] == [
        [small.queue_id, elsewhere.queue_id], [], [large.queue_id],
    ]  # fmt: skip
