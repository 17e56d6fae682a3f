"""A running gateway: what a start and a stop promise."""

from __future__ import annotations

import asyncio
import socket
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from gateway import upkeep
from gateway.config.models import HttpListener, Retention, SmtpListener
from gateway.errors import ConfigError, StoreUnavailable
from gateway.sockets import ListenError
from gateway.spool.model import SpoolQuery, State
from tests.contract.delivery.make import eventually, route
from tests.contract.delivery.next_hop import NextHop, listening
from tests.contract.operating import bad_certificate, copies, send, unused_port
from tests.contract.running import HTTP, SMTP, ports, refuses, running, settings
from tests.make_gateway import TEXTS

if TYPE_CHECKING:
    from pathlib import Path


async def test_ready_names_every_listener_and_each_answers(tmp_path: Path) -> None:
    two = settings(tmp_path, smtp=(SMTP, SMTP), http=(HTTP, HttpListener(listen="[::1]:0")))
    async with running(two) as gateway:
        line = gateway.ready.result()
        assert line.startswith("ready smtp=127.0.0.1:")
        assert " http=[::1]:" in line
        for port in ports(line):
            client = await gateway.client(port)
            assert (await client.say(b"NOOP")).startswith(b"250 ")
        for host, port in zip(("127.0.0.1", "::1"), ports(line, "http"), strict=True):
            reader, writer = await asyncio.open_connection(host, port)
            writer.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            assert (await reader.readline()).startswith(b"HTTP/1.1 200 ")
            writer.close()
            await writer.wait_closed()
    assert all(refuses(port) for port in ports(line))


async def test_what_is_accepted_is_delivered_without_further_ado(tmp_path: Path) -> None:
    async with running(settings(tmp_path)) as gateway:
        assert (await send(await gateway.client())).startswith(b"250 2.0.0 ")
        await eventually(lambda: copies(tmp_path))
    assert b"Our autumn collection" in copies(tmp_path)[0].read_bytes()


async def test_content_is_emptied_when_its_time_of_keeping_is_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "_RETIRE_EVERY_S", 0.05)
    brief = settings(tmp_path, retention=Retention(email_body=timedelta(0)))
    async with running(brief) as gateway:
        await send(await gateway.client())
        spool = gateway.supervisor.stores.spool
        (found,) = await spool.messages(SpoolQuery())
        while await spool.content(found.queue_id) is not None:  # noqa: ASYNC110 - a file sets no event
            await asyncio.sleep(0.02)
        (delivery,) = (await spool.messages(SpoolQuery()))[0].deliveries
    assert delivery.state is State.DELIVERED
    assert len(copies(tmp_path)) == 1


async def test_a_stop_delivers_nothing_twice_and_the_next_start_goes_on(tmp_path: Path) -> None:
    async with listening(NextHop(script={"banner": b"421 4.3.2 later\r\n"})) as down:
        to_nowhere = settings(tmp_path, route=(route(down.port), TEXTS))
        async with running(to_nowhere) as gateway:
            assert (await send(await gateway.client())).startswith(b"250 2.0.0 ")
            await eventually(lambda: down.connections)
    async with listening(NextHop()) as hop:
        async with running(settings(tmp_path, route=(route(hop.port), TEXTS))) as gateway:
            (found,) = await gateway.supervisor.stores.spool.messages(SpoolQuery())
            await gateway.supervisor.stores.spool.retry(
                [found.queue_id], by="clerk", because="it is up again"
            )
            await eventually(lambda: hop.messages)
        assert len(hop.messages) == 1


async def test_a_start_on_a_taken_port_says_which_and_leaves_nothing_bound(tmp_path: Path) -> None:
    free = unused_port()
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        taken = f"127.0.0.1:{other.getsockname()[1]}"
        listeners = (SmtpListener(listen=f"127.0.0.1:{free}"), SmtpListener(listen=taken))
        with pytest.RaisesGroup(ListenError, flatten_subgroups=True, match=None) as caught:
            async with running(settings(tmp_path, smtp=listeners)):
                pass
    assert f"cannot listen on {taken}" in str(_first(caught.value))
    assert refuses(free)


async def test_a_start_with_a_bad_certificate_says_so(tmp_path: Path) -> None:
    bad = SMTP.model_copy(update={"tls": "starttls", **bad_certificate(tmp_path)})
    with pytest.RaisesGroup(ConfigError, flatten_subgroups=True):
        async with running(settings(tmp_path, smtp=(SMTP, bad))):
            pass


async def test_a_start_with_a_file_that_is_no_store_says_so(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "messages.db").write_bytes(b"not a database" * 1000)
    with pytest.RaisesGroup(StoreUnavailable, flatten_subgroups=True):
        async with running(settings(tmp_path)):
            pass


def _first(group: BaseException) -> BaseException:
    while isinstance(group, BaseExceptionGroup):
        group = group.exceptions[0]
    return group
