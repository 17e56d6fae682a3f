"""Who calls through a proxy, or a Postfix: believed of those who are trusted, of nobody else."""

from __future__ import annotations

import asyncio
import struct
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, Final

import pytest
from structlog.testing import capture_logs

from gateway.config.models import SubmitterConfig
from gateway.smtp.limits import Pace
from tests.contract.smtp.edge import KEY, STRANGER, Client, edge, plain

if TYPE_CHECKING:
    import ssl

    from tests.contract.smtp.edge import Edge

WIRE: Final = b"Subject: x\r\n\r\nbody\r\n.\r\n"
HERE: Final = ("127.0.0.0/8",)
WHOLE: Final = SubmitterConfig(name="local", networks=("192.0.2.0/24", *HERE), senders=("*",))
SIGNATURE: Final = b"\r\n\r\n\0\r\nQUIT\n"


def v1(client: str, family: bytes = b"TCP4", proxy: bytes = b"127.0.0.1") -> bytes:
    return b"PROXY %b %b %b 4711 25\r\n" % (family, client.encode(), proxy)


def v2(client: str, command: int = 1, more: bytes = b"") -> bytes:
    source = ip_address(client)
    addresses = source.packed + source.packed + struct.pack("!HH", 4711, 25) + more
    family = 0x11 if source.version == 4 else 0x21
    return SIGNATURE + struct.pack("!BBH", 0x20 | command, family, len(addresses)) + addresses


async def introduced(running: Edge, header: bytes) -> Client:
    client = await running.connect()
    await client.send(header)
    await client.greeted()
    return client


@pytest.mark.parametrize(
    ("header", "peer"),
    [
        (v1("192.0.2.7"), "192.0.2.7"),
        (v2("192.0.2.7"), "192.0.2.7"),
        (v2("192.0.2.7", more=b"\x04\x00\x03abc"), "192.0.2.7"),
        (v1("::ffff:192.0.2.7", b"TCP6", b"::1"), "192.0.2.7"),
        (v2("::ffff:192.0.2.7"), "192.0.2.7"),
    ],
)
async def test_the_client_a_proxy_names_is_who_sends(header: bytes, peer: str) -> None:
    async with edge(submitter=STRANGER, trusted_proxies=HERE) as running:
        client = await introduced(running, header)
        assert (await client.message(WIRE)).startswith(b"250 2.0.0")
        assert running.desk.taken[0].arrival.peer == peer


@pytest.mark.parametrize("split", [1, 5, 11, 13, 17])
async def test_a_header_may_come_in_pieces_and_with_what_follows(split: int) -> None:
    async with edge(submitter=STRANGER, trusted_proxies=HERE) as running:
        for header in (v1("192.0.2.7"), v2("192.0.2.7")):
            client = await running.connect()
            await client.send(header[:split])
            await asyncio.sleep(0.01)
            await client.send(header[split:] + b"NOOP\r\n")
            assert (await client.reply()).startswith(b"220 ")
            assert (await client.reply()).startswith(b"250 ")


@pytest.mark.parametrize(
    "header",
    [
        v1("198.51.100.7"), v2("198.51.100.7"), v1("2001:db8::7", b"TCP6", b"::1"),
        b"PROXY UNKNOWN\r\n", b"PROXY UNKNOWN ffff:f...f:ffff 65535\r\n",
        v2("192.0.2.7", command=0), SIGNATURE + b"\x20\x00\x00\x00",
    ],
)  # fmt: skip
async def test_nobody_sends_as_the_proxy_itself(header: bytes) -> None:
    """Not even where the proxy is in a submitter's network, and says that it names nobody."""
    async with edge(submitter=WHOLE, trusted_proxies=HERE) as running:
        client = await introduced(running, header)
        assert (await client.say(b"MAIL FROM:<a@example.com>")).startswith(b"530 5.7.0")
        assert (await client.say(b"RCPT TO:<b@example.org>")).startswith(b"530 5.7.0")
        reply = await client.say(b"AUTH PLAIN " + plain("local", KEY))
        assert reply.startswith(b"538 5.7.11")  # it is not on this machine either


@pytest.mark.parametrize(
    "opening",
    [
        b"EHLO x.example\r\n", b"PROXY\r\n", b"PROXY \r\n", b"PROXY TCP4 192.0.2.7\r\n",
        b"PROXY TCP4 192.0.2.7 127.0.0.1 4711 25\n", b"PROXY TCP4 x 127.0.0.1 1 25\r\n",
        b"PROXY TCP4 192.0.2.7 127.0.0.1 1 25 more\r\n", b"PROXY UDP4 192.0.2.7 127.0.0.1 1 25\r\n",
        b"PROXY TCP6 192.0.2.7 127.0.0.1 1 25\r\n", b"PROXY TCP4 192.0.2.7 127.0.0.1 99999 25\r\n",
        b"PROXY TCP4 " + b"1" * 200 + b"\r\n", b"PROXY " + b"x" * 9000 + b"\r\n",
        SIGNATURE + b"\x31\x11\x00\x0c" + bytes(12), SIGNATURE + b"\x21\x11\x00\x04" + bytes(4),
        SIGNATURE[:11] + b"\r\n" + bytes(20), b"\x16\x03\x01\x00\xa5\x01", b"GET / HTTP/1.1\r\n",
    ],
)  # fmt: skip
async def test_a_proxy_that_does_not_introduce_its_client_is_not_served(opening: bytes) -> None:
    async with edge(submitter=WHOLE, trusted_proxies=HERE) as running:
        with capture_logs() as lines:
            client = await running.connect()
            await client.send(opening)
            client.writer.write_eof()
            assert await client.rest() == b""
        assert {line["event"] for line in lines} <= {"proxy-not-understood"}


