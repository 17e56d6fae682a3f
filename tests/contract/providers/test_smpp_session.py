"""An SMSC that says what no SMSC should ends its link at most, and no text is sent twice by it."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from gateway.errors import UnknownOutcome
from gateway.providers.smpp.pdu import ANSWER, Command, Pdu, read
from gateway.providers.smpp.session import NotSent, Unbound
from tests.contract.providers.smsc import BOUND, Ears, connected, let_in, terms
from tests.e2e.waiting import wait_for


async def forever(reader: asyncio.StreamReader) -> None:
    while True:
        await read(reader)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "does not answer the bind: Garbled"),
        (b"", "does not answer the bind: IncompleteReadError"),
        (Pdu(BOUND, 1, b"", 0x0D).encoded(), "refuses the bind: ESME_RBINDFAIL"),
        (Pdu(Command.GENERIC_NACK, 1, b"", 0x03).encoded(), "refuses the bind: ESME_RINVCMDID"),
    ],
)
async def test_a_bind_without_a_yes_is_none(said: bytes, why: str) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read(reader)
        writer.write(said)

    async with connected(serve) as session:
        with pytest.raises(Unbound, match=why):
            await session.bind()


async def test_a_bind_without_an_answer_is_given_up() -> None:
    async def serve(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await forever(reader)

    async with connected(serve, terms(answer_s=0.1)) as session:
        with pytest.raises(Unbound, match="TimeoutError"):
            await session.bind()


@pytest.mark.parametrize("password", ["ü", "x" * 64])
async def test_a_password_that_smpp_has_no_room_for_is_named(password: str) -> None:
    async def serve(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await forever(reader)

    async with connected(serve, terms(password=password)) as session:
        with pytest.raises(Unbound, match="cannot be written in SMPP"):
            await session.bind()


async def test_what_is_on_its_way_when_the_link_breaks_is_unknown_and_after_it_nothing_leaves() -> (
    None
):
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await let_in(reader, writer)
        await read(reader)
        writer.write(b"\0\0\0\1 and then nothing that is a unit")
        await forever(reader)

    async with connected(serve) as session:
        await session.bind()
        running = asyncio.gather(session.run(Ears()))
        late: list[Pdu] = []
        with pytest.raises(UnknownOutcome):
            await session.submit(b"a text", late.append)
        assert [*await running] == ["the SMSC sent a unit of 1 bytes"]
        with pytest.raises(NotSent):
            await session.submit(b"another", late.append)


async def test_an_answer_that_comes_too_late_is_nobody_else_s() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await let_in(reader, writer)
        first = await read(reader)
        second = await read(reader)
        for asked, name in ((first, b"first\0"), (second, b"second\0"), (second, b"again\0")):
            writer.write(Pdu(asked.command | ANSWER, asked.sequence, name).encoded())
        writer.write(Pdu(asked.command | ANSWER, 0x7FFF, b"nobody's\0").encoded())
        await forever(reader)

    async with connected(serve, terms(answer_s=0.2)) as session:
        await session.bind()
        running = asyncio.gather(session.run(Ears()))
        late: list[Pdu] = []
        with pytest.raises(UnknownOutcome):
            await session.submit(b"a text", late.append)
        answer = await session.submit(b"another", late.append)
        assert answer.body == b"second\0"
        assert [each.body for each in late] == [b"first\0"]
        await session.close()
        await running


async def test_an_answer_that_never_comes_is_not_waited_for_for_ever() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await let_in(reader, writer)
        await forever(reader)

    impatient = replace(terms(answer_s=0.05), late_s=0.05)
    async with connected(serve, impatient) as session:
        await session.bind()
        with pytest.raises(UnknownOutcome):
            await session.submit(b"a text", lambda _: None)
        assert session._asked
        await asyncio.to_thread(wait_for, lambda: not session._asked, "the end of waiting")


async def test_a_link_that_has_gone_silent_is_found_out() -> None:
    asked: list[int] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await let_in(reader, writer)
        pdu = await read(reader)
        asked.append(pdu.command)
        writer.write(Pdu(pdu.command | ANSWER, pdu.sequence).encoded())
        pdu = await read(reader)
        asked.append(pdu.command)
        await forever(reader)

    async with connected(serve, terms(answer_s=0.2, idle_s=0.1)) as session:
        await session.bind()
        async with asyncio.timeout(5):
            why = await session.run(Ears())
    assert why in {"the SMSC closed the link", "the link to the SMSC broke: ConnectionAbortedError"}
    assert asked == [Command.ENQUIRE_LINK, Command.ENQUIRE_LINK]
