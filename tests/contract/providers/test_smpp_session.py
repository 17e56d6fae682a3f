"""An SMSC that says what no SMSC should ends its link at most, and no text is sent twice by it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest

from gateway.errors import UnknownOutcome
from gateway.providers.smpp.pdu import ANSWER, Command, Pdu, Tag, optional, read
from gateway.providers.smpp.session import NotSent, Session, Terms, Unbound
from tests.e2e.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine

    from gateway.providers.smpp.delivered import Notice, Part

    Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Coroutine[None, None, None]]

WORDS: Final = b"\0\1\00112025550143\0\1\00112025550100\0\0\0\0\0\0\0\0\0\0\4stop"
BOUND: Final = Command.BIND_TRANSCEIVER | ANSWER


class Ears:
    """Hears slowly, where a test says so."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.refused: list[str] = []
        self.goes_on = asyncio.Event()
        self.goes_on.set()

    def bound(self) -> None:
        pass

    async def hear(self, part: Part) -> int:
        await self.goes_on.wait()
        self.heard.append(part.words)
        return 0

    def put_off(self, part: Part) -> None:
        self.refused.append(part.words)

    async def note(self, _notice: Notice) -> int:
        await self.goes_on.wait()
        return 0


def terms(*, answer_s: float = 1.0, idle_s: float = 30.0, password: str = "") -> Terms:
    return Terms(
        system_id="us", password=password, system_type="", alphabet="gsm-7",
        answer_s=answer_s, idle_s=idle_s,
    )  # fmt: skip


@asynccontextmanager
async def connected(serve: Serve, on: Terms | None = None) -> AsyncIterator[Session]:
    async def serving(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await serve(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serving, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    session = Session(reader, writer, on or terms())
    yield session
    session._end()
    server.close()


async def let_in(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    asked = await read(reader)
    writer.write(Pdu(BOUND, asked.sequence, b"npm\0").encoded())


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