async def test_a_proxy_that_says_nothing_is_not_waited_for() -> None:
    pace = Pace(handshake_s=0.2, linger_s=0.2)
    async with edge(submitter=WHOLE, trusted_proxies=HERE, pace=pace) as running:
        client = await running.connect()
        assert (await client.rest()).startswith(b"421 4.4.2")


async def test_connections_count_by_the_client_and_not_by_the_proxy() -> None:
    async with edge(
        submitter=STRANGER, trusted_proxies=HERE, max_connections_per_address=2
    ) as running:
        for number in (1, 1, 2, 2, 3):
            await introduced(running, v1(f"192.0.2.{number}"))
        full = await running.connect()
        await full.send(v1("192.0.2.1"))
        assert (await full.rest()).startswith(b"421 4.7.0 [SMTP_TOO_MANY_CONNECTIONS]")
        await running.clients[0].say(b"QUIT")
        await running.clients[0].rest()
        await introduced(running, v1("192.0.2.1"))


async def test_what_a_stranger_says_of_itself_is_not_believed() -> None:
    async with edge(submitter=STRANGER, trusted_proxies=("198.51.100.0/24",)) as running:
        client = await running.connect()
        await client.send(v1("192.0.2.7"))
        assert (await client.reply()).startswith(b"220 ")
        assert (await client.reply()).startswith(b"500 5.5.1")
        await client.say(b"EHLO x.example")
        assert (await client.say(b"MAIL FROM:<a@example.com>")).startswith(b"530 5.7.0")


@pytest.mark.parametrize("kind", ["implicit", "starttls"])
async def test_tls_begins_behind_the_header(
    kind: str, certificate: dict[str, Any], trust: ssl.SSLContext
) -> None:
    keys = {"tls": kind, "trusted_proxies": HERE, **certificate}
    async with edge(submitter=STRANGER, **keys) as running:
        client = await running.connect()
        await client.send(v2("192.0.2.7"))
        if kind == "starttls":
            await client.greeted()
            await client.say(b"STARTTLS")
        await client.start_tls(trust)
        if kind == "implicit":
            await client.reply()
        await client.say(b"EHLO x.example")
        assert (await client.message(WIRE)).startswith(b"250 2.0.0")
        arrival = running.desk.taken[0].arrival
        assert (arrival.peer, arrival.protocol) == ("192.0.2.7", "ESMTPS")


async def test_xforward_of_the_trusted_goes_into_the_log_for_one_message() -> None:
    async with edge(xforward_networks=HERE) as running:
        client = await running.connect()
        greeting = await client.greeted()
        assert b"250 XFORWARD NAME ADDR PORT PROTO HELO IDENT SOURCE\r\n" in greeting
        assert (await client.say(b"XFORWARD NAME=x.example ADDR=203.0.113.9 PORT=1")) == (
            b"250 2.0.0 OK\r\n"
        )
        assert (await client.say(b"XFORWARD PROTO=ESMTP HELO=[UNAVAILABLE] IDENT=4F1B2C")) == (
            b"250 2.0.0 OK\r\n"
        )
        with capture_logs() as lines:
            assert (await client.message(WIRE)).startswith(b"250 2.0.0")
            assert (await client.message(WIRE)).startswith(b"250 2.0.0")
        [line] = lines
        assert line == {
            "event": "forwarded", "log_level": "info", "client": "203.0.113.9", "ident": "4F1B2C",
            "queue_id": running.desk.taken[0].queue_id,
        }  # fmt: skip
        assert running.desk.taken[0].arrival.peer == "127.0.0.1"


@pytest.mark.parametrize(
    ("arguments", "reply"),
    [
        (b"", b"501 5.5.4"), (b"ADDR", b"501 5.5.4"), (b"FROG=1", b"501 5.5.4"),
        (b"ADDR=+zz", b"501 5.5.4"), (b"NAME=a=b", b"501 5.5.4"),
        (b"IDENT=a+0D+0Aevil ADDR=x", b"250 2.0.0"), (b"IDENT=" + b"a" * 400, b"250 2.0.0"),
    ],
)  # fmt: skip
async def test_xforward_brings_nothing_odd_into_the_log(arguments: bytes, reply: bytes) -> None:
    async with edge(xforward_networks=HERE) as running:
        client = await running.session()
        assert (await client.say(b"XFORWARD " + arguments)).startswith(reply)
        with capture_logs() as lines:
            await client.message(WIRE)
        assert lines == []


async def test_xforward_of_strangers_is_no_command() -> None:
    async with edge(xforward_networks=("192.0.2.0/24",)) as running:
        client = await running.connect()
        assert b"XFORWARD" not in await client.greeted()
        assert (await client.say(b"XFORWARD ADDR=203.0.113.9")).startswith(b"500 5.5.1")
