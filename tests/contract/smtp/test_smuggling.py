"""No string around the end of a message makes two of one, here or at a next hop (CVE-2023-51764).

Every string of up to `SMUGGLING` octets over CR, LF, dot, NUL, space and x is put between a
message and commands that would send a second one, in four ways to cut it up. What is taken goes on
to a next hop that ends a message wherever any program ever did.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import re
from typing import TYPE_CHECKING, Any, Final

import pytest

from gateway.delivery.envelope import Deadlines
from gateway.delivery.smtp_connection import SmtpConnection
from gateway.delivery.smtp_pool import SmtpPool
from gateway.spool.model import State
from tests.contract.delivery.make import carrier as carrier_of
from tests.contract.delivery.make import claimed
from tests.contract.smtp.edge import ENVELOPE
from tests.contract.smtp.wire import octets, wired

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from gateway.delivery.smtp_carrier import SmtpCarrier
    from tests.contract.smtp.wire import Caller, Wired

LONGEST: Final = int(os.environ.get("SMUGGLING", "4"))
END: Final = b"\r\n.\r\n"
BEFORE: Final = b"Subject: x\r\n\r\none"
SECOND: Final = (
    b"MAIL FROM:<evil@example.com>\r\nRCPT TO:<v@example.org>\r\nDATA\r\nsmuggled\r\n.\r\n"
)

CUTS: Final[dict[str, Callable[[bytes], Iterable[bytes]]]] = {
    "in one": lambda middle: (BEFORE + middle + SECOND,),
    "before it": lambda middle: (BEFORE, middle + SECOND),
    "within it": lambda middle: (
        BEFORE + middle[: len(middle) // 2],
        middle[len(middle) // 2 :] + SECOND,
    ),
    "in octets": lambda middle: (BEFORE, *octets(middle), SECOND),
}


def strings(longest: int) -> Iterator[bytes]:
    for length in range(1, longest + 1):
        for characters in itertools.product(b"\r\n.\0 x", repeat=length):
            yield bytes(characters)


def around_the_end() -> Iterator[bytes]:
    """Yield what is tried: whatever the size, also all that holds the real end of a message."""
    yield from strings(LONGEST)
    for more in (b"", *strings(1)):
        for middle in {END + more, more + END}:
            if len(middle) > LONGEST:
                yield middle


class LenientHop(asyncio.Transport):
    """A next hop in memory, to which a line of one dot is the end, whatever ends lines."""

    END: Final = re.compile(rb"(?:\r\n|\r|\n|^)\0*\.[\0 ]*(?:\r\r\n|\r\n|\r|\n)")

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[bytes] = []
        self.commands: list[bytes] = []
        self.bodies: list[bytes] = []  # as they came, the end included
        self._pending = b""
        self._in_data = False
        self._protocol: Any = None

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        self._protocol = protocol

    def is_closing(self) -> bool:
        return False

    def get_write_buffer_size(self) -> int:
        return 0

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        """Nothing waits: what is written is read at once."""

    def close(self) -> None:
        """Nothing is open."""

    abort = close

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self._pending += bytes(data)
        replies = b""
        while self._pending and (reply := self._step()):
            replies += reply
        asyncio.get_running_loop().call_soon(self._protocol.data_received, replies)

    def _step(self) -> bytes:
        if self._in_data:
            end = self.END.search(self._pending)
            if end is None:
                return b""
            self.messages.append(self._pending[: end.start()])
            self.bodies.append(self._pending[: end.end()])
            self._pending = self._pending[end.end() :]
            self._in_data = False
            return b"250 2.0.0 ok\r\n"
        line, separator, self._pending = self._pending.partition(b"\n")
        self.commands.append(line + separator)
        self._in_data = line.upper().startswith(b"DATA")
        return b"354 go ahead\r\n" if self._in_data else b"250 2.0.0 ok\r\n"


def carrier_to(hop: LenientHop) -> SmtpCarrier:
    async def connect() -> SmtpConnection:
        extensions = {"pipelining": "", "8bitmime": ""}
        return SmtpConnection(hop, extensions, Deadlines(connect_s=5, command_s=5, data_s=5))

    carrier = carrier_of(25)
    carrier._pool = SmtpPool(connect, max_transactions=1 << 30)
    return carrier


@pytest.mark.parametrize("cut", CUTS)
async def test_no_string_around_the_end_makes_a_second_message(
    cut: str, record_property: Callable[[str, object], None]
) -> None:
    hop = LenientHop()
    carrier = carrier_to(hop)
    tried = 0
    async with wired(max_connections_per_address=1 << 20) as running:
        caller = await running.greeted()
        for middle in around_the_end():
            taken = await _sent(running, caller, middle, cut)
            for raw in taken:
                (settled,) = await carrier.send(claimed(raw=raw), raw)
                assert settled.state is State.DELIVERED, middle
            _passed_on_alike(hop, taken, middle)
            tried += 1
            if not caller.wire.is_open:
                caller = await running.greeted()
    record_property("acknowledged", tried)
    assert tried >= sum(6**length for length in range(1, LONGEST + 1))


async def _sent(running: Wired, caller: Caller, middle: bytes, cut: str) -> list[bytes]:
    """Send one message with the string in it, and return what was taken of it."""
    running.desk.taken.clear()
    assert (await caller.say(ENVELOPE + b"DATA\r\n")).endswith(b"<CR><LF>.<CR><LF>\r\n")
    said = await caller.say(*CUTS[cut](middle))
    wire = BEFORE + middle + SECOND
    content = wire.partition(END)[0] + b"\r\n"
    if set(content.replace(b"\r\n", b"")) & set(b"\r\n\0"):
        assert said.startswith(b"550 5.6.0 [SMTP_BARE_NEWLINE]"), middle
        assert not caller.wire.is_open, middle
        assert running.desk.taken == [], middle
        return []
    assert said.startswith(b"250 2.0.0"), middle
    assert running.desk.bodies == [_unstuffed(content)], middle
    return running.desk.bodies


def _passed_on_alike(hop: LenientHop, taken: list[bytes], middle: bytes) -> None:
    """Assert that the next hop got what was taken, and saw in it what we saw."""
    assert [_unstuffed(message + b"\r\n") for message in hop.messages] == taken, middle
    assert hop._pending == b"", middle
    assert len([line for line in hop.commands if line.startswith(b"MAIL")]) == len(taken), middle
    for body in hop.bodies:
        assert not set(body.replace(b"\r\n", b"")) & set(b"\r\n\0"), middle
        assert body.count(END) == 1, middle
    hop.messages.clear()
    hop.bodies.clear()
    hop.commands.clear()


def _unstuffed(content: bytes) -> bytes:
    lines = content.split(b"\r\n")
    return b"\r\n".join(line[1:] if line.startswith(b".") else line for line in lines)


async def test_a_bare_newline_is_not_sent_on_even_if_it_was_taken() -> None:
    """What came by another way than SMTP, or from a store that broke, is held to the same."""
    hop = LenientHop()
    carrier = carrier_to(hop)
    for middle in strings(3):
        raw = BEFORE + middle + b"x\r\n"
        (settled,) = await carrier.send(claimed(raw=raw), raw)
        is_clean = not set(raw.replace(b"\r\n", b"")) & set(b"\r\n\0")
        assert settled.state is (State.DELIVERED if is_clean else State.FAILED), middle
        _passed_on_alike(hop, [raw] if is_clean else [], middle)


def test_the_lenient_hop_is_as_lenient_as_any() -> None:
    for middle in (b"\n.\n", b"\n.\r\n", b"\r\n.\n", b"\r.\r", b"\r\n.\r\r\n", b"\r\n\0.\r\n",
                   b"\r\n. \r\n"):  # fmt: skip
        assert LenientHop.END.search(BEFORE + middle), middle
