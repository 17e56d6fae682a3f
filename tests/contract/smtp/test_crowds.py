"""So many at once, or so slow, that something has to give: never the others."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from structlog.testing import capture_logs

from gateway.commons import Commons
from gateway.smtp.limits import Pace
from tests.contract.delivery.make import eventually
from tests.contract.smtp.edge import PATIENCE_S, Client, edge

if TYPE_CHECKING:
    from tests.contract.smtp.edge import Edge

WIRE = b"Subject: x\r\n\r\nbody\r\n.\r\n"
HASTY = Pace(penalty_s=0.0, linger_s=1.0, stress_timeout_s=0.3)


async def test_a_crowd_makes_those_go_who_say_nothing() -> None:
    async with edge(pace=HASTY, max_connections=10) as running:
        idle = [await running.session() for _ in range(7)]
        with capture_logs() as lines:
            busy = await running.session()  # the eighth of ten
            assert [line["event"] for line in lines] == ["smtp-crowded"]
            await busy.begin_data()
            replies = [await client.rest() for client in idle]
            assert {reply[:9] for reply in replies} == {b"421 4.4.2"}
            await busy.send(WIRE)
            assert (await busy.reply()).startswith(b"250 2.0.0")
        calm = await running.session()
        await asyncio.sleep(0.5)  # nobody hurries any more: two of ten are here
        assert (await calm.message(WIRE)).startswith(b"250 2.0.0")


async def test_a_crowd_has_no_patience_with_mistakes() -> None:
    async with edge(pace=HASTY, max_connections=10) as running:
        for _ in range(7):
            await running.session()
        last = await running.session()
        assert (await last.say(b"NOOP")).startswith(b"250 2.0.0")
        assert (await last.say(b"NOOP")).startswith(b"421 4.7.0 [SMTP_TOO_MANY_ERRORS]")
        last = await running.session()
        assert (await last.say(b"WHAT")).startswith(b"421 4.7.0 [SMTP_TOO_MANY_ERRORS]")
        last = await running.session()
        assert (await last.message(WIRE)).startswith(b"250 2.0.0")


async def test_a_message_being_processed_is_not_hurried() -> None:
    async with edge(pace=HASTY, max_connections=10) as running:
        slow = await running.session()
        running.desk.gate.clear()
        await slow.begin_data()
        await slow.send(WIRE)
        await running.desk.begun.wait()
        for _ in range(7):
            await running.session()
        await asyncio.sleep(0.6)
        running.desk.gate.set()
        assert (await slow.reply()).startswith(b"250 2.0.0")


async def test_handshakes_that_never_end_take_places_only_for_a_while(
    certificate: dict[str, Any], trust: ssl.SSLContext
) -> None:
    pace = Pace(linger_s=1.0, handshake_s=0.4)
    async with edge(pace=pace, tls="implicit", max_connections=4, **certificate) as running:
        silent = [await running.connect() for _ in range(4)]
        with pytest.raises((ConnectionError, ssl.SSLError, OSError)):
            await running.connect(trust)
        for client in silent:
            assert await client.rest() == b""
        terms = running.server._terms
        assert terms is not None
        await eventually(lambda: not terms.sessions)
        served = await running.connect(trust)
        await served.greeted()
        assert (await served.message(WIRE)).startswith(b"250 2.0.0")


@pytest.mark.parametrize(
    "noise", [b"EHLO x.example\r\n", b"\x16\x03\x01\x00\x02\x01\x00", b"\0" * 9000]
)
@pytest.mark.parametrize("kind", ["implicit", "starttls"])
async def test_a_handshake_of_garbage_ends_the_session_and_nothing_else(
    kind: str, noise: bytes, certificate: dict[str, Any], trust: ssl.SSLContext
) -> None:
    pace = Pace(linger_s=1.0, handshake_s=0.4)
    with capture_logs() as lines:
        async with edge(tls=kind, pace=pace, **certificate) as running:
            client = await running.connect()
            if kind == "starttls":
                await client.greeted()
                await client.say(b"STARTTLS")
            await client.send(noise)
            assert b"250" not in await client.rest()
            other = await running.connect(trust if kind == "implicit" else None)
            await other.greeted()
            assert (await other.message(WIRE)).startswith(b"250 2.0.0")
    assert lines == []


async def test_a_handshake_in_single_octets_and_in_one_with_what_follows(
    certificate: dict[str, Any], trust: ssl.SSLContext
) -> None:
    async with edge(tls="implicit", **certificate) as running:
        for size in (1, 100_000):
            incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
            tls = trust.wrap_bio(incoming, outgoing, server_hostname="localhost")
            client = await running.connect()
            while True:
                try:
                    tls.do_handshake()
                except ssl.SSLWantReadError:
                    await _in_pieces(client, outgoing.read(), size)
                    incoming.write(await client.reader.read(1 << 16))
                else:
                    break
            tls.write(b"EHLO x.example\r\n")
            await _in_pieces(client, outgoing.read(), size)
            said = b""
            async with asyncio.timeout(PATIENCE_S):
                while b"250 " not in said:
                    incoming.write(await client.reader.read(1 << 16))
                    with contextlib.suppress(ssl.SSLWantReadError):
                        while True:
                            said += tls.read()
            assert said.startswith(b"220 ")


async def _in_pieces(client: Client, data: bytes, size: int) -> None:
    for at in range(0, len(data), size):
        await client.send(data[at : at + size])
        await asyncio.sleep(0)


async def test_listeners_share_the_descriptors_there_are() -> None:
    commons = Commons()
    commons.descriptors.of_a_kind = 3
    async with edge(commons=commons) as one, edge(commons=commons) as other:
        clients = [await one.session(), await other.session(), await one.session()]
        for running in (one, other):
            refused = await running.connect()
            assert (await refused.reply()).startswith(b"421 4.7.0")
        await clients[0].say(b"QUIT")
        await clients[0].rest()
        await other.session()


async def test_recipients_for_nothing_are_mistakes_in_the_end() -> None:
    pace = Pace(penalty_s=0.0, surplus_recipients=5, hard_errors=3)
    async with edge(max_recipients=2, pace=pace) as running:
        client = await running.session()
        await client.say(b"MAIL FROM:<a@example.com>")
        assert await _named(running, client, 7) == [b"250"] * 2 + [b"452"] * 5
        assert await _named(running, client, 1) == [b"250"]
        assert (await client.say(b"RCPT TO:<r0@b.example>")).startswith(b"250")
        assert (await client.say(b"RCPT TO:<r0@b.example>")).startswith(b"421 4.7.0")


async def _named(running: Edge, client: Client, count: int) -> list[bytes]:
    assert running.desk.taken == []
    return [(await client.say(b"RCPT TO:<r%d@b.example>" % n))[:3] for n in range(count)]


async def test_a_drip_after_a_good_beginning_is_given_up() -> None:
    """Each window counts by itself: what came fast does not pay for what drips."""
    pace = Pace(min_rate=1000, rate_window_s=0.3)
    async with edge(pace=pace, data_timeout=timedelta(seconds=5)) as running:
        client = await running.session()
        await client.begin_data()
        await client.send(b"x" * 100_000)
        async with asyncio.TaskGroup() as tasks:
            drip = tasks.create_task(_drip(client))
            assert (await client.reply()).startswith(b"421 4.4.2 [SMTP_TIMEOUT]")
            drip.cancel()


async def _drip(client: Client) -> None:
    while True:
        await client.send(b"x")
        await asyncio.sleep(0.05)


async def test_a_steady_message_may_take_longer_than_any_silence() -> None:
    pace = Pace(min_rate=100, rate_window_s=0.3)
    async with edge(pace=pace, data_timeout=timedelta(seconds=0.4)) as running:
        client = await running.session()
        await client.begin_data()
        for _ in range(15):
            await client.send(b"y" * 40 + b"\r\n")
            await asyncio.sleep(0.1)
        await client.send(b".\r\n")
        assert (await client.reply()).startswith(b"250 2.0.0")


async def test_no_message_takes_for_ever_however_steady() -> None:
    pace = Pace(min_rate=10, rate_window_s=0.2, message_s=0.6)
    async with edge(pace=pace, data_timeout=timedelta(seconds=0.4)) as running:
        client = await running.session()
        await client.begin_data()
        async with asyncio.TaskGroup() as tasks:
            drip = tasks.create_task(_drip(client))
            assert (await client.reply()).startswith(b"421 4.4.2 [SMTP_TIMEOUT]")
            drip.cancel()
