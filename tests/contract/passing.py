"""A pass-through listener on the real stores, between a client and somebody else's mail server."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from gateway.config.models import Delivery, EmailConfig, SenderConfig, SmtpListener
from gateway.delivery.bounces import Bounces
from gateway.delivery.copies import Copies
from gateway.delivery.ways import Ways
from gateway.disk import Disk
from gateway.pass_through import PassThrough
from gateway.reports import Reports
from gateway.smtp.listener import SmtpListenerServer
from gateway.spool.model import SpoolQuery
from gateway.submitters import Submitters
from suppression.tokens import TokenKeys
from tests.contract.delivery.make import UNSIGNED, route
from tests.contract.smtp.edge import QUICK, Client, Keys, Post
from tests.contract.spool.make import open_desk
from tests.contract.submitting import submitting
from tests.make import ANN, message
from tests.make_gateway import config

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from pathlib import Path

    from gateway.delivery.copies import Signer
    from gateway.spool.model import DeliveryView
    from tests.contract.delivery.next_hop import NextHop
    from tests.contract.submitting import Submitting

TOKENS: Final = TokenKeys(1, {1: b"k" * 32})
NEWS: Final = message("Our autumn collection is here.\r\n", subject="News")
RECEIPT: Final = message(
    "You ordered one lamp. Total: $20.\r\n",
    subject="Your receipt",
    x_optwarden_category="transactional; basis=transaction",
)


@dataclass
class Passing:
    """What a test sees of it."""

    gate: Submitting
    server: SmtpListenerServer
    port: int
    clients: list[Client] = field(default_factory=list)

    async def client(self, ehlo: bytes = b"EHLO client.example.com") -> Client:
        streams = await asyncio.open_connection("127.0.0.1", self.port)
        client = Client(*streams)
        self.clients.append(client)
        await client.greeted(ehlo)
        return client

    async def send(self, raw: bytes = NEWS, *to: str) -> bytes:
        """Send a message by a client of its own; return the last reply, or an early no."""
        client = await self.client()
        reply = await transaction(client, raw, *to)
        await client.say(b"QUIT")
        return reply

    async def deliveries(self) -> list[DeliveryView]:
        """Return everything that was recorded, in the order it came."""
        views = (await self.gate.desk.spool.messages(SpoolQuery()))[::-1]
        return [each for view in views for each in view.deliveries]

    async def told(self) -> list[str]:
        """Return what the ledger says of the last message."""
        (view,) = await self.gate.desk.spool.messages(SpoolQuery(limit=1))
        return [line.kind for line in await self.gate.desk.spool.trace(queue_id=view.queue_id)]


async def transaction(client: Client, raw: bytes = NEWS, *to: str) -> bytes:
    """Send a message over a session; return the first reply that is no yes, or the last one."""
    commands = [
        b"MAIL FROM:<bounces@example.com>",
        *(b"RCPT TO:<%b>" % each.encode() for each in to or (ANN,)),
        b"DATA",
    ]
    for command in commands:
        reply = await client.say(command)
        if reply[:1] not in b"23":
            return reply
    await client.send(raw + b".\r\n")
    return await client.reply()


@contextlib.asynccontextmanager
async def passing(
    folder: Path,
    *hops: NextHop,
    listener: Mapping[str, Any] | None = None,
    routes: tuple[Mapping[str, Any], ...] = ({},),
    patience_s: float = 5.0,
    signers: Mapping[str, Signer] | None = None,
    disk: Disk | None = None,
    **sections: Any,  # noqa: ANN401 - any section
) -> AsyncIterator[Passing]:
    """Run a pass-through listener for a while, with a route to each next hop."""
    patience = timedelta(seconds=patience_s)
    given = {"listen": "127.0.0.1:0", "delivery": "pass-through", **(listener or {})}
    listening = SmtpListener(hostname="gate.example.com", **given)
    names = ("hop", "other")
    settings: dict[str, Any] = {
        "smtp": (listening,),
        "sender": (SenderConfig(name="example", domains=("example.com",)),),
        "email": EmailConfig(),
        "delivery": Delivery(
            connect_timeout=patience, command_timeout=patience, data_timeout=patience
        ),
        "route": tuple(
            route(hop.port, name=name, **more)
            for hop, name, more in zip(hops, names, routes, strict=False)
        ),
        **sections,
    }
    with open_desk(folder) as desk:
        gate = submitting(desk, **settings)
        whole = config(**settings)
        disk = disk or Disk(folder, reserve=lambda _: 0)
        copies = Copies(signers or {"example": UNSIGNED}, TOKENS, desk.clock)
        ways = Ways(whole)
        onward = PassThrough(
            decide=gate.pipeline.record_of, ways=ways, spool=desk.spool, copies=copies,
            reports=Reports(whole, gate.queue_ids), bounces=Bounces(desk.listed, desk.clock),
            has_room=disk.has_room,
            wake=lambda: gate.wakes.append(None),
        )  # fmt: skip
        server = SmtpListenerServer(
            listening, submit=gate.pipeline.submit_email, submitters=Submitters(whole.submitter),
            credentials=Keys(), postbox=Post(), queue_ids=gate.queue_ids, clock=desk.clock,
            pace=QUICK, onward=onward, disk=disk,
        )  # fmt: skip
        _, port = await server.start()
        running = Passing(gate, server, port)
        try:
            yield running
        finally:
            for client in running.clients:
                await client.close()
            await server.stop(1.0)
            ways.close()
            copies.close()
