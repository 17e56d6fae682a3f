"""Somebody else's HTTP service, as bad as they come: says what the script tells it."""

from __future__ import annotations

import asyncio
import base64
import json
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

CLOSE = b"close"
HANG = b"hang"


@dataclass(frozen=True)
class Request:
    """What arrived."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True, strict_parsing=True))

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(self.target.partition("?")[2], keep_blank_values=True))

    @property
    def login(self) -> tuple[str, ...]:
        scheme, _, token = self.headers["authorization"].partition(" ")
        assert scheme == "Basic"
        return tuple(base64.b64decode(token).decode().split(":", 1))


@dataclass
class Service:
    """`script`: what each request is answered, the last one from then on."""

    script: list[bytes]
    requests: list[Request] = field(default_factory=list)
    connections: int = 0
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while await self._serve_one(reader, writer):
                pass
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _serve_one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *fields = head.strip().split("\r\n")
        headers = {n.lower(): v.strip() for n, _, v in (each.partition(":") for each in fields)}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        method, target, _ = first.split(" ")
        self.requests.append(Request(method, target, headers, body))
        said = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if said == HANG:
            await reader.read()
            return False
        if said == CLOSE:
            return False
        writer.write(said)
        await writer.drain()
        return b"Connection: close" not in said


def says(status: int, body: bytes | str | dict[str, Any] = b"", **headers: str) -> bytes:
    """Write an answer; a dictionary is JSON."""
    if isinstance(body, dict):
        body = json.dumps(body)
    raw = body.encode() if isinstance(body, str) else body
    fields = {
        "Content-Length": str(len(raw)),
        **{n.replace("_", "-"): v for n, v in headers.items()},
    }
    lines = [f"HTTP/1.1 {status} said", *(f"{name}: {value}" for name, value in fields.items())]
    return "\r\n".join([*lines, "", ""]).encode() + raw


@asynccontextmanager
async def serving(*script: bytes) -> AsyncIterator[Service]:
    service = Service(list(script))
    server = await asyncio.start_server(service.serve, "127.0.0.1", 0)
    service.port = server.sockets[0].getsockname()[1]
    try:
        yield service
    finally:
        server.close()
