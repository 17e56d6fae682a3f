"""The receivers of a gateway on real stores, beside somebody who is signal-cli."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from gateway.config.models import Route, SenderConfig
from gateway.inbound.texts import InboundTexts
from gateway.providers.hooks import Hooks
from gateway.providers.received import Received
from gateway.providers.receivers import Receivers, received_folder
from gateway.queue_id import QueueIds
from suppression.channel import Channel
from suppression.keys import phone_key
from tests.make_gateway import OUTBOX, config

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from suppression.entry import Reason
    from tests.contract.spool.make import Desk
    from tests.e2e.signal_cli import SignalCli

OURS, THEM, OTHER = "+15005550006", "+19169668284", "+12025550143"
WAYS = [("json-rpc", "json-rpc"), ("rest", "json-rpc"), ("rest", "native")]
"""The protocol of the route, and the mode of the service."""


class Ear:
    """The receivers of a gateway, on real stores."""

    def __init__(self, desk: Desk, cli: SignalCli, folder: Path, protocol: str) -> None:
        self.desk = desk
        route = Route.model_validate(
            {
                "name": "texts", "channel": "sms", "kind": "signal", "protocol": protocol,
                "url": cli.url, "number": OURS,
            }
        )  # fmt: skip
        sender = SenderConfig(name="example", domains=("example.com",), numbers=(OURS,))
        self.config = config(data_dir=folder, route=(OUTBOX, route), sender=(sender,))
        self.received = Received(received_folder(folder))
        self.taken = 0
        self.heard: set[str] = set()
        self.take_s = 0.0

    def receivers(self) -> Receivers:
        texts = InboundTexts(
            self.config, self.desk.listed, self.desk.joint,
            queue_ids=QueueIds(), clock=self.desk.clock, wake=lambda: None,
        )  # fmt: skip

        async def take(text: Any) -> Any:  # noqa: ANN401 - as it comes
            taken = await texts.take(text)
            await asyncio.sleep(self.take_s)
            self.taken += 1
            self.heard.add(text.reference)
            self.desk.clock.advance(seconds=1)
            return taken

        hooks = Hooks(
            self.config, take_text=take, spool=self.desk.spool, listing=self.desk.listed,
            clock=self.desk.clock,
        )  # fmt: skip
        return Receivers(self.config, hooks, clock=self.desk.clock)

    @asynccontextmanager
    async def hearing(self) -> AsyncIterator[None]:
        receivers = self.receivers()
        async with asyncio.TaskGroup() as group:
            group.create_task(receivers.run())
            yield
            receivers.stop()

    def set_aside(self) -> list[str]:
        """What is kept for a person."""
        kept = sorted(received_folder(self.config.data_dir).glob("*.broken"))
        return [each["raw"] for file in kept for each in json.loads(file.read_text())]

    async def reasons(self, person: str = THEM) -> list[Reason]:
        key = phone_key(person)
        found = await self.desk.listed.blocking([key], Channel.SMS, self.desk.clock.now)
        return [entry.reason for entry in found.get(key, ())]


async def until(look: Callable[[], Any]) -> None:
    async with asyncio.timeout(10):
        while True:
            found = look()
            if await found if asyncio.iscoroutine(found) else found:
                return
            await asyncio.sleep(0.02)
