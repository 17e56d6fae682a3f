"""A carrier on its link to an SMSC, the spool behind it, and what it heard."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from gateway.config.models import Delivery, Route
from gateway.errors import StoreUnavailable
from gateway.providers.proofs import Proofs
from gateway.providers.smpp.carrier import SmppCarrier
from gateway.providers.smpp.inbox import Inbox
from tests.contract.providers.make import People
from tests.contract.spool.make import text
from tests.e2e.smsc import PASSWORD, SYSTEM_ID
from tests.e2e.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from gateway.providers.hook import ReceivedText
    from gateway.spool.model import Claimed, Settlement, State
    from tests.contract.spool.make import Desk
    from tests.e2e.smsc import Smsc

ANN, BOB, OURS = "+12025550143", "+12025550144", "+12025550100"
WORDS: Final = "Your appointment is at 3."
LONG: Final = "Your appointment {is} at 3 & costs 5 €. " * 9


@dataclass
class Linked:
    """A carrier on its link, the spool behind it, and what it heard."""

    desk: Desk
    carrier: SmppCarrier
    inbox: Inbox
    people: People
    heard: list[ReceivedText] = field(default_factory=list)
    is_down: bool = False

    async def take(self, route: str, received: ReceivedText) -> None:
        assert route == "texts"
        if self.is_down:
            raise StoreUnavailable("locked")
        self.heard.append(received)

    async def claim(self, to: str = ANN, words: str = WORDS) -> Claimed:
        message = text(to, at=self.desk.clock(), raw=words.encode(), reverse_path=OURS)
        await self.desk.spool.accept(message)
        (claimed,) = await self.desk.claim()
        return claimed

    async def send(self, claimed: Claimed) -> Settlement:
        (settled,) = await self.carrier.send(claimed, claimed.raw)
        await self.desk.spool.settle([settled])
        return settled

    async def text(self, to: str = ANN, words: str = WORDS) -> tuple[Claimed, Settlement]:
        claimed = await self.claim(to, words)
        return claimed, await self.send(claimed)

    async def ended(self, claimed: Claimed) -> tuple[State, list[str]]:
        view = await self.desk.spool.message(claimed.queue_id)
        assert view is not None
        kinds = [line.kind for line in await self.desk.spool.trace(queue_id=claimed.queue_id)]
        return view.deliveries[0].state, kinds


def route(smsc: Smsc, **changes: Any) -> Route:  # noqa: ANN401 - any field
    fields: dict[str, Any] = {
        "name": "texts", "channel": "sms", "kind": "smpp", "host": "127.0.0.1", "port": smsc.port,
        "tls": "none", "username": SYSTEM_ID, "password": PASSWORD,
    }  # fmt: skip
    return Route(**{**fields, **changes})


@asynccontextmanager
async def linked(
    desk: Desk,
    smsc: Smsc,
    *,
    patience_s: float = 5.0,
    **changes: Any,  # noqa: ANN401 - any field
) -> AsyncIterator[Linked]:
    patience = timedelta(seconds=patience_s)
    on = route(smsc, **changes)
    people = People()
    proofs = Proofs(people, desk.clock)
    carrier = SmppCarrier(
        on, delivery=Delivery(connect_timeout=patience, answer_timeout=patience),
        proofs=proofs, clock=desk.clock,
    )  # fmt: skip
    yielded: list[Linked] = []

    async def take(route: str, received: ReceivedText) -> None:
        await yielded[0].take(route, received)

    inbox = Inbox(
        on, region="US", flights=carrier.flights, take=take, spool=desk.spool,
        proofs=proofs, clock=desk.clock,
    )  # fmt: skip
    yielded.append(Linked(desk=desk, carrier=carrier, inbox=inbox, people=people))
    async with asyncio.TaskGroup() as group:
        running = group.create_task(carrier.run(inbox))
        yield yielded[0]
        await carrier.close()
        running.cancel()


async def soon(look: Callable[[], object], what: str) -> None:
    await asyncio.to_thread(wait_for, look, what)


async def bound(smsc: Smsc, times: int = 1) -> None:
    await soon(lambda: sum(each["status"] == 0 for each in smsc.binds) >= times, "the bind")


async def answered(smsc: Smsc, *tags: int) -> list[int | None]:
    return await asyncio.to_thread(smsc.answers, tags)
