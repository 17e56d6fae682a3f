"""A name server on loopback that says what a test gives it, over UDP and TCP."""

from __future__ import annotations

import asyncio
import socket
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, cast

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

Zone = dict[tuple[str, str], tuple[str, ...]]
"""Name and type, as ("shop.example", "TXT"), to what stands there as zone files write it."""


class NameServer(asyncio.DatagramProtocol):
    def __init__(self, zone: Zone, *, is_silent: bool) -> None:
        self.zone = zone
        self.asked: list[tuple[str, str]] = []
        self._is_silent = is_silent

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if not self._is_silent:
            self._transport.sendto(self.answer(data, most=1232), addr)

    def answer(self, data: bytes, most: int = 65535) -> bytes:
        asked = dns.message.from_wire(data)
        name = asked.question[0].name
        kind = dns.rdatatype.to_text(asked.question[0].rdtype)
        bare = name.to_text(omit_final_dot=True).lower()
        self.asked.append((bare, kind))
        reply = dns.message.make_response(asked)
        found = self.zone.get((bare, kind), ())
        if found:
            reply.answer.append(dns.rrset.from_text(name, 60, "IN", kind, *found))
        elif not any(known == bare for known, _ in self.zone):
            reply.set_rcode(dns.rcode.NXDOMAIN)
        wire = reply.to_wire()
        if len(wire) <= most:
            return wire
        short = dns.message.make_response(asked)
        short.flags |= dns.flags.TC
        return short.to_wire()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        length = int.from_bytes(await reader.readexactly(2), "big")
        reply = self.answer(await reader.readexactly(length))
        writer.write(len(reply).to_bytes(2, "big") + reply)
        await writer.drain()
        writer.close()


@asynccontextmanager
async def name_server(
    zone: Zone, *, is_silent: bool = False
) -> AsyncIterator[tuple[str, NameServer]]:
    """Serve a zone; what is returned is `address:port` and the server."""
    loop = asyncio.get_running_loop()
    serving = NameServer(zone, is_silent=is_silent)
    over_tcp = await asyncio.start_server(serving.serve, "127.0.0.1", 0)
    port = over_tcp.sockets[0].getsockname()[1]
    transport, _ = await loop.create_datagram_endpoint(
        lambda: serving, local_addr=("127.0.0.1", port), family=socket.AF_INET
    )
    try:
        yield f"127.0.0.1:{port}", serving
    finally:
        transport.close()
        over_tcp.close()
        await over_tcp.wait_closed()
