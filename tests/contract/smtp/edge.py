"""An SMTP edge on loopback with a submit that records, and a client that speaks bytes."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from filters.decision import Effect, Finding, Ruling
from filters.message import Recipient
from gateway.config.models import SmtpListener, SubmitterConfig
from gateway.disk import Disk
from gateway.queue_id import QueueIds
from gateway.smtp.limits import Pace
from gateway.smtp.listener import SmtpListenerServer
from gateway.submission import Acceptance, EmailSubmission
from gateway.submitters import Submitters
from suppression.keys import email_key

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Callable

    from gateway.commons import Commons
    from gateway.inbound.mail import InboundMail

OURS: Final = "replies@in.example.net"
KEY: Final = "ow_secret-of-local"
PATIENCE_S: Final = 10.0
ENVELOPE: Final = b"MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.org>\r\n"


@dataclass(frozen=True)
class Holder:
    submitter: str
    roles: frozenset[str]

    def may(self, role: str) -> bool:
        return role in self.roles


class Keys:
    """The keys of two submitters, one of which may not send; `failure` is raised."""

    def __init__(self) -> None:
        self.failure: Exception | None = None
        self.holders = {
            KEY: Holder("local", frozenset({"send"})),
            "ow_read-only": Holder("local", frozenset({"read"})),
            "ow_of-nobody": Holder("gone", frozenset({"send"})),
        }

    def verify(self, secret: str) -> Holder | None:
        if self.failure is not None:
            raise self.failure
        return self.holders.get(secret)


def ruled(effect: Effect, *findings: Finding) -> Callable[[EmailSubmission], Acceptance]:
    """Return what rules alike on every recipient."""

    def rule(submission: EmailSubmission) -> Acceptance:
        rulings = tuple(
            Ruling(
                recipient=Recipient(address=address, key=email_key(address)),
                effect=effect,
                findings=findings,
            )
            for address in submission.recipients
        )
        return Acceptance(queue_id=submission.queue_id, rulings=rulings)

    return rule


@dataclass
class Desk:
    """Takes submissions; `answer` decides, `gate` holds them up, `failure` is raised."""

    taken: list[EmailSubmission] = field(default_factory=list)
    answer: Callable[[EmailSubmission], Acceptance] = field(
        default_factory=lambda: ruled(Effect.PASS)
    )
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    failure: Exception | None = None

    async def submit(self, submission: EmailSubmission) -> Acceptance:
        self.begun.set()
        await self.gate.wait()
        if self.failure is not None:
            raise self.failure
        self.taken.append(submission)
        return self.answer(submission)

    @property
    def bodies(self) -> list[bytes]:
        return [submission.raw for submission in self.taken]


@dataclass
class Post:
    """Takes mail for one address; `has_room` says whether more may come."""

    taken: list[InboundMail] = field(default_factory=list)
    has_room: bool = True
    failure: Exception | None = None

    def knows(self, address: str) -> bool:
        return address == OURS

    async def take(self, mail: InboundMail) -> bool:
        if self.failure is not None:
            raise self.failure
        self.taken.append(mail)
        return self.has_room


class Client:
    """Writes bytes, reads replies."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def reply(self) -> bytes:
        """Return one reply, all its lines; b"" at the end of the connection."""
        lines = b""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                line = await self.reader.readline()
                lines += line
                if line[3:4] != b"-":
                    return lines

    async def say(self, command: bytes) -> bytes:
        await self.send(command + b"\r\n")
        return await self.reply()

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def rest(self) -> bytes:
        """Return everything until the other side closes."""
        async with asyncio.timeout(PATIENCE_S):
            with contextlib.suppress(ConnectionResetError):
                return await self.reader.read()
        return b""

    async def greeted(self, ehlo: bytes = b"EHLO client.example.com") -> bytes:
        assert (await self.reply()).startswith(b"220 ")
        return await self.say(ehlo)

    async def begin_data(self) -> None:
        await self.send(ENVELOPE + b"DATA\r\n")
        assert (await self.reply()).startswith(b"250 2.1.0")
        assert (await self.reply()).startswith(b"250 2.1.5")
        assert (await self.reply()).startswith(b"354 ")

    async def message(self, wire: bytes) -> bytes:
        """Send a message as it stands, its end included, and return the reply."""
        await self.begin_data()
        await self.send(wire)
        return await self.reply()

    async def start_tls(self, context: ssl.SSLContext) -> None:
        await self.writer.start_tls(context, server_hostname="localhost")

    async def close(self) -> None:
        self.writer.close()
        with contextlib.suppress(ConnectionError):
            await self.writer.wait_closed()


@dataclass
class Edge:
    """A running listener."""

    desk: Desk
    server: SmtpListenerServer
    host: str
    port: int
    post: Post
    keys: Keys
    clients: list[Client] = field(default_factory=list)

    async def connect(self, tls: ssl.SSLContext | None = None) -> Client:
        name = "localhost" if tls else None
        streams = await asyncio.open_connection(self.host, self.port, ssl=tls, server_hostname=name)
        self.clients.append(Client(*streams))
        return self.clients[-1]

    async def session(self) -> Client:
        """Return a client that has said EHLO."""
        client = await self.connect()
        await client.greeted()
        return client


LOCAL: Final = SubmitterConfig(name="local", networks=("127.0.0.0/8",), senders=("*",))
STRANGER: Final = SubmitterConfig(name="local", networks=("192.0.2.0/24",), senders=("*",))
"""A submitter whose network is not ours, so that we are an outsider until AUTH."""

DISK: Final = Disk(Path(tempfile.gettempdir()), reserve=lambda _: 0)
QUICK: Final = Pace(penalty_s=0.0, linger_s=1.0)


@contextlib.asynccontextmanager
async def edge(
    *,
    submitter: SubmitterConfig = LOCAL,
    pace: Pace = QUICK,
    commons: Commons | None = None,
    disk: Disk = DISK,
    **listener: Any,  # noqa: ANN401 - keys of [[smtp]]
) -> AsyncIterator[Edge]:
    """Run a listener for a while."""
    desk = Desk()
    desk.gate.set()
    running_post, keys = Post(), Keys()
    listener.setdefault("listen", "127.0.0.1:0")
    server = SmtpListenerServer(
        SmtpListener(hostname="mx.example.net", **listener),
        submit=desk.submit,
        submitters=Submitters([submitter]),
        credentials=keys,
        postbox=running_post,
        queue_ids=QueueIds(),
        clock=lambda: datetime(2026, 11, 23, 12, tzinfo=UTC),
        pace=pace,
        commons=commons,
        disk=disk,
    )
    host, port = await server.start()
    running = Edge(desk, server, host, port, running_post, keys)
    try:
        yield running
    finally:
        desk.gate.set()
        for client in running.clients:
            await client.close()
        await server.stop(1.0)


def plain(name: str, secret: str, identity: str = "") -> bytes:
    """Return the initial response of AUTH PLAIN."""
    return base64.b64encode(f"{identity}\0{name}\0{secret}".encode())
