from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from filters.message import Recipient
from gateway.delivery.carrier import settle_all
from gateway.delivery.copies import Copies
from gateway.delivery.lane import Lane
from gateway.spool.model import State
from suppression.channel import Channel
from suppression.keys import phone_key
from suppression.tokens import TokenKeys
from tests.contract.delivery.make import carrier, claimed
from tests.contract.delivery.next_hop import Narrow, listening
from tests.contract.spool.make import real_clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gateway.spool.model import Claimed, Settlement


@dataclass
class Provider:
    """Somebody's next hop that answers when told to."""

    limit: int = 1
    answers: asyncio.Event = field(default_factory=asyncio.Event)
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, claimed: Claimed, _copy: bytes) -> tuple[Settlement, ...]:
        self.asked.set()
        await self.answers.wait()
        return settle_all(claimed, State.DELIVERED, "ok")

    async def close(self) -> None:
        """Hold nothing."""


@pytest.fixture
def copies() -> Iterator[Copies]:
    made = Copies({}, TokenKeys(1, {1: b"k" * 32}), real_clock)
    yield made
    made.close()


def text() -> Claimed:
    to = Recipient(address="+19169668284", key=phone_key("+19169668284"))
    return claimed(channel=Channel.SMS, recipients=(to,))


@pytest.mark.parametrize(
    ("message", "state"), [(claimed(), State.DEFERRED), (text(), State.UNKNOWN)]
)
async def test_an_attempt_without_an_answer_repeats_an_email_and_never_a_text(
    copies: Copies, message: Claimed, state: State
) -> None:
    (settled,) = await Lane(Provider(), copies, attempt_s=0.05).send(message)
    assert settled.state is state


async def test_what_waits_too_long_for_a_connection_is_given_back(copies: Copies) -> None:
    provider = Provider()
    lane = Lane(provider, copies, attempt_s=5)
    async with asyncio.TaskGroup() as group:
        first = group.create_task(lane.send(claimed()))
        await provider.asked.wait()
        (second,) = await lane.send(claimed())
        assert second.state is State.QUEUED
        provider.answers.set()
    assert first.result()[0].state is State.DELIVERED


async def test_what_a_narrow_next_hop_has_no_connection_for_leaves_over_those_there_are(
    copies: Copies,
) -> None:
    hop = Narrow()
    async with listening(hop):
        narrow = carrier(hop.port, max_connections=10)
        lane = Lane(narrow, copies, attempt_s=5)
        tried = [await lane.send(claimed())]  # so that one connection stands
        for _ in range(3):
            async with asyncio.TaskGroup() as group:
                sent = [group.create_task(lane.send(claimed())) for _ in range(20)]
            tried += [task.result() for task in sent]
        await narrow.close()
    states = Counter(settled.state for (settled,) in tried)
    assert states[State.DELIVERED] == len(hop.messages) == 61 - states[State.QUEUED]
    assert states[State.QUEUED] == hop.refused <= 8  # of the first burst; then it is known


async def test_a_quick_next_hop_is_claimed_ahead_for_and_a_slow_one_is_not(copies: Copies) -> None:
    provider = Provider(limit=10)
    provider.answers.set()
    lane = Lane(provider, copies, attempt_s=5)
    assert lane.room == 10
    for _ in range(100):
        await lane.send(claimed())
    assert lane.room == 40


async def test_more_is_claimed_while_two_thirds_are_still_in_hand(copies: Copies) -> None:
    lane = Lane(Provider(limit=3), copies, attempt_s=5)
    for _ in range(3):
        lane.take(100)
    assert not lane.is_worth_a_claim
    lane.let_go(100)
    assert lane.is_worth_a_claim


async def test_large_messages_in_hand_leave_room_for_small_ones_alone(copies: Copies) -> None:
    lane = Lane(Provider(limit=10), copies, attempt_s=5)
    for size_bytes in (20 << 20, (12 << 20) - 1):
        lane.take(size_bytes)
    assert not lane.is_heavy
    lane.take(1)
    assert (lane.is_heavy, lane.room) == (True, 7)
    lane.let_go(1)
    assert not lane.is_heavy


async def test_a_stopped_lane_begins_nothing(copies: Copies) -> None:
    provider = Provider()
    lane = Lane(provider, copies, attempt_s=5)
    lane.stop()
    (settled,) = await lane.send(claimed())
    assert settled.state is State.QUEUED
    assert not provider.asked.is_set()
