"""A reload is all or nothing, and no connection or message is lost by it."""

from __future__ import annotations

import asyncio
import socket
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from structlog.testing import capture_logs

from gateway.cli.dkim_keys import new_key
from gateway.config.models import (
    Company,
    DkimKeyConfig,
    SenderConfig,
    SmtpListener,
    SubmitterConfig,
    SuppressionConfig,
)
from gateway.spool.model import SpoolQuery
from tests.contract.delivery.make import eventually, route
from tests.contract.delivery.next_hop import NextHop, listening
from tests.contract.operating import WIRE, bad_certificate, copies, put, send, unused_port
from tests.contract.running import HTTP, SMTP, Running, refuses, running, settings
from tests.make_gateway import TEXTS

if TYPE_CHECKING:
    from pathlib import Path

    from gateway.config.models import Config


async def test_after_a_reload_new_sessions_are_under_the_new_configuration(tmp_path: Path) -> None:
    with capture_logs() as lines:
        async with running(settings(tmp_path)) as gateway:
            moved = Company(name="Example Co", postal_address="9 New Rd, Springfield, IL 62702")
            assert await put(gateway, settings(tmp_path, company=moved), lines) == "reloaded"
            assert (await send(await gateway.client())).startswith(b"250 ")
            await eventually(lambda: copies(tmp_path))
    assert b"9 New Rd" in copies(tmp_path)[0].read_bytes()


async def test_commercial_mail_that_must_be_signed_is_under_any_later_name(
    tmp_path: Path,
) -> None:
    pem = tmp_path / "s1.pem"
    pem.write_text(new_key("rsa").pem)
    pem.chmod(0o600)
    key = DkimKeyConfig(selector="s1", key_file=pem)

    def named(name: str, port: int, *keys: DkimKeyConfig) -> Config:
        sender = SenderConfig(name=name, domains=("example.com",), dkim=keys, dkim_missing="refuse")
        local = SubmitterConfig(name="local", networks=("127.0.0.0/8",), senders=(name,))
        return settings(tmp_path, sender=(sender,), submitter=(local,), route=(route(port), TEXTS))

    async def retried(gateway: Running) -> str:
        spool = gateway.supervisor.stores.spool
        (found,) = await spool.messages(SpoolQuery())
        before = found.deliveries[0].attempts
        await spool.retry([found.queue_id], by="clerk", because="it is up again")
        while True:
            (found,) = await spool.messages(SpoolQuery())
            if found.deliveries[0].attempts > before and found.deliveries[0].state != "sending":
                return found.deliveries[0].last_reply
            await asyncio.sleep(0.02)

    down = NextHop(script={"banner": b"421 4.3.2 later\r\n"})
    async with listening(down) as off, listening(NextHop()) as hop:
        with capture_logs() as lines:
            async with running(named("example", off.port, key)) as gateway:
                assert (await send(await gateway.client())).startswith(b"250 ")
                await eventually(lambda: off.connections)
                assert await put(gateway, named("shop", hop.port), lines) == "reloaded"
                assert "no sender identity signs for example.com" in await retried(gateway)
                assert hop.messages == []
                assert await put(gateway, named("shop", hop.port, key), lines) == "reloaded"
                await retried(gateway)
                await eventually(lambda: hop.messages)
    (left,) = hop.messages
    assert left.startswith(b"DKIM-Signature:")
    assert b"d=example.com" in left


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


async def test_what_waits_for_a_route_that_is_renamed_goes_by_its_new_name(tmp_path: Path) -> None:
    async with listening(NextHop()) as hop:
        with capture_logs() as lines:
            renamed = settings(tmp_path, route=(route(hop.port, name="relay"), TEXTS))
            down = settings(tmp_path, route=(route(unused_port(), name="out"), TEXTS))
            async with running(down) as gateway:
                assert (await send(await gateway.client())).startswith(b"250 ")
                assert await put(gateway, renamed, lines) == "reloaded"
                await eventually(lambda: [one for one in lines if one["event"] == "rerouted"])
                (found,) = await gateway.supervisor.stores.spool.messages(SpoolQuery())
                await gateway.supervisor.stores.spool.retry(
                    [found.queue_id], by="clerk", because="at once"
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
        ("bad http certificate", "http.certificate_file"),
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


async def test_a_port_goes_to_no_other_address_by_a_reload(tmp_path: Path) -> None:
    port = unused_port()
    near, wide = (
        settings(tmp_path, http=(HTTP.model_copy(update={"listen": f"{host}:{port}"}),))
        for host in ("127.0.0.1", "0.0.0.0")
    )
    with capture_logs() as lines:
        async with running(near) as gateway:
            assert await put(gateway, wide, lines) == "not-reloaded"
            (why,) = lines[-1]["why"]
            assert why == (
                f"cannot listen on 0.0.0.0:{port} while this gateway listens on 127.0.0.1:{port}:"
                " that changes with a restart only"
            )


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
