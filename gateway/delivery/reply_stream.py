"""Our side of an open SMTP connection: writes in one go, replies in order, nothing unasked.

**Failures:** `TemporaryFailure` for silence and for what is not SMTP, `ConnectionLost` when the
next hop hung up.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Final

from gateway.delivery.smtp_reply import Reply, ReplyParser
from gateway.errors import TemporaryFailure

_CLOSING: Final = 421  # RFC 5321 3.8: may come at any time
_PIECE: Final = 64 << 10
"""Bytes of a message that are on their way at once: under TLS nobody says how many have left, only
that no more are taken for now."""


class ConnectionLost(TemporaryFailure):
    """The next hop closed the connection, or said that it is about to: `said`, if it did."""

    def __init__(self, reply: str, *, status: str = "", said: Reply | None = None) -> None:
        """Keep the 421 that answered a command, where one did."""
        super().__init__(reply, status=status)
        self.said = said


class ReplyStream(asyncio.Protocol):
    """The protocol of a connection that somebody else opened: greeted, encrypted, authenticated.

    It counts the replies the next hop owes. One that nobody asked for would be taken for the answer
    to a later command, so it ends the connection (response injection).
    """

    def __init__(self, transport: asyncio.Transport) -> None:
        """Take over the transport from here on."""
        self._transport = transport
        self._parser = ReplyParser()
        self._replies: deque[Reply] = deque()
        self._owed = 0
        self._failure: TemporaryFailure | None = None
        self._paused = False
        self._is_whole = True  # of the message that is sent, nothing is kept back
        self._change: asyncio.Future[None] | None = None
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        self._deadline = self._patience_s = 0.0
        transport.set_protocol(self)
        if transport.is_closing():
            self._failure = ConnectionLost("the next hop closed the connection", status="4.4.2")
        else:
            transport.set_write_buffer_limits(high=1, low=0)  # of 0 TLS never resumes

    @property
    def is_open(self) -> bool:
        """Whether the connection stands."""
        return self._failure is None

    @property
    def is_quiet(self) -> bool:
        """Whether the connection stands and nothing is to come: a new transaction may begin."""
        said = self._owed or self._replies or not self._parser.is_empty
        return self._failure is None and not said

    @property
    def is_flushed(self) -> bool:
        """Whether everything that was to be sent has left."""
        return self._is_whole and self._transport.get_write_buffer_size() == 0

    def write(self, data: bytes, *, replies: int) -> None:
        """Send bytes that the next hop answers with this many replies.

        Raises:
            TemporaryFailure: the connection is no longer good.
        """
        if self._failure is not None:
            raise self._failure
        self._owed += replies
        self._transport.write(data)

    async def send(self, message: bytes, timeout_s: float) -> None:
        """Send a message to its end, or until the next hop answers early: with one reply.

        Raises:
            TemporaryFailure: the connection is no longer good.
        """
        self._is_whole = False
        self.write(message[:_PIECE], replies=1)
        await self._flush(timeout_s)
        for start in range(_PIECE, len(message), _PIECE):
            await asyncio.sleep(0)  # what the next hop says is heard
            if self._replies:
                return
            self.write(message[start : start + _PIECE], replies=0)
            await self._flush(timeout_s)
        self._is_whole = True

    async def _flush(self, timeout_s: float) -> None:
        """Wait until the bytes are out, or the next hop answers early."""
        while self._paused and not self._replies:
            await self._changed(timeout_s)

    async def reply(self, timeout_s: float) -> Reply:
        """Return the next reply.

        Raises:
            TemporaryFailure: none came in time, or it was no reply.
            ConnectionLost: none will come.
        """
        while not self._replies:
            await self._changed(timeout_s)
        return self._replies.popleft()

    def close(self, farewell: bytes = b"") -> None:
        """End the connection, politely with a farewell, else at once."""
        if self._failure is None:
            self._failure = ConnectionLost("the connection was closed", status="4.4.2")
        if farewell and not self._transport.is_closing():
            self._transport.write(farewell)
            self._transport.close()
        else:
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        """Take what the next hop says."""
        if self._failure is not None:
            return
        try:
            for reply in self._parser.feed(data):
                self._take(reply)
        except TemporaryFailure as failure:
            self._fail(failure)
        self._notify()

    def _take(self, reply: Reply) -> None:
        if self._owed:
            self._owed -= 1
            self._replies.append(reply)
        elif reply.code == _CLOSING:
            raise ConnectionLost(str(reply), status=reply.status)
        else:
            message = f"the next hop answered before it was asked: {reply}"
            raise TemporaryFailure(message, status="4.5.0")

    def connection_lost(self, exc: Exception | None) -> None:
        """Note that no more replies come."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._failure is None:
            why = f": {type(exc).__name__}" if exc else ""
            text = f"the next hop closed the connection{why}"
            self._failure = ConnectionLost(text, status="4.4.2")
        self._notify()

    def pause_writing(self) -> None:
        """Note that the next hop reads slower than we write."""
        self._paused = True

    def resume_writing(self) -> None:
        """Note that it caught up."""
        self._paused = False
        self._notify()

    def _fail(self, failure: TemporaryFailure) -> None:
        self._failure = failure
        self._transport.abort()

    def _notify(self) -> None:
        if self._change is not None and not self._change.done():
            self._change.set_result(None)

    async def _changed(self, timeout_s: float) -> None:
        """Wait for anything to happen; what was answered before a failure is still read."""
        if self._failure is not None:
            raise self._failure
        self._change = self._loop.create_future()
        self._patience_s = timeout_s
        self._deadline = self._loop.time() + timeout_s
        if self._timer is None or self._deadline < self._timer.when():
            self._watch()
        try:
            await self._change
        finally:
            self._change = None

    def _watch(self) -> None:
        """Look again at the deadline; one timer serves many replies that come in time."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._loop.call_at(self._deadline, self._look)

    def _look(self) -> None:
        self._timer = None
        if self._change is None or self._change.done():
            return  # nobody waits: the next one who does starts it again
        if self._loop.time() < self._deadline:
            self._watch()
            return
        message = f"the next hop was silent for {self._patience_s:g} s"
        self._fail(TemporaryFailure(message, status="4.4.2"))
        self._notify()
