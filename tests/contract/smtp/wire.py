"""Sessions without sockets: bytes arrive in the pieces a test wants, and time plays no part."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from gateway.commons import Commons
from gateway.config.models import SmtpListener
from gateway.queue_id import QueueIds
from gateway.smtp.commands import Commands
from gateway.smtp.session import SmtpSession
from gateway.smtp.terms import Terms
from gateway.submitters import Submitters
from tests.contract.smtp.edge import DISK, LOCAL, QUICK, Desk, Keys, Post

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Iterable

    from gateway.config.models import SubmitterConfig
    from gateway.smtp.limits import Pace

_MOST_STEPS: Final = 100_000


class Wire(asyncio.Transport):
    """The other end of a session: keeps what is said."""

    def __init__(self, address: str = "127.0.0.1") -> None:
        super().__init__({"peername": (address, 40000)})
        self.said = bytearray()
        self.is_open = True
        self.protocol: asyncio.BaseProtocol | None = None

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        self.protocol = protocol

    def receive(self, data: bytes) -> None:
        """Let bytes arrive, whoever reads them by now."""
        if isinstance(self.protocol, asyncio.BufferedProtocol):
            memoryview(self.protocol.get_buffer(len(data)))[: len(data)] = data
            self.protocol.buffer_updated(len(data))
        elif isinstance(self.protocol, asyncio.Protocol):
            self.protocol.data_received(data)

    def write(self, data: bytes | bytearray | memoryview) -> None:
        if self.is_open:
            self.said += data

    def is_closing(self) -> bool:
        return not self.is_open

    def close(self) -> None:
        if self.is_open:
            self.is_open = False
            assert self.protocol is not None
            asyncio.get_running_loop().call_soon(self.protocol.connection_lost, None)

    def abort(self) -> None:
        self.close()

    def get_write_buffer_size(self) -> int:
        return 0

    def pause_reading(self) -> None:
        """Nothing: a test sends no more than it wants to."""

    def resume_reading(self) -> None:
        """Nothing, likewise."""


class Caller:
    """A client of a session."""

    def __init__(self, terms: Terms, address: str = "127.0.0.1") -> None:
        self.wire = Wire(address)
        self.session = SmtpSession(terms, Commands)
        self.wire.protocol = self.session
        self.session.connection_made(self.wire)

    async def say(self, *pieces: bytes) -> bytes:
        """Send these pieces, let the session do what it can after each, and return what it said."""
        before = len(self.wire.said)
        for piece in pieces:
            if self.wire.is_open:
                self.session.data_received(piece)
            await self.idle()
        return bytes(self.wire.said[before:])

    async def idle(self) -> None:
        """Wait until the session waits for more, or is over."""
        for _ in range(_MOST_STEPS):
            await asyncio.sleep(0)
            if self.is_idle:
                return
        message = f"the session hangs after {bytes(self.wire.said[-200:])!r}"
        raise AssertionError(message)

    @property
    def is_idle(self) -> bool:
        arrival = self.session.inlet._arrival
        return not self.wire.is_open or (arrival is not None and not arrival.done())

    def hang_up(self) -> None:
        self.wire.close()


@dataclass
class Wired:
    """A listener that nothing listens for."""

    terms: Terms
    desk: Desk
    post: Post

    async def over(self) -> None:
        """Wait until every session has ended, its task included."""
        for _ in range(_MOST_STEPS):
            await asyncio.sleep(0)
            if not self.terms.sessions and not self.terms.tasks._tasks:
                return
        raise AssertionError("a session never ends")

    async def greeted(self) -> Caller:
        caller = Caller(self.terms)
        await caller.idle()
        await caller.say(b"EHLO client.example.com\r\n")
        return caller


@contextlib.asynccontextmanager
async def wired(
    *,
    submitter: SubmitterConfig = LOCAL,
    pace: Pace = QUICK,
    commons: Commons | None = None,
    context: ssl.SSLContext | None = None,
    **listener: Any,  # noqa: ANN401 - keys of [[smtp]]
) -> AsyncIterator[Wired]:
    """Serve sessions for a while."""
    desk, post = Desk(), Post()
    desk.gate.set()
    async with asyncio.TaskGroup() as tasks:
        terms = Terms(
            listener=SmtpListener(hostname="mx.example.net", **listener),
            submit=desk.submit,
            submitters=Submitters([submitter]),
            credentials=Keys(),
            postbox=post,
            queue_ids=QueueIds(),
            clock=lambda: datetime(2026, 11, 23, 12, tzinfo=UTC),
            pace=pace,
            tls=context,
            commons=commons or Commons(),
            disk=DISK,
            tasks=tasks,
        )
        yield Wired(terms, desk, post)
        terms.close()
        for session in tuple(terms.sessions):
            session.abort()


def octets(data: bytes) -> Iterable[bytes]:
    return (data[at : at + 1] for at in range(len(data)))
