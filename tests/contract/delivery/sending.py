"""Mail that a scheduler sends, and how far it has come."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from gateway.delivery.bounces import Bounces
from gateway.delivery.smtp_carrier import SmtpCarrier
from gateway.nobody import NothingListed
from tests.contract.delivery.make import route
from tests.contract.delivery.scheduling import DELIVERY
from tests.contract.spool.make import delivery, real_clock, receipt

if TYPE_CHECKING:
    from gateway.spool.model import NewMessage, State
    from gateway.spool.sqlite import SqliteSpool
    from tests.contract.delivery.next_hop import NextHop


def smtp(hop: NextHop, **changes: Any) -> SmtpCarrier:  # noqa: ANN401 - any key of a route
    bounces = Bounces(NothingListed(), real_clock)
    return SmtpCarrier(route(hop.port, **changes), DELIVERY, "gateway.test", bounces)


async def states(spool: SqliteSpool, message: NewMessage) -> list[State]:
    view = await spool.message(message.queue_id)
    assert view is not None
    return [each.state for each in view.deliveries]


async def until(spool: SqliteSpool, message: NewMessage, *expected: State) -> None:
    async with asyncio.timeout(10):
        while await states(spool, message) != list(expected):  # noqa: ASYNC110 - a file sets no event
            await asyncio.sleep(0.01)


def mail(*addresses: str, **changes: Any) -> NewMessage:  # noqa: ANN401 - any field
    people = tuple(delivery(a) for a in addresses or ("bob@example.net",))
    return receipt(*people, at=real_clock(), **changes)
