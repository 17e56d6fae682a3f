"""A running gateway: what a start promises, and a reload that is all or nothing."""

from __future__ import annotations

import asyncio
import socket
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from structlog.testing import capture_logs

from gateway import upkeep
from gateway.config.models import (
    Company,
    DkimKeyConfig,
    HttpListener,
    Retention,
    SenderConfig,
    SmtpListener,
    SuppressionConfig,
)
from gateway.errors import ConfigError, StoreUnavailable
from gateway.sockets import ListenError
from gateway.spool.model import SpoolQuery, State
from tests.contract.delivery.make import eventually, route
from tests.contract.delivery.next_hop import NextHop, listening
from tests.contract.running import HTTP, SMTP, Running, ports, refuses, running, settings
from tests.make import message
from tests.make_gateway import TEXTS

if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from pathlib import Path

    from gateway.config.models import Config
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


async def test_after_a_reload_new_sessions_are_under_the_new_configuration(tmp_path: Path) -> None:
    with capture_logs() as lines:
        async with running(settings(tmp_path)) as gateway:
            moved = Company(name="Example Co", postal_address="9 New Rd, Springfield, IL 62702")
            assert await put(gateway, settings(tmp_path, company=moved), lines) == "reloaded"
            assert (await send(await gateway.client())).startswith(b"250 ")
            await eventually(lambda: copies(tmp_path))
    assert b"9 New Rd" in copies(tmp_path)[0].read_bytes()


async def test_no_connection_is_turned_away_by_a_reload(tmp_path: Path) -> None:
    banners: list[bytes] = []
    reloaded = asyncio.Event()

    async def knock(gateway: Running) -> None:
        while not reloaded.is_set():
            reader, writer = await asyncio.open_connection("127.0.0.1", gateway.smtp_port)
            banners.append((await reader.readline())[:4])
            writer.transport.abort()

    with capture_logs() as lines:
        async with running(settings(tmp_path)) as gateway, asyncio.TaskGroup() as group:
            group.create_task(knock(gateway))
            for _ in range(5):
                assert await put(gateway, settings(tmp_path), lines) == "reloaded"
            reloaded.set()
    assert set(banners) == {b"220 "}


async def test_an_idle_session_does_not_hold_a_reload_up(tmp_path: Path) -> None:
    with capture_logs() as lines:
        async with running(settings(tmp_path)) as gateway:
            idle = await gateway.client()
            async with asyncio.timeout(5):
                assert await put(gateway, settings(tmp_path), lines) == "reloaded"
            assert (await idle.rest()).startswith(b"421 ")
            assert (await send(await gateway.client())).startswith(b"250 ")


async def test_a_message_on_its_way_in_is_accepted_over_a_reload(tmp_path: Path) -> None:
    with capture_logs() as lines:
        async with running(settings(tmp_path)) as gateway:
            client = await gateway.client()
            await client.send(
                b"MAIL FROM:<bounces@example.com>\r\nRCPT TO:<ann@example.net>\r\nDATA\r\n"
            )
            for _ in range(3):
                await client.reply()
            await client.send(WIRE[:100])
            await gateway.reloads.put(settings(tmp_path))
            await asyncio.sleep(0.2)
            await client.send(WIRE[100:])
            assert (await client.reply()).startswith(b"250 2.0.0 ")
            await eventually(lambda: [one for one in lines if one["event"] == "reloaded"])
            await eventually(lambda: copies(tmp_path))
    assert len(copies(tmp_path)) == 1


async def test_what_the_old_service_accepted_the_new_one_delivers(tmp_path: Path) -> None:
    async with listening(NextHop()) as hop:
        with capture_logs() as lines:
            elsewhere = settings(tmp_path, route=(route(hop.port, name="out"), TEXTS))
            held_up = SMTP.model_copy(update={"hostname": "old.example.com"})
            async with running(
                settings(tmp_path, smtp=(held_up,), route=(route(unused_port(), name="out"), TEXTS))
            ) as gateway:
                assert (await send(await gateway.client())).startswith(b"250 ")
                assert await put(gateway, elsewhere, lines) == "reloaded"
                (found,) = await gateway.supervisor.stores.spool.messages(SpoolQuery())
                await gateway.supervisor.stores.spool.retry(
                    [found.queue_id], by="clerk", because="it is up again"
                )
                await eventually(lambda: hop.messages)
        assert len(hop.messages) == 1


