"""Somebody else's mail server, as bad as they come: says what the script tells it in each phase."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Mapping

CLOSE = b"close"
HANG = b"hang"

GOOD: Mapping[str, bytes] = {
    "banner": b"220 next.hop.test ESMTP\r\n",
    "mail": b"250 2.1.0 ok\r\n",
    "rcpt": b"250 2.1.5 ok\r\n",
    "data": b"354 go ahead\r\n",
    "dot": b"250 2.0.0 ok: queued as 4ABC123\r\n",
    "rset": b"250 2.0.0 ok\r\n",
    "quit": b"221 2.0.0 bye\r\n",
}


@dataclass
class NextHop:
    """`script` replaces the good answers; a list answers one time after the other, then well."""

    script: dict[str, bytes | list[bytes]] = field(default_factory=dict)
    extensions: tuple[bytes, ...] = (b"PIPELINING", b"SIZE 1000000", b"8BITMIME")
    ports: list[int] = field(default_factory=list)
    connections: int = 0
    commands: list[bytes] = field(default_factory=list)
    messages: list[bytes] = field(default_factory=list)
    writers: list[asyncio.StreamWriter] = field(default_factory=list)
    left: asyncio.Event = field(default_factory=asyncio.Event)  # somebody said QUIT
    stages: dict[asyncio.StreamWriter, str] = field(default_factory=dict)

    @property
    def port(self) -> int:
        return self.ports[0]

    def drop_everybody(self) -> None:
        for writer in self.writers:
            writer.transport.abort()

    def _answer(self, phase: str, stage: str) -> bytes:
        scripted = self.script.get(phase)
        if isinstance(scripted, list):
            scripted = scripted.pop(0) if scripted else None
        if scripted is not None:
            return scripted
        if phase == "ehlo":
            lines = [b"next.hop.test", *self.extensions]
            return b"".join(
                b"250%b%b\r\n" % (b" " if n == len(lines) else b"-", line)
                for n, line in enumerate(lines, 1)
            )
        if (phase, stage) in {("rcpt", ""), ("data", ""), ("data", "mail")}:
            return b"503 5.5.1 bad sequence\r\n"
        return GOOD.get(phase, b"502 5.5.1 what\r\n")

    async def _say(self, writer: asyncio.StreamWriter, phase: str) -> bytes:
        answer = self._answer(phase, self.stages.get(writer, ""))
        if answer == HANG:
            await asyncio.sleep(3600)
        if answer == CLOSE:
            raise ConnectionResetError
        writer.write(answer)
        await writer.drain()
        if phase in ("mail", "rcpt") and answer.startswith(b"2"):
            self.stages[writer] = phase
        elif phase in ("rset", "dot", "ehlo"):
            self.stages[writer] = ""
        return answer

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.writers.append(writer)
        try:
            await self._say(writer, "banner")
            while line := await reader.readline():
                await self._command(line.rstrip(b"\r\n"), reader, writer)
        except (ConnectionError, asyncio.CancelledError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.transport.abort()

    async def _command(
        self, line: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.commands.append(line)
        verb = line.split(b" ")[0].split(b":")[0].decode("latin-1").lower()
        answer = await self._say(writer, verb)
        if verb == "data" and answer.startswith(b"354"):
            body = b""
            while not (body == b".\r\n" or body.endswith(b"\r\n.\r\n")):
                body += await reader.readuntil(b"\r\n")
            self.messages.append(body)
            await self._say(writer, "dot")
        if verb == "quit":
            self.left.set()
            raise ConnectionResetError


@dataclass
class Interrupting(NextHop):
    """Reads so many bytes of a message and says `then`, before the end of it came."""

    reads: int = 1000
    then: bytes = CLOSE

    async def _command(
        self, line: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        if line != b"DATA":
            await super()._command(line, reader, writer)
            return
        await self._say(writer, "data")
        await reader.readexactly(self.reads)
        self.script["dot"] = self.then
        await self._say(writer, "dot")
        await asyncio.sleep(3600)


@dataclass
class Narrow(NextHop):
    """Lets so many connections stand at once and refuses more, as cheap smarthosts do."""

    most: int = 2
    standing: int = 0
    refused: int = 0
    hello_s: float = 0.0  # a refusal takes no time, what comes before the first message does

    async def _say(self, writer: asyncio.StreamWriter, phase: str) -> bytes:
        if phase == "ehlo":
            await asyncio.sleep(self.hello_s)
        return await super()._say(writer, phase)

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.standing == self.most:
            self.refused += 1
            writer.write(b"421 4.7.0 too many connections from you\r\n")
            writer.close()
            return
        self.standing += 1
        try:
            await super().talk(reader, writer)
        finally:
            self.standing -= 1


@asynccontextmanager
async def listening(hop: NextHop, tls: ssl.SSLContext | None = None) -> AsyncIterator[NextHop]:
    server = await asyncio.start_server(hop.talk, "127.0.0.1", 0, ssl=tls, limit=1 << 22)
    hop.ports.append(server.sockets[0].getsockname()[1])
    try:
        yield hop
    finally:
        hop.drop_everybody()
        server.close()
        await server.wait_closed()
        await asyncio.sleep(0)
