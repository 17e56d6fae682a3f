"""What may end a message, what may be in one, and what a hostile one costs."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Final

import pytest

from gateway.admission import Room
from gateway.commons import Commons
from gateway.smtp.limits import Pace
from tests.contract.smtp.edge import Client, edge

END: Final = b"\r\n.\r\n"
SMUGGLED: Final = (
    b"MAIL FROM:<evil@example.com>\r\nRCPT TO:<v@example.org>\r\nDATA\r\nsmuggled\r\n.\r\n"
)
NO_ENDS: Final = [
    b"\n.\n", b"\n.\r\n", b"\r\n.\n", b"\r.\r", b"\r.\r\n", b"\r\n.\r", b"\n.\r", b"\r\n.\r\r\n",
    b"\r\n.\0\r\n", b"\r\n\0.\r\n", b"\r\r\n.\n", b"\n\n.\r\n", b"\r\n.\r\0\n", b"\x85.\x85\n",
]  # fmt: skip


@pytest.mark.parametrize("sequence", NO_ENDS)
async def test_lenient_end_of_data_smuggles_nothing(sequence: bytes) -> None:
    async with edge() as running:
        client = await running.session()
        reply = await client.message(b"first" + sequence + SMUGGLED)
        assert reply.startswith(b"550 5.6.0 [SMTP_BARE_NEWLINE]")
        assert await client.rest() == b""
        assert running.desk.taken == []


async def test_dot_line_with_a_space_is_content() -> None:
    async with edge() as running:
        client = await running.session()
        assert (await client.message(b"a\r\n. \r\nb" + END)).startswith(b"250")
        assert running.desk.bodies == [b"a\r\n \r\nb\r\n"]


async def test_bare_carriage_return_before_the_real_end_is_refused() -> None:
    async with edge() as running:
        client = await running.session()
        assert (await client.message(b"a\r" + END)).startswith(b"550 5.6.0 [SMTP_BARE_NEWLINE]")


async def test_message_in_single_octets_arrives_whole() -> None:
    async with edge() as running:
        client = await running.session()
        await client.begin_data()
        for octet in b"..stuffed\r\n.\r\n":
            await client.send(bytes([octet]))
            await asyncio.sleep(0.001)
        assert (await client.reply()).startswith(b"250")
        assert running.desk.bodies == [b".stuffed\r\n"]


async def test_a_line_longer_than_smtp_asks_for_arrives_whole() -> None:
    async with edge() as running:
        client = await running.session()
        assert (await client.message(b"." + b"." * 5000 + END)).startswith(b"250")
        assert running.desk.bodies == [b"." * 5000 + b"\r\n"]


async def test_message_over_the_limit_is_refused_after_its_end_and_the_session_goes_on() -> None:
    async with edge(max_size="64 KiB") as running:
        client = await running.session()
        line = b"x" * 510 + b"\r\n"
        assert (await client.message(line * 127 + b"x" * 510 + END)).startswith(b"250")
        assert len(running.desk.bodies[0]) == 64 << 10
        assert (await client.message(line * 128 + b"y" + END)).startswith(b"552 5.3.4")
        assert (await client.message(b"ok" + END)).startswith(b"250")


async def test_message_that_never_ends_is_parted_with() -> None:
    async with edge(max_size="64 KiB") as running:
        client = await running.session()
        await client.begin_data()
        await client.send(b"x" * (1 << 18))
        await client.rest()  # returns at the end of the connection
        assert running.desk.taken == []


@pytest.mark.parametrize("pattern", [b"\r\n", b"x", b"..\r\n", b"\r\n.x"])
async def test_31_mib_of_anything_is_kept_only_as_far_as_it_may_be(pattern: bytes) -> None:
    """Bounded memory and steps are asserted on the reader itself, in the unit tests."""
    async with edge(max_size="1 MiB") as running:
        client = await running.session()
        await client.begin_data()
        block = pattern * (65536 // len(pattern))
        sent = 0
        try:
            for _ in range((31 << 20) // len(block)):
                await client.send(block)
                sent += len(block)
        except ConnectionError:
            pass
        other = await running.session()
        assert (await other.message(b"fine" + END)).startswith(b"250")
        assert running.desk.bodies == [b"fine\r\n"]
        assert sent < 12 << 20  # what fits into the sockets' buffers and twice the limit


async def test_memory_for_messages_is_shared_and_given_back() -> None:
    commons = Commons(room=Room(100_000))
    async with edge(commons=commons) as running, edge(commons=commons) as other:
        first, second = await running.session(), await other.session()
        big = (b"x" * 98 + b"\r\n") * 600
        running.desk.gate.clear()
        await first.begin_data()
        await first.send(big + b"." + b"\r\n")
        await running.desk.begun.wait()
        assert (await second.message(big + b".\r\n")).startswith(b"452 4.3.1 [QUEUE_FULL]")
        running.desk.gate.set()
        assert (await first.reply()).startswith(b"250")
        assert (await second.message(big + b".\r\n")).startswith(b"250")


async def test_slow_large_messages_leave_memory_for_others() -> None:
    commons = Commons(room=Room(8 << 20))
    large = (b"x" * 62 + b"\r\n") * (48 << 10)
    async with edge(commons=commons, max_connections_per_address=10) as running:
        slow = [await running.session() for _ in range(6)]
        for client in slow:
            await client.begin_data()
            await client.send(large)
        other = await running.session()
        assert (await other.message(b"x" * 100_000 + END)).startswith(b"250")
        for client in slow:
            await client.send(END[2:])
            assert (await client.reply()).startswith(b"250")
        assert running.desk.bodies[1:] == [large] * len(slow)


async def test_message_that_drips_in_is_given_up() -> None:
    pace = Pace(min_rate=10_000, rate_window_s=0.2)
    async with edge(pace=pace) as running:
        client = await running.session()
        await client.begin_data()
        async with asyncio.TaskGroup() as tasks:
            drip = tasks.create_task(_drip(client))
            assert (await client.reply()).startswith(b"421 4.4.2 [SMTP_TIMEOUT]")
            drip.cancel()
        assert running.desk.taken == []


async def _drip(client: Client) -> None:
    while True:
        await client.send(b"x")
        await asyncio.sleep(0.02)


async def test_silence_in_a_message_is_given_up() -> None:
    async with edge(data_timeout=timedelta(seconds=0.2)) as running:
        client = await running.session()
        await client.begin_data()
        await client.send(b"half a mess")
        assert (await client.reply()).startswith(b"421 4.4.2")
        assert await client.rest() == b""


async def test_size_limit_is_exact_and_counts_the_message_alone() -> None:
    async with edge(max_size="1 KiB") as running:
        client = await running.session()
        body = b"x" * 500 + b"\r\n" + b"y" * 520
        assert (await client.message(body + END)).startswith(b"250")
        assert len(running.desk.bodies[0]) == 1024
        assert (await client.message(body + b"z" + END)).startswith(b"552 5.3.4")
