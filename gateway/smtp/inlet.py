"""What a client has sent and nobody has read yet: lines for commands, chunks for messages.

**Failures:** a client that is gone or sends no more raises `ClientGone`, once the rest is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import asyncio

LONGEST_LINE: Final = 4096
"""No command or AUTH answer is longer; keys are far shorter (RFC 4954 4)."""

TOO_LONG: Final = b""
"""What `line` returns instead of a line longer than that."""

_HIGH_WATER: Final = 64 << 10  # more unread than this: the client is asked to wait (TCP window)
_LONGEST_SKIP: Final = 64 << 10


class ClientGone(Exception):  # noqa: N818 - what happened, not a mistake of anybody
    """Nothing more will come, or can be said."""


class Inlet:
    """Unread bytes of one connection, bounded by pausing the transport."""

    __slots__ = ("_arrival", "_buffer", "_ended", "_loop", "_paused", "_transport")

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Start empty."""
        self._loop = loop
        self._buffer = bytearray()
        self._ended = False
        self._paused = False
        self._arrival: asyncio.Future[None] | None = None
        self._transport: asyncio.ReadTransport | None = None

    def __len__(self) -> int:
        """Return how many bytes wait to be read."""
        return len(self._buffer)

    def attach(self, transport: asyncio.ReadTransport) -> None:
        """Fill from this transport, and forget what came by another (RFC 3207 4.2)."""
        self.discard()
        self._transport = transport

    def feed(self, data: bytes) -> None:
        """Add what arrived."""
        self._buffer += data
        if len(self._buffer) > _HIGH_WATER and not self._paused and self._transport is not None:
            self._paused = True
            self._transport.pause_reading()
        self._wake()

    def end(self) -> None:
        """Note that nothing more will arrive."""
        self._ended = True
        self._wake()

    def discard(self) -> None:
        """Forget what was not read."""
        self._buffer.clear()
        self._resume()

    def take(self) -> bytes:
        """Return what is unread, without waiting."""
        unread = bytes(self._buffer)
        self.discard()
        return unread

    async def line(self) -> bytes:
        """Return the next line with its line feed, `TOO_LONG` when it was too long.

        Raises:
            ClientGone: no whole line will come.
        """
        skipped = 0
        while (end := self._buffer.find(b"\n")) < 0:
            if len(self._buffer) > LONGEST_LINE:
                skipped += len(self._buffer)
                self.discard()
            if skipped > _LONGEST_SKIP:
                raise ClientGone
            await self._arrive()
        line = bytes(self._buffer[: end + 1])
        del self._buffer[: end + 1]
        self._resume()
        return TOO_LONG if skipped or len(line) > LONGEST_LINE else line

    async def exactly(self, count: int) -> bytes:
        """Return the next so many bytes, fewer than are ever kept waiting.

        Raises:
            ClientGone: they will not come.
        """
        while len(self._buffer) < count:
            await self._arrive()
        data = bytes(self._buffer[:count])
        del self._buffer[:count]
        self._resume()
        return data

    async def chunk(self) -> bytes:
        """Return everything unread, waiting until there is something.

        Raises:
            ClientGone: nothing will come.
        """
        while not self._buffer:
            await self._arrive()
        return self.take()

    def put_back(self, rest: bytes) -> None:
        """Leave the end of a chunk for the next reader."""
        self._buffer[:0] = rest

    async def _arrive(self) -> None:
        if self._ended:
            raise ClientGone
        self._arrival = self._loop.create_future()
        try:
            await self._arrival
        finally:
            self._arrival = None

    def _wake(self) -> None:
        if self._arrival is not None and not self._arrival.done():
            self._arrival.set_result(None)

    def _resume(self) -> None:
        if self._paused and len(self._buffer) <= _HIGH_WATER:
            self._paused = False
            if self._transport is not None and not self._transport.is_closing():
                self._transport.resume_reading()