async def test_an_added_listener_opens_and_a_removed_one_closes(tmp_path: Path) -> None:
    first, second = (SmtpListener(listen=f"127.0.0.1:{unused_port()}") for _ in range(2))
    with capture_logs() as lines:
        async with running(settings(tmp_path, smtp=(first,))) as gateway:
            assert await put(gateway, settings(tmp_path, smtp=(first, second)), lines) == "reloaded"
            await gateway.client(int(second.listen.rpartition(":")[2]))
            assert await put(gateway, settings(tmp_path, smtp=(second,)), lines) == "reloaded"
            await gateway.client(int(second.listen.rpartition(":")[2]))
            assert refuses(int(first.listen.rpartition(":")[2]))


def unreloadable(folder: Path, what: str, taken: int) -> Config:
    """Write a configuration with one more listener, of which one thing cannot be used."""
    more = SmtpListener(listen=f"127.0.0.1:{unused_port()}")
    listeners: tuple[SmtpListener, ...] = (SMTP, more)
    sections: dict[str, Any] = {}
    if what == "taken port":
        listeners = (SMTP, more, SmtpListener(listen=f"127.0.0.1:{taken}"))
    elif what == "bad certificate":
        bad = SMTP.model_copy(update={"tls": "starttls", **bad_certificate(folder)})
        listeners = (SMTP, more, bad)
    elif what == "bad http certificate":
        bad_http = HTTP.model_copy(update={"tls": "tls", **bad_certificate(folder)})
        sections = {"http": (HTTP, bad_http)}
    elif what == "missing key":
        key = DkimKeyConfig(selector="s1", key_file=folder / "missing.pem")
        sections = {"sender": (SenderConfig(name="x", domains=("example.com",), dkim=(key,)),)}
    elif what == "data_dir":
        sections = {"data_dir": folder / "other"}
    else:
        sections = {"suppression": SuppressionConfig(match_subaddress=False)}
    return settings(folder, smtp=listeners, **sections)


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ("taken port", "cannot listen on 127.0.0.1:"),
        ("bad certificate", "smtp.certificate_file"),
        ("bad http certificate", ""),
        ("missing key", "missing.pem"),
        ("data_dir", "data_dir: is changed by a restart only"),
        ("suppression", "suppression: is changed by a restart only"),
    ],
)
async def test_what_cannot_be_reloaded_changes_nothing(tmp_path: Path, what: str, why: str) -> None:
    with (
        capture_logs() as lines,
        closing(socket.create_server(("127.0.0.1", 0))) as other,
    ):
        async with running(settings(tmp_path)) as gateway:
            idle = await gateway.client()
            new = unreloadable(tmp_path, what, other.getsockname()[1])
            assert await put(gateway, new, lines) == "not-reloaded"
            assert why in " ".join(lines[-1]["why"])
            assert (await idle.say(b"NOOP")).startswith(b"250 ")
            assert (await send(await gateway.client())).startswith(b"250 ")
            port = int(new.smtp[1].listen.rpartition(":")[2])
            with closing(socket.socket()) as probe:
                probe.bind(("127.0.0.1", port))  # given back
            assert await put(gateway, settings(tmp_path), lines) == "reloaded"
            await eventually(lambda: copies(tmp_path))
    assert not (tmp_path / "other").exists()


async def test_reloads_that_come_together_all_happen_and_the_last_one_stays(tmp_path: Path) -> None:
    with capture_logs() as lines:
        async with running(settings(tmp_path)) as gateway:
            for number in range(3):
                name = SMTP.model_copy(update={"hostname": f"gate{number}.example.com"})
                gateway.reloads.put_nowait(settings(tmp_path, smtp=(name,)))
            await eventually(lambda: [one["event"] for one in lines].count("reloaded") == 3)
            client = await gateway.client()
            assert b"gate2.example.com" in await client.say(b"EHLO x")


async def test_a_stop_during_a_reload_ends_everything(tmp_path: Path) -> None:
    async with running(settings(tmp_path)) as gateway:
        gateway.reloads.put_nowait(settings(tmp_path))
        gateway.stop.set()
    assert refuses(gateway.smtp_port)


def _first(group: BaseException) -> BaseException:
    while isinstance(group, BaseExceptionGroup):
        group = group.exceptions[0]
    return group
