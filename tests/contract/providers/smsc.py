"""An SMSC that a test plays, and a session of ours with it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from gateway.providers.smpp.pdu import ANSWER, Command, Pdu, read
from gateway.providers.smpp.session import Session, Terms

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine

    from gateway.providers.smpp.delivered import Notice, Part

    Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Coroutine[None, None, None]]

BOUND: Final = Command.BIND_TRANSCEIVER | ANSWER


class Ears:
    """Hears slowly, where a test says so."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.refused: list[str] = []
        self.goes_on = asyncio.Event()
        self.goes_on.set()

    def bound(self) -> None:
        pass

    async def hear(self, part: Part) -> int:
        await self.goes_on.wait()
        self.heard.append(part.words)
        return 0

    def put_off(self, part: Part) -> None:
        self.refused.append(part.words)

    async def note(self, _notice: Notice) -> int:
        await self.goes_on.wait()
        return 0


def terms(*, answer_s: float = 1.0, idle_s: float = 30.0, password: str = "") -> Terms:
    return Terms(
        system_id="us", password=password, system_type="", alphabet="gsm-7",
        answer_s=answer_s, idle_s=idle_s,
    )  # fmt: skip


@asynccontextmanager
async def connected(serve: Serve, on: Terms | None = None) -> AsyncIterator[Session]:
    async def serving(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await serve(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serving, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    session = Session(reader, writer, on or terms())
    yield session
    session._end()
    server.close()


async def let_in(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    asked = await read(reader)
    writer.write(Pdu(BOUND, asked.sequence, b"npm\0").encoded())
