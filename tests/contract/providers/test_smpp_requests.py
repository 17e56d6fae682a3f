"""What an SMSC asks of us is answered by what it is, and as far as there is room."""

from __future__ import annotations

import asyncio
from typing import Final

import pytest

from gateway.providers.smpp.pdu import ANSWER, Command, Pdu, Tag, optional, read
from tests.contract.providers.smsc import Ears, connected, let_in, terms
from tests.e2e.waiting import wait_for

WORDS: Final = b"\0\1\00112025550143\0\1\00112025550100\0\0\0\0\0\0\0\0\0\0\4stop"


async def test_every_request_of_the_smsc_is_answered_by_what_it_is() -> None:
    answers: list[tuple[int, int, int]] = []
    ears = Ears()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(Pdu(Command.ENQUIRE_LINK, 9).encoded())  # before we are let in
        await let_in(reader, writer)
        for pdu in (
            Pdu(Command.ENQUIRE_LINK, 1),
            Pdu(Command.ALERT, 2),
            Pdu(0x999, 3),
            Pdu(Command.DELIVER_SM, 4, WORDS),
            Pdu(Command.DELIVER_SM, 5, WORDS[:20]),
            Pdu(Command.UNBIND, 6),
        ):
            writer.write(pdu.encoded())
            if pdu.command == Command.ALERT:
                continue
            answer = await read(reader)
            answers.append((answer.command, answer.sequence, answer.status))

    async with connected(serve) as session:
        await session.bind()
        assert await session.run(ears) == "the SMSC unbound us"
        await asyncio.sleep(0.05)
    assert answers == [
        (Command.ENQUIRE_LINK | ANSWER, 1, 0),
        (Command.GENERIC_NACK, 3, 0x03),
        (Command.DELIVER_SM | ANSWER, 4, 0),
        (Command.DELIVER_SM | ANSWER, 5, 0x65),
        (Command.UNBIND | ANSWER, 6, 0),
    ]
    assert ears.heard == ["stop"]


@pytest.mark.parametrize("esm_class", [0, 4])
async def test_what_comes_faster_than_it_can_be_taken_is_said_again_later(esm_class: int) -> None:
    statuses: list[int] = []
    ears = Ears()
    ears.goes_on.clear()
    body = WORDS[:29] + bytes([esm_class]) + WORDS[30:]

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await let_in(reader, writer)
        for number in range(250):
            writer.write(Pdu(Command.DELIVER_SM, number, body).encoded())
        while len(statuses) < 250:
            statuses.append((await read(reader)).status)
            ears.goes_on.set()

    async with connected(serve) as session:
        await session.bind()
        await session.run(ears)
    assert (50 if esm_class == 0 else 200) <= statuses.count(0) < 250
    assert set(statuses) == {0, 0x14}
    assert len(ears.refused) == (statuses.count(0x14) if esm_class == 0 else 0)


async def test_reports_that_are_looked_into_keep_no_broken_link_up() -> None:
    ears = Ears()
    ears.goes_on.clear()
    report = WORDS[:29] + bytes([4]) + WORDS[30:]

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await let_in(reader, writer)
        writer.write(Pdu(Command.DELIVER_SM, 1, report).encoded())
        writer.write(Pdu(Command.DELIVER_SM, 2, WORDS).encoded())
        await writer.drain()

    async with connected(serve) as session:
        await session.bind()
        async with asyncio.timeout(5):
            assert await session.run(ears) == "the SMSC closed the link"
        assert session.is_over


async def test_an_smsc_that_asks_and_does_not_read_fills_no_memory() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await let_in(reader, writer)
        asked = Pdu(Command.ENQUIRE_LINK, 1).encoded() * 10_000
        while True:
            writer.write(asked)
            await writer.drain()

    async with connected(serve, terms(answer_s=0.3)) as session:
        await session.bind()
        async with asyncio.timeout(30):
            assert await session.run(Ears()) == "the SMSC does not read what it is answered"
        transport = session._writer.transport
        assert 0 < transport.get_write_buffer_size() < 1 << 20
        await asyncio.to_thread(
            wait_for, lambda: not transport.get_write_buffer_size(), "the end for good"
        )


async def test_large_texts_wait_for_no_more_than_there_is_room_for() -> None:
    ears = Ears()
    ears.goes_on.clear()
    large = WORDS[:-5] + b"\0" + optional({Tag.MESSAGE_PAYLOAD: b"x" * 0xFFFF})
    statuses: list[int] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await let_in(reader, writer)
        for number in range(200):  # of as many people, so that no lane is full
            sender = large.replace(b"12025550143", b"12025550%03d" % number)
            writer.write(Pdu(Command.DELIVER_SM, number, sender).encoded())
            await writer.drain()
        while len(statuses) < 200:
            statuses.append((await read(reader)).status)
            if statuses.count(0x14) == 200 - (4 << 20) // len(large):
                ears.goes_on.set()

    async with connected(serve, terms(answer_s=10)) as session:
        await session.bind()
        async with asyncio.timeout(20):
            await session.run(ears)
    assert len(ears.heard) == (4 << 20) // len(large)
    assert {len(each) for each in ears.heard} == {0xFFFF}
