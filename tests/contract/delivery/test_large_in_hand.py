"""A slow next hop: large messages wait for each other, small ones for none of them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from gateway.delivery.bounces import Bounces
from gateway.delivery.smtp_carrier import SmtpCarrier
from gateway.nobody import NothingListed
from gateway.spool.model import State
from gateway.spool.sqlite import SqliteSpool
from suppression.covering import Matching
from tests.contract.delivery.make import route
from tests.contract.delivery.next_hop import HANG, NextHop, listening
from tests.contract.delivery.scheduling import DELIVERY, running, scheduler
from tests.contract.spool.make import PEPPER, list_at, real_clock, receipt

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from pathlib import Path

    from gateway.spool.model import NewMessage

LINE = b"x" * 62 + b"\r\n"


def mail(size_bytes: int) -> NewMessage:
    return receipt(
        at=real_clock(), raw=b"Subject: Hello\r\n\r\n" + LINE * (size_bytes // len(LINE))
    )


async def states(spool: SqliteSpool, messages: list[NewMessage]) -> list[State]:
    views = [await spool.message(message.queue_id) for message in messages]
    return [each.state for view in views if view is not None for each in view.deliveries]


async def test_a_slow_next_hop_is_given_few_large_messages_and_every_small_one(
    spool: SqliteSpool,
) -> None:
    large, small = [mail(20 << 20) for _ in range(5)], [mail(1000)]
    for message in (*large, *small):
        await spool.accept(message)
    bounces = Bounces(NothingListed(), real_clock)
    async with listening(NextHop({"data": HANG}, extensions=(b"8BITMIME",))) as hop:
        carrier = SmtpCarrier(route(hop.port, max_connections=9), DELIVERY, "gateway.test", bounces)
        async with running(scheduler(spool, {"out": carrier}), grace_s=0.2):
            async with asyncio.timeout(10):
                while await states(spool, small) != [State.SENDING]:  # noqa: ASYNC110 - a file sets no event
                    await asyncio.sleep(0.01)
            assert (await states(spool, large)).count(State.SENDING) == 2


class CountingSpool(SqliteSpool):
    """A spool that counts how often it is asked."""

    asked = 0

    async def next_due(self, routes: Collection[str] | None = None) -> datetime | None:
        self.asked += 1
        return await super().next_due(routes)


async def test_while_large_messages_are_under_way_nobody_asks_again_and_again_for_more(
    tmp_path: Path,
) -> None:
    listed = list_at(tmp_path)
    listed.open()
    counting = CountingSpool(
        tmp_path / "messages.db", suppression_path=tmp_path / "suppression.db", pepper=PEPPER,
        matching=Matching(), clock=real_clock,
    )  # fmt: skip
    counting.open()
    large = [mail(20 << 20) for _ in range(3)]
    for message in large:
        await counting.accept(message)
    bounces = Bounces(NothingListed(), real_clock)
    async with listening(NextHop({"data": HANG}, extensions=(b"8BITMIME",))) as hop:
        carrier = SmtpCarrier(route(hop.port, max_connections=9), DELIVERY, "gateway.test", bounces)
        async with running(scheduler(counting, {"out": carrier}), grace_s=0.2):
            async with asyncio.timeout(10):
                while (await states(counting, large)).count(State.SENDING) < 2:  # noqa: ASYNC110 - a file sets no event
                    await asyncio.sleep(0.01)
            before = counting.asked
            await asyncio.sleep(0.5)
            assert counting.asked - before <= 1
    counting.close()
    listed.close()
