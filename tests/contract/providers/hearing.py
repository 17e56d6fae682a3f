"""An inbox of an SMPP link on a real spool, and what it heard."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from gateway.config.models import Route
from gateway.errors import StoreUnavailable
from gateway.providers.proofs import Proofs
from gateway.providers.smpp.delivered import Part
from gateway.providers.smpp.flights import Flights
from gateway.providers.smpp.inbox import Inbox
from tests.contract.providers.make import People
from tests.contract.spool.make import NOON, Desk

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from gateway.providers.hook import ReceivedText

ANN, BOB, OURS = "+12025550143", "+12025550144", "+12025550100"
ROUTE = Route(
    name="texts", channel="sms", kind="smpp", host="127.0.0.1", port=1, tls="none", username="us",
    password=SecretStr("pw"), opted_out_errors=("0Ab",),
)  # fmt: skip


@dataclass
class Hearing:
    """An inbox, the spool behind it, and what it heard: words, and minutes since noon."""

    desk: Desk
    heard: list[tuple[str, float]] = field(default_factory=list)
    is_down: bool = False
    meanwhile: Callable[[], Awaitable[object]] | None = None

    def __post_init__(self) -> None:
        desk = self.desk
        self.flights = Flights()
        self.people = People()
        self.inbox = Inbox(
            ROUTE, region="US", flights=self.flights, take=self.take, spool=desk.spool,
            proofs=Proofs(self.people, desk.clock), clock=desk.clock, look_every_s=0.01,
        )  # fmt: skip
        self.inbox.bound()

    async def take(self, _route: str, received: ReceivedText) -> None:
        if self.is_down:
            raise StoreUnavailable("locked")
        assert received.received_at is not None
        minutes = (received.received_at - NOON) / timedelta(minutes=1)
        self.heard.append((received.words, minutes))
        if self.meanwhile is not None:
            meanwhile, self.meanwhile = self.meanwhile, None
            await meanwhile()

    async def hear(self, words: str, **place: Any) -> int:  # noqa: ANN401 - any field
        return await self.inbox.hear(part(words, **place))


def part(words: str, **place: Any) -> Part:  # noqa: ANN401 - any field
    return Part(**{"sender": ANN, "to": OURS, "words": words, **place})
