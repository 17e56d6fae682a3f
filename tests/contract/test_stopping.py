"""A gateway that stops: nothing is accepted any more, and nobody is waited for twice."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from gateway import service
from tests.contract.running import HTTP, SMTP, ports, running, settings

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

GRACE_S = 2.0


async def test_slow_clients_of_all_listeners_have_one_grace_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "_GRACE_S", GRACE_S)
    config = settings(tmp_path, smtp=(SMTP, SMTP, SMTP), http=(HTTP, HTTP))
    async with running(config) as gateway:
        numbers = ports(gateway.ready.result())
        for port in numbers:
            client = await gateway.client(port)
            await client.begin_data()
            await client.send(b"Subject: slow\r\n")
        begun = time.monotonic()
        gateway.stop.set()
        await asyncio.sleep(0.2)
        late = [await asyncio.open_connection("127.0.0.1", port) for port in numbers]
        for client in gateway.clients:
            await client.rest()
        assert GRACE_S - 0.5 < time.monotonic() - begun < 3 * GRACE_S  # and last words
        for reader, writer in late:  # who came too late waited for the next gateway
            with suppress(ConnectionResetError):
                assert await reader.read() == b""
            writer.close()
