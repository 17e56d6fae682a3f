"""A gateway that stops: nothing is accepted any more, and nobody is waited for twice."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from gateway.pace import Pace
from tests.contract.delivery.make import eventually
from tests.contract.running import HTTP, SMTP, ports, refuses, running, settings
from tests.make import message

if TYPE_CHECKING:
    from pathlib import Path

GRACE_S = 2.0
NEWS = message("Our autumn collection is here.\r\n", subject="News")


async def test_slow_clients_of_all_listeners_have_one_grace_together(tmp_path: Path) -> None:
    config = settings(tmp_path, smtp=(SMTP, SMTP, SMTP), http=(HTTP, HTTP))
    async with running(config, Pace(stop_s=GRACE_S)) as gateway:
        numbers = ports(gateway.ready.result())
        for port in numbers:
            client = await gateway.client(port)
            await client.begin_data()
            await client.send(b"Subject: slow\r\n")
        begun = time.monotonic()
        gateway.stop.set()
        for client in gateway.clients:
            await client.rest()
        assert GRACE_S - 0.5 < time.monotonic() - begun < 3 * GRACE_S  # and last words


async def test_whoever_comes_during_the_grace_is_refused_at_once(tmp_path: Path) -> None:
    """An MTA goes to the next MX, a balancer to the next instance: nobody waits for a backlog."""
    config = settings(tmp_path, smtp=(SMTP, SMTP), http=(HTTP, HTTP))
    async with running(config) as gateway:
        line = gateway.ready.result()
        client = await gateway.client()
        await client.begin_data()
        gateway.stop.set()
        await eventually(lambda: all(map(refuses, [*ports(line), *ports(line, "http")])))
        await client.send(NEWS + b".\r\n")
        assert (await client.reply()).startswith(b"250 2.0.0 ")
        assert (await client.reply()).startswith(b"421 4.3.2 ")


async def test_a_listener_that_a_reload_drops_refuses_while_its_last_clients_end(
    tmp_path: Path,
) -> None:
    config = settings(tmp_path, smtp=(SMTP, SMTP))
    async with running(config) as gateway:
        kept, dropped = ports(gateway.ready.result())
        client = await gateway.client(dropped)
        await client.begin_data()
        await gateway.reloads.put(settings(tmp_path, smtp=(SMTP,)))
        await eventually(lambda: refuses(dropped))
        assert not refuses(kept)
        await client.send(NEWS + b".\r\n")
        assert (await client.reply()).startswith(b"250 2.0.0 ")
