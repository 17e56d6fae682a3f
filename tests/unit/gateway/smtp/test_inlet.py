from __future__ import annotations

import asyncio

import pytest

from gateway.smtp.inlet import LONGEST_LINE, TOO_LONG, ClientGone, Inlet


class Tap(asyncio.ReadTransport):
    """A transport that only knows whether it runs."""

    def __init__(self) -> None:
        super().__init__()
        self.runs = True

    def pause_reading(self) -> None:
        self.runs = False

    def resume_reading(self) -> None:
        self.runs = True

    def is_closing(self) -> bool:
        return False


async def test_lines_come_out_as_they_went_in_however_they_arrived() -> None:
    inlet = Inlet(asyncio.get_running_loop())
    async with asyncio.TaskGroup() as tasks:
        reading = tasks.create_task(inlet.line())
        for piece in (b"NO", b"OP\r", b"\nRSET\r\nQU"):
            await asyncio.sleep(0)
            inlet.feed(piece)
    assert reading.result() == b"NOOP\r\n"
    assert await inlet.line() == b"RSET\r\n"
    assert len(inlet) == 2
    inlet.end()
    with pytest.raises(ClientGone):
        await inlet.line()
    assert await inlet.chunk() == b"QU"
    with pytest.raises(ClientGone):
        await inlet.chunk()


async def test_reader_that_waits_learns_of_the_end() -> None:
    inlet = Inlet(asyncio.get_running_loop())
    asyncio.get_running_loop().call_soon(inlet.end)
    with pytest.raises(ClientGone):
        await inlet.line()


async def test_long_line_is_skipped_to_its_end() -> None:
    inlet = Inlet(asyncio.get_running_loop())
    async with asyncio.TaskGroup() as tasks:
        reading = tasks.create_task(inlet.line())
        await asyncio.sleep(0)
        inlet.feed(b"x" * (LONGEST_LINE + 1))
        await asyncio.sleep(0)
        assert len(inlet) == 0
        inlet.feed(b"tail\r\nNOOP\r\n")
    assert reading.result() == TOO_LONG
    assert await inlet.line() == b"NOOP\r\n"
    inlet.feed(b"y" * LONGEST_LINE + b"\r\n")
    assert await inlet.line() == TOO_LONG


async def test_line_without_end_is_not_read_for_ever() -> None:
    inlet = Inlet(asyncio.get_running_loop())
    inlet.feed(b"x" * (65 << 10))
    with pytest.raises(ClientGone):
        await inlet.line()


async def test_client_that_sends_faster_than_we_read_is_paused() -> None:
    inlet, tap = Inlet(asyncio.get_running_loop()), Tap()
    inlet.attach(tap)
    inlet.feed(b"NOOP\r\n" * 20_000)
    assert not tap.runs
    inlet.feed(b"x")
    assert (await inlet.line()) == b"NOOP\r\n"
    assert not tap.runs
    await inlet.chunk()
    assert tap.runs
    inlet.put_back(b"rest")
    inlet.feed(b" more")
    assert await inlet.chunk() == b"rest more"
