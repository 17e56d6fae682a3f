"""How much one client, one address and all together may ask."""

from __future__ import annotations

import re
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from gateway.admission import Room
from gateway.smtp.limits import Pace
from tests.contract.smtp.edge import QUICK, edge

if TYPE_CHECKING:
    from tests.contract.smtp.edge import Client

PAGE: Final = Path(__file__).parents[3] / "docs" / "smtp-limits.md"
LONGEST_MAIL: Final = 512 + 26 + 17 + 500 + 10 + 128  # RFC 1870 3, 6152 2, 4954 3, 6531 3.1, 3461 4
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


def test_shipped_limits_are_those_of_the_page() -> None:
    page, units = PAGE.read_text(encoding="utf-8"), {" MiB": 1 << 20, " %": 0.01, "": 1}
    rows = re.findall(r"^\| `(\w+)` \| ([\d.]+)( MiB| %)? ", page, re.MULTILINE)
    assert {name: float(value) * units[unit] for name, value, unit in rows} == asdict(Pace())
    assert f"512 octets (MAIL {LONGEST_MAIL}, " in page
    (shared,) = re.findall(r"share (\d+) MiB for messages", page)
    room = Room()
    assert room.take(int(shared) << 20)
    assert not room.take(1)


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


async def _allowed(client: Client) -> list[bytes]:
    """Return what is said to the longest MAIL there may be, and the largest message, and beyond."""
    padding = b"MAIL FROM:<a@example.com> X="
    commands = (
        padding.ljust(LONGEST_MAIL - 2, b"x"),
        padding.ljust(LONGEST_MAIL - 1, b"x"),
        b"MAIL FROM:<a@example.com> SIZE=1048576",
        b"RSET",
        b"MAIL FROM:<a@example.com> SIZE=1048577",
    )
    return [(await client.say(command))[:9] for command in commands]


async def test_limits_stay_as_they_are_however_often_a_client_says_ehlo() -> None:
    pace = Pace(junk_commands=1000, soft_errors=100, hard_errors=200)
    async with edge(pace=pace, max_size="1 MiB") as running:
        client = await running.session()
        wanted = [b"555 5.5.4", b"500 5.5.2", b"250 2.1.0", b"250 2.0.0", b"552 5.3.4"]
        assert await _allowed(client) == wanted
        for _ in range(100):
            assert (await client.say(b"EHLO again.example")).startswith(b"250-")
        assert await _allowed(client) == wanted
        another = await running.session()
        assert await _allowed(another) == wanted
        assert await _allowed(client) == wanted
