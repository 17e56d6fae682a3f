"""How much one client, one address and all together may ask."""

from __future__ import annotations

import time

import pytest

from gateway.smtp.limits import Pace
from tests.contract.smtp.edge import QUICK, edge

WIRE = b"Subject: x\r\n\r\nbody\r\n.\r\n"


async def test_connections_of_one_address_and_their_return() -> None:
    async with edge(max_connections_per_address=2) as running:
        first, second = await running.session(), await running.session()
        third = await running.connect()
        reply = await third.reply()
        assert reply.startswith(b"421 4.7.0 [SMTP_TOO_MANY_CONNECTIONS]")
        assert await third.rest() == b""
        await first.say(b"QUIT")
        assert await first.rest() == b""
        fourth = await running.session()
        assert (await fourth.message(WIRE)).startswith(b"250")
        assert (await second.message(WIRE)).startswith(b"250")


async def test_connections_in_all() -> None:
    async with edge(max_connections=1) as running:
        await running.session()
        assert (await (await running.connect()).reply()).startswith(b"421 4.7.0")


async def test_mistakes_cost_time_and_then_the_connection() -> None:
    async with edge(pace=Pace(soft_errors=2, hard_errors=4, penalty_s=0.05)) as running:
        client = await running.session()
        for _ in range(2):
            assert (await client.say(b"WHAT")).startswith(b"500 5.5.1")
        began = time.monotonic()
        assert (await client.say(b"WHAT")).startswith(b"500 5.5.1")
        assert time.monotonic() - began > 0.04
        assert (await client.say(b"WHAT")).startswith(b"421 4.7.0 [SMTP_TOO_MANY_ERRORS]")
        assert await client.rest() == b""


async def test_shipped_limits_end_a_session_at_the_twentieth_mistake() -> None:
    async with edge(pace=QUICK) as running:
        client = await running.session()
        replies = [(await client.say(b"WHAT"))[:3] for _ in range(20)]
        assert replies == [b"500"] * 19 + [b"421"]


@pytest.mark.parametrize("command", [b"NOOP", b"RSET", b"HELP", b"VRFY x", b"EHLO x.example"])
async def test_commands_without_a_message_are_counted(command: bytes) -> None:
    async with edge(pace=Pace(junk_commands=5)) as running:
        client = await running.session()
        for _ in range(5):
            assert (await client.say(command)).startswith(b"2")
        assert (await client.say(command)).startswith(b"421 4.7.0")


async def test_message_pays_for_the_commands_before_it() -> None:
    async with edge(pace=Pace(junk_commands=2)) as running:
        client = await running.session()
        for _ in range(4):
            assert (await client.say(b"NOOP")).startswith(b"250")
            assert (await client.say(b"NOOP")).startswith(b"250")
            assert (await client.message(WIRE)).startswith(b"250")


async def test_recipients_beyond_the_limit_are_for_another_transaction() -> None:
    async with edge(max_recipients=3) as running:
        client = await running.session()
        await client.say(b"MAIL FROM:<a@example.com>")
        replies = [(await client.say(b"RCPT TO:<r%d@b.example>" % n))[:9] for n in range(40)]
        assert replies == [b"250 2.1.5"] * 3 + [b"452 4.5.3"] * 37
        assert (await client.say(b"RCPT TO:<r1@b.example>")).startswith(b"250 2.1.5")
        await client.say(b"DATA")
        assert (await client.say(WIRE[:-2])).startswith(b"250")
        assert len(running.desk.taken[0].recipients) == 3
