"""What is done to a running gateway: it is sent a newsletter, and given another configuration."""

from __future__ import annotations

import socket
from contextlib import closing
from typing import TYPE_CHECKING, Any

from tests.contract.delivery.make import eventually
from tests.make import message

if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from pathlib import Path

    from gateway.config.models import Config
    from tests.contract.running import Running
    from tests.contract.smtp.edge import Client

Lines = list["MutableMapping[str, Any]"]
NEWS = message("Our autumn collection is here.\r\n", subject="News")
WIRE = NEWS + b".\r\n"


async def send(client: Client) -> bytes:
    """Send a newsletter and return the reply."""
    await client.send(b"MAIL FROM:<bounces@example.com>\r\nRCPT TO:<ann@example.net>\r\nDATA\r\n")
    for _ in range(3):
        assert (await client.reply())[:1] in b"23"
    await client.send(WIRE)
    return await client.reply()


async def put(gateway: Running, config: Config, lines: Lines) -> str:
    """Reload; return what was logged about it: "reloaded" or "not-reloaded"."""
    before = len(lines)
    await gateway.reloads.put(config)
    await eventually(
        lambda: [line for line in lines[before:] if line["event"].endswith("reloaded")]
    )
    return str(next(line["event"] for line in lines[before:] if line["event"].endswith("reloaded")))


def copies(folder: Path) -> list[Path]:
    return sorted((folder / "data" / "outbox" / "out").glob("*.eml"))


def unused_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def bad_certificate(folder: Path) -> dict[str, Any]:
    file = folder / "bad.pem"
    file.write_text("no certificate")
    return {"certificate_file": file, "key_file": file}
