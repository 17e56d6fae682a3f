"""What happens when the gateway breaks, the client goes away, or the process stops."""

from __future__ import annotations

import asyncio
import socket
from datetime import timedelta
from typing import cast

import pytest
from structlog.testing import capture_logs

from gateway.errors import MalformedMessage, StoreUnavailable
from gateway.smtp.limits import Pace
from gateway.smtp.session import SmtpSession
from suppression.errors import MalformedAddressError
from tests.contract.smtp.edge import Client, edge

WIRE = b"Subject: x\r\n\r\nbody\r\n.\r\n"


@pytest.mark.parametrize(
    "failure",
    [
        ValueError("db password=hunter2"),
        KeyError("x\r\n250 2.0.0 forged"),
        RuntimeError("p\u00e9ch\u00e9"),
        StoreUnavailable("disk /var/lib/secret"),
        RecursionError(),
        ConnectionRefusedError("database at 192.0.2.9"),
        TimeoutError("110"),
    ],
)
async def test_our_own_failure_is_a_constant_451_and_the_session_goes_on(
    failure: Exception,
) -> None:
    async with edge() as running:
        client = await running.session()
        running.desk.failure = failure
        with capture_logs() as lines:
            reply = await client.message(WIRE)
        assert reply.startswith(b"451 4.3.0 [")
        assert reply.count(b"\r\n") == 1
        for leak in (b"hunter2", b"forged", b"secret", type(failure).__name__.encode()):
            assert leak not in reply
        [line] = lines
        assert line["event"] == "smtp-failed"
        assert line["error"] == type(failure).__name__
        assert str(failure) == "" or str(failure) not in str(line)
        running.desk.failure = None
        assert (await client.message(WIRE)).startswith(b"250 2.0.0")


async def test_malformed_message_is_refused_with_its_code() -> None:
    async with edge() as running:
        client = await running.session()
        running.desk.failure = MalformedMessage("two Content-Type fields")
        reply = await client.message(WIRE)
        assert reply.startswith(b"550 5.6.0 [MIME_MALFORMED] two Content-Type fields (")
        running.desk.failure = MalformedAddressError("ann@example.com is odd")
        assert (await client.message(WIRE)).startswith(b"501 5.1.3 [SMTP_BAD_RCPT_SYNTAX]")


async def test_client_that_half_closes_during_processing_gets_its_reply() -> None:
    async with edge() as running:
        client = await running.session()
        running.desk.gate.clear()
        await client.begin_data()
        await client.send(WIRE)
        await running.desk.begun.wait()
        client.writer.write_eof()
        await asyncio.sleep(0.05)
        running.desk.gate.set()
        assert (await client.rest()).startswith(b"250 2.0.0 Queued")
        assert len(running.desk.taken) == 1


async def test_client_that_drops_during_processing_does_not_cancel_it() -> None:
    async with edge() as running:
        client = await running.session()
        running.desk.gate.clear()
        await client.begin_data()
        await client.send(WIRE)
        await running.desk.begun.wait()
        client.writer.transport.get_extra_info("socket").setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0"
        )
        client.writer.transport.abort()
        await asyncio.sleep(0.05)
        running.desk.gate.set()
        await running.server.stop(1.0)
        assert len(running.desk.taken) == 1


async def test_connection_that_breaks_in_any_way_ends_only_itself() -> None:
    async with edge() as running:
        client = await running.session()
        terms = running.server._terms
        assert terms is not None
        [session] = terms.sessions
        assert isinstance(session, SmtpSession)
        session._reader.set_exception(TimeoutError(110, "Connection timed out"))
        await client.send(b"NOOP\r\n")
        await client.rest()
        other = await running.session()
        assert (await other.message(WIRE)).startswith(b"250")


async def test_client_that_drops_within_a_message_leaves_nothing() -> None:
    async with edge() as running:
        client = await running.session()
        await client.begin_data()
        await client.send(b"half a mess")
        await client.close()
        other = await running.session()
        assert (await other.message(WIRE)).startswith(b"250")
        assert len(running.desk.taken) == 1


async def test_stop_says_goodbye_to_the_idle_and_finishes_what_is_on_its_way() -> None:
    async with edge() as running:
        idle, opened, sending = [await running.session() for _ in range(3)]
        await opened.say(b"MAIL FROM:<a@example.com>")
        await sending.begin_data()
        await sending.send(b"first half ")
        async with asyncio.TaskGroup() as tasks:
            stopped = tasks.create_task(running.server.stop(5.0))
            assert (await idle.rest()).startswith(b"421 4.3.2 [SMTP_SHUTTING_DOWN]")
            assert (await opened.rest()).startswith(b"421 4.3.2")
            with pytest.raises(ConnectionRefusedError):
                await running.connect()
            assert not stopped.done()
            await sending.send(b"second half\r\n.\r\n")
            assert (await sending.reply()).startswith(b"250 2.0.0")
            assert (await sending.rest()).startswith(b"421 4.3.2")
        assert running.desk.bodies == [b"first half second half\r\n"]


async def test_stop_cuts_what_does_not_finish_but_never_a_commit() -> None:
    async with edge() as running:
        slow, processed = await running.session(), await running.session()
        running.desk.gate.clear()
        await slow.begin_data()
        await processed.begin_data()
        await processed.send(WIRE)
        await running.desk.begun.wait()
        async with asyncio.TaskGroup() as tasks:
            stopped = tasks.create_task(running.server.stop(0.1))
            assert await slow.rest() == b""
            assert not stopped.done()
            running.desk.gate.set()
        assert len(running.desk.taken) == 1


async def test_command_that_drips_in_is_given_up_with_a_word() -> None:
    async with edge(command_timeout=timedelta(seconds=0.3)) as running:
        client = await running.session()
        for octet in b"NOOP NOOP":
            await client.send(bytes([octet]))
            await asyncio.sleep(0.01)
        assert (await client.rest()).startswith(b"421 4.4.2 [SMTP_TIMEOUT]")


async def test_client_that_never_reads_its_replies_is_cut() -> None:
    pace = Pace(penalty_s=0.0, linger_s=0.2, junk_commands=10**9)
    async with edge(command_timeout=timedelta(seconds=0.3), pace=pace) as running:
        client = await running.session()
        cast("asyncio.Transport", client.writer.transport).pause_reading()
        with pytest.raises(ConnectionError):
            await _ask_for_ever(client)
        other = await running.session()
        assert (await other.message(WIRE)).startswith(b"250")


async def _ask_for_ever(client: Client) -> None:
    async with asyncio.timeout(20):
        while True:
            await client.send(b"HELP\r\n" * 10_000)
