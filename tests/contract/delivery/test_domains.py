"""A domain that is slow, or takes nothing just now, leaves the other domains of a route alone."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gateway.delivery.bounces import Bounces
from gateway.delivery.smtp_carrier import SmtpCarrier
from gateway.nobody import NothingListed
from gateway.spool.model import State
from tests.contract.delivery.make import MESSAGE, carrier, claimed, eventually, route
from tests.contract.delivery.next_hop import NextHop, listening
from tests.contract.delivery.scheduling import DELIVERY, running, scheduler
from tests.contract.spool.make import delivery, real_clock, receipt

if TYPE_CHECKING:
    from gateway.delivery.scheduler import Scheduler
    from gateway.spool.model import NewMessage
    from gateway.spool.sqlite import SqliteSpool

BUSY = b"450 4.7.1 too many messages from your server for this domain\r\n"


@dataclass
class ByDomain(NextHop):
    """A next hop that asks the domain of a recipient before it answers."""

    slow: str = "@slow.test"
    answer: bytes = b""  # for the slow domain, at once; b"" lets it wait for `go`
    go: asyncio.Event = field(default_factory=asyncio.Event)
    waiting: int = 0

    async def _command(
        self, line: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        is_slow = line.startswith(b"RCPT") and self.slow.encode() in line
        if is_slow and self.answer:
            self.commands.append(line)
            writer.write(self.answer)
            return
        if is_slow and not self.go.is_set():
            self.waiting += 1
            await self.go.wait()
            self.waiting -= 1
        await super()._command(line, reader, writer)

    def asked(self, domain: str) -> int:
        return sum(each.startswith(b"RCPT") and domain.encode() in each for each in self.commands)


def scheduled(spool: SqliteSpool, hop: NextHop, **changes: int) -> Scheduler:
    way = route(hop.port, name="out", **changes)
    bounces = Bounces(NothingListed(), real_clock)
    carriers = {"out": SmtpCarrier(way, DELIVERY, "gateway.test", bounces)}
    return scheduler(spool, carriers, routes=(way,))


async def mail(spool: SqliteSpool, *people: str) -> NewMessage:
    message = receipt(*(delivery(each) for each in people), at=real_clock())
    await spool.accept(message)
    return message


async def states(spool: SqliteSpool, *messages: NewMessage) -> set[tuple[State, int]]:
    views = [await spool.message(each.queue_id) for each in messages]
    return {(each.state, each.attempts) for view in views if view for each in view.deliveries}


async def test_a_slow_domain_has_its_connections_and_no_more(spool: SqliteSpool) -> None:
    slow = [await mail(spool, f"person{number}@slow.test") for number in range(12)]
    quick = [await mail(spool, f"person{number}@quick.test") for number in range(12)]
    async with (
        listening(ByDomain()) as hop,
        running(scheduled(spool, hop, max_connections=4, max_connections_per_domain=2)),
    ):
        assert isinstance(hop, ByDomain)
        await eventually(lambda: len(hop.messages) == len(quick))
        assert hop.waiting == 2
        hop.go.set()
        await eventually(lambda: len(hop.messages) == len(quick) + len(slow))
    assert await states(spool, *quick, *slow) == {(State.DELIVERED, 1)}
    assert hop.asked("@slow.test") == len(slow)


async def test_a_message_to_several_that_waited_leaves_for_all_of_them_at_once(
    spool: SqliteSpool,
) -> None:
    first = await mail(spool, "one@slow.test")
    several = await mail(spool, "one@slow.test", "two@slow.test", "three@slow.test")
    async with (
        listening(ByDomain()) as hop,
        running(scheduled(spool, hop, max_connections=4, max_connections_per_domain=1)) as runs,
    ):
        assert isinstance(hop, ByDomain)
        await eventually(lambda: hop.waiting == 1)
        quick = await mail(spool, "one@quick.test")
        runs.wake()
        await eventually(lambda: len(hop.messages) == 1)
        hop.go.set()
        await eventually(lambda: len(hop.messages) == 3)
    assert await states(spool, first, several, quick) == {(State.DELIVERED, 1)}


async def test_a_domain_that_is_refused_for_now_rests_and_the_others_do_not(
    spool: SqliteSpool,
) -> None:
    refused = [await mail(spool, f"person{number}@slow.test") for number in range(12)]
    async with (
        listening(ByDomain(answer=BUSY)) as hop,
        running(scheduled(spool, hop, max_connections=1)) as runs,
    ):
        assert isinstance(hop, ByDomain)
        await eventually(lambda: hop.asked("@slow.test") == 3)
        taken = [await mail(spool, f"person{number}@quick.test") for number in range(20)]
        runs.wake()
        await eventually(lambda: len(hop.messages) == len(taken))
        assert hop.asked("@slow.test") == 3
    assert await states(spool, *taken) == {(State.DELIVERED, 1)}
    assert await states(spool, *refused) == {(State.DEFERRED, 1), (State.QUEUED, 0)}


async def test_who_shares_a_message_with_a_domain_that_rests_does_not_wait_for_it(
    spool: SqliteSpool,
) -> None:
    for number in range(12):
        await mail(spool, f"person{number}@slow.test")
    async with (
        listening(ByDomain(answer=BUSY)) as hop,
        running(scheduled(spool, hop, max_connections=1)) as runs,
    ):
        assert isinstance(hop, ByDomain)
        await eventually(lambda: hop.asked("@slow.test") == 3)
        shared = await mail(spool, "late@slow.test", "one@quick.test", "two@quick.test")
        runs.wake()
        await eventually(lambda: len(hop.messages) == 1)
    assert await states(spool, shared) == {(State.DEFERRED, 1), (State.DELIVERED, 1)}


async def test_the_route_rests_where_several_domains_are_too_much() -> None:
    async with listening(ByDomain(slow="@", answer=BUSY)) as hop:
        carries = carrier(hop.port)
        for number in range(4):
            await carries.send(claimed((f"ann@domain{number}.test",)), MESSAGE)
            assert carries.limit > 0
        await carries.send(claimed(("ann@domain4.test",)), MESSAGE)
        assert carries.limit == 0


async def test_the_route_goes_on_where_one_domain_is_too_much() -> None:
    async with listening(ByDomain(answer=BUSY)) as hop:
        carries = carrier(hop.port)
        for _ in range(5):
            (settled,) = await carries.send(claimed(("ann@slow.test",)), MESSAGE)
            assert (settled.state, settled.rests_domain) == (State.DEFERRED, True)
        assert carries.limit > 0
