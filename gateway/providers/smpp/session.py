"""One bound connection to an SMSC, from its bind to its end.

Texts of one person are taken one after the other, in the order they came in: a START that overtook
the STOP after it would undo it. Those of others, and reports, wait for nobody.

**Failures:** `Unbound` where the SMSC refuses the bind or does not answer it; `NotSent` where
nothing left any more; `UnknownOutcome` where a unit left and was not answered.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias
from zlib import crc32

from gateway.errors import TemporaryFailure, UnknownOutcome
from gateway.providers.smpp import statuses
from gateway.providers.smpp.delivered import Part, read_delivered
from gateway.providers.smpp.pdu import (
    ANSWER,
    LAST_SEQUENCE,
    VERSION,
    Command,
    Garbled,
    Pdu,
    c_octets,
    read,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from gateway.providers.smpp.delivered import Notice
    from gateway.providers.smpp.hearer import Hearer

_LANES: Final = 16  # texts taken at once, each of another person
_WAITING: Final = 50  # texts a lane, which are delivered faster than they can be taken
_WAITING_BYTES: Final = 4 << 20  # of all lanes: a text may have 64 KiB
_NOTICES: Final = 200  # reports looked into at once
_PARTING_S: Final = 2.0
_DELIVERIES: Final = frozenset({Command.DELIVER_SM, Command.DATA_SM})
_SIZES: Final = (16, 64, 13)
"""Of system_id, password and system_type; SMPP has 9 for a password, and few SMSCs keep to it."""


_Waiting: TypeAlias = tuple[Pdu, Part, int]  # the request without its body, whose size it is


class Unbound(TemporaryFailure):
    """The SMSC did not let us in."""


class NotSent(TemporaryFailure):
    """The connection was over before anything left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Who we are there, and how long things may take."""

    system_id: str
    password: str
    system_type: str
    alphabet: str  # of data_coding 0
    answer_s: float
    idle_s: float  # without a unit before the link is asked whether it lives
    late_s: float = 300.0  # an answer after that is nobody's


class Session:
    """A connection; `bind` comes first, then `run` until it ends."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, terms: Terms
    ) -> None:
        """Take over a connection that is open."""
        self._reader = reader
        self._writer = writer
        self._terms = terms
        self._sequence = 0
        self._asked: dict[int, asyncio.Future[Pdu]] = {}
        self._lanes = [asyncio.Queue[_Waiting](_WAITING) for _ in range(_LANES)]
        self._waiting_bytes = 0  # in all lanes
        self._notes: set[asyncio.Task[None]] = set()
        self._heard = 0
        self._is_over = False

    async def bind(self) -> None:
        """Bind as a transceiver.

        Raises:
            Unbound: it is refused, or not answered.
        """
        terms = self._terms
        names = zip((terms.system_id, terms.password, terms.system_type), _SIZES, strict=True)
        try:
            body = b"".join(c_octets(each, size) for each, size in names)
        except Garbled as error:
            message = f"the login cannot be written in SMPP: {error}"
            raise Unbound(message, status="4.7.0") from error
        self._write(Pdu(Command.BIND_TRANSCEIVER, self._next(), body + bytes([VERSION, 0, 0, 0])))
        try:
            async with asyncio.timeout(terms.answer_s):
                while not (answer := await read(self._reader)).is_answer:
                    continue  # what comes before it comes again
        except (Garbled, OSError, EOFError, TimeoutError) as error:
            message = f"the SMSC does not answer the bind: {type(error).__name__}"
            raise Unbound(message, status="4.4.1") from error
        if answer.command != Command.BIND_TRANSCEIVER | ANSWER or answer.status != statuses.OK:
            message = f"the SMSC refuses the bind: {statuses.name(answer.status)}"
            raise Unbound(message, status="4.7.0")

    @property
    def is_over(self) -> bool:
        """Whether nothing leaves over it any more."""
        return self._is_over

    async def run(self, hearer: Hearer) -> str:
        """Serve until the connection ends; return why it did. Every question left is unanswered.

        What is still being taken then is answered over no link: the SMSC says it again.
        """
        try:
            async with asyncio.TaskGroup() as group:
                takers = [self._take(lane, hearer) for lane in self._lanes]
                beside = [group.create_task(each) for each in (self._watch(), *takers)]
                why = await self._serve(hearer, group)
                self._end()
                for task in (*beside, *self._notes):
                    task.cancel()
        finally:
            self._end()
        return why

    async def submit(self, body: bytes, late: Callable[[Pdu], object]) -> Pdu:
        """Hand over one unit and return its answer; `late` is told one that comes too late.

        Raises:
            NotSent: the connection was over.
            UnknownOutcome: no answer came.
        """
        if self._is_over:
            message = "the link to the SMSC is down"
            raise NotSent(message, status="4.4.1")
        sequence, answered = self._ask()
        try:
            async with asyncio.timeout(self._terms.answer_s):
                self._write(Pdu(Command.SUBMIT_SM, sequence, body))
                await self._writer.drain()
                return await asyncio.shield(answered)
        except (OSError, TimeoutError) as error:
            answered.add_done_callback(
                lambda each: None if each.exception() else late(each.result())
            )
            loop = asyncio.get_running_loop()
            loop.call_later(self._terms.late_s, self._asked.pop, sequence, None)
            message = "the SMSC did not answer: it may have taken the text"
            raise UnknownOutcome(message, status="4.4.2") from error

    async def close(self) -> None:
        """Part from the SMSC politely, then close."""
        if not self._is_over:
            sequence, answered = self._ask()
            try:
                async with asyncio.timeout(_PARTING_S):
                    self._write(Pdu(Command.UNBIND, sequence))
                    await answered
            except (OSError, TimeoutError):
                pass  # it is over either way
        self._end()

    async def _serve(self, hearer: Hearer, group: asyncio.TaskGroup) -> str:
        """Read units until there is no more; return why."""
        while not isinstance(pdu := await self._read(), str):
            self._heard += 1
            if pdu.is_answer:
                self._answered(pdu)
            elif pdu.command == Command.UNBIND:
                self._answer(pdu)
                return "the SMSC unbound us"
            elif pdu.command in _DELIVERIES:
                self._delivered(pdu, hearer, group)
            elif pdu.command == Command.ENQUIRE_LINK:
                self._answer(pdu)
            elif pdu.command != Command.ALERT:
                self._write(
                    Pdu(Command.GENERIC_NACK, pdu.sequence, status=statuses.UNKNOWN_COMMAND)
                )
        return pdu

    async def _read(self) -> Pdu | str:
        """Return the next unit, or why there is none.

        None is read before what the SMSC is answered is on its way: one that asks and does not read
        fills no memory of ours.
        """
        try:
            if not await self._has_drained():
                return "the SMSC does not read what it is answered"
            return await read(self._reader)
        except Garbled as error:
            return f"the SMSC sent {error}"
        except EOFError:
            return "the SMSC closed the link"
        except OSError as error:
            return f"the link to the SMSC broke: {type(error).__name__}"

    async def _has_drained(self) -> bool:
        try:
            async with asyncio.timeout(self._terms.answer_s):
                await self._writer.drain()
        except TimeoutError:
            return False
        except OSError:
            return True  # nothing can be written any more, and what came before is still read
        return True

    def _answered(self, pdu: Pdu) -> None:
        waiting = self._asked.pop(pdu.sequence, None)
        if waiting is not None and not waiting.done():
            waiting.set_result(pdu)

    def _delivered(self, pdu: Pdu, hearer: Hearer, group: asyncio.TaskGroup) -> None:
        try:
            brought = read_delivered(pdu, default=self._terms.alphabet)
        except Garbled:
            self._answer(pdu, statuses.NEVER)  # it would come again as it is
            return
        asked = replace(pdu, body=b"")  # which is read, and may be large
        if isinstance(brought, Part):
            self._wait(asked, brought, len(pdu.body), hearer)
        elif len(self._notes) < _NOTICES:
            task = group.create_task(self._note(asked, brought, hearer))
            self._notes.add(task)
            task.add_done_callback(self._notes.discard)
        else:
            self._answer(asked, statuses.FULL)

    def _wait(self, asked: Pdu, part: Part, size: int, hearer: Hearer) -> None:
        """Have a text wait for those of its lane, where there is room."""
        lane = self._lanes[crc32(part.sender.encode()) % _LANES]
        if lane.full() or self._waiting_bytes + size > _WAITING_BYTES:
            hearer.put_off(part)
            self._answer(asked, statuses.FULL)  # it comes again
        else:
            self._waiting_bytes += size
            lane.put_nowait((asked, part, size))

    async def _take(self, lane: asyncio.Queue[_Waiting], hearer: Hearer) -> None:
        while True:
            asked, part, size = await lane.get()
            status = await hearer.hear(part)
            self._waiting_bytes -= size
            self._answer(asked, status)

    async def _note(self, asked: Pdu, notice: Notice, hearer: Hearer) -> None:
        self._answer(asked, await hearer.note(notice))

    async def _watch(self) -> None:
        """Ask an idle link whether it lives, and end it where it does not say so."""
        while True:
            heard = self._heard
            await asyncio.sleep(self._terms.idle_s)
            if self._heard != heard:
                continue
            self._write(Pdu(Command.ENQUIRE_LINK, self._next()))
            await asyncio.sleep(self._terms.answer_s)
            if self._heard == heard:
                self._writer.transport.abort()  # the reader sees the end
                return

    def _answer(self, asked: Pdu, status: int = statuses.OK) -> None:
        body = b"\0" if asked.command in _DELIVERIES else b""  # message_id, which is unused
        self._write(Pdu(asked.command | ANSWER, asked.sequence, body, status))

    def _write(self, pdu: Pdu) -> None:
        if not self._is_over and not self._writer.is_closing():
            self._writer.write(pdu.encoded())

    def _ask(self) -> tuple[int, asyncio.Future[Pdu]]:
        sequence = self._next()
        answered: asyncio.Future[Pdu] = asyncio.get_running_loop().create_future()
        self._asked[sequence] = answered
        return sequence, answered

    def _next(self) -> int:
        self._sequence = self._sequence % LAST_SEQUENCE + 1
        return self._sequence

    def _end(self) -> None:
        """Close, and soon for good: an SMSC that does not read never lets the last bytes leave."""
        if not self._is_over:
            self._is_over = True
            self._writer.close()
            asyncio.get_running_loop().call_later(_PARTING_S, self._writer.transport.abort)
        for waiting in self._asked.values():
            if not waiting.done():
                waiting.set_exception(ConnectionResetError())
                waiting.exception()  # nobody may be waiting any more
