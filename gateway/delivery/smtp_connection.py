"""One SMTP connection to a next hop, and the transactions on it.

**Failures:** `ConnectionLost` as long as the next hop cannot have the message, so another
connection may be tried; `PermanentFailure` for what it does not take. Refusals are outcomes.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from gateway.delivery.reply_stream import ConnectionLost, ReplyStream
from gateway.delivery.smtp_reply import Reply
from gateway.errors import (
    DeliveryFailure,
    EightBitRefused,
    PermanentFailure,
    TemporaryFailure,
)
from gateway.wishes import NO_WISHES

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Mapping, Sequence

    from gateway.wishes import Wish, Wishes

_START_INPUT: Final = 354
_CLOSING: Final = 421
_TOO_MANY_RECIPIENTS: Final = 552
_END_OF_DATA: Final = b".\r\n"
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")

Outcome = Reply | DeliveryFailure
"""What became of one recipient: what the next hop said, or why it could not say anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Whom a copy is from and for, as the next hop is told."""

    reverse_path: str
    recipients: tuple[str, ...]
    wishes: Wishes = NO_WISHES
    wish: tuple[Wish, ...] = ()  # about each recipient
    needs_utf8: bool = False  # the header does

    @property
    def is_ascii(self) -> bool:
        """Whether it can be told without SMTPUTF8 (RFC 6531)."""
        return self.reverse_path.isascii() and all(r.isascii() for r in self.recipients)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """How long the next hop may take, in seconds (RFC 5321 4.5.3.2)."""

    connect_s: float
    command_s: float
    data_s: float


class SmtpConnection:
    """A connection that is ready for transactions, one after the other."""

    def __init__(
        self, transport: asyncio.Transport, extensions: Mapping[str, str], deadlines: Deadlines
    ) -> None:
        """Take over an opened connection with what EHLO announced, keywords in lower case."""
        self._stream = ReplyStream(transport)
        self._extensions = extensions
        self._deadlines = deadlines
        self._needs_reset = False
        self._in_transaction = False
        self.transactions = 0
        self.used_at = time.monotonic()

    @property
    def is_usable(self) -> bool:
        """Whether another transaction may begin."""
        return self._stream.is_quiet and not self._in_transaction

    def close(self) -> None:
        """Say QUIT where that can be understood, and close."""
        self._stream.close(b"QUIT\r\n" if self.is_usable else b"")

    async def transact(self, envelope: Envelope, copy: bytes) -> tuple[Outcome, ...]:
        """Hand over one copy and return the outcome for each recipient, in their order."""
        commands = self._commands(envelope, copy)
        self._in_transaction = True
        self.transactions += 1
        try:
            if self._needs_reset:
                await self._reset()
            self._needs_reset = True
            mail, recipients, data = await self._announce(commands)
            refusals = _refusals(mail, recipients, len(envelope.recipients))
            outcomes = await self._finish(refusals, data, copy)
        except ConnectionLost:
            self._stream.close()
            raise
        if "dsn" in self._extensions:
            outcomes = tuple(_reporting(outcome) for outcome in outcomes)
        self._needs_reset = not all(isinstance(o, Reply) and o.is_positive for o in outcomes)
        self._in_transaction = False
        self.used_at = time.monotonic()
        return outcomes

    def _commands(self, envelope: Envelope, copy: bytes) -> list[bytes]:
        """Return MAIL, every RCPT and DATA.

        Raises:
            PermanentFailure: this next hop does not take such a message.
        """
        parameters = ""
        if "size" in self._extensions:
            _check_size(self._extensions["size"], len(copy))
            parameters += f" SIZE={len(copy)}"
        if not copy.isascii():
            if "8bitmime" not in self._extensions:
                message = "the next hop does not take 8-bit content"
                raise EightBitRefused(message, status="5.6.3")
            parameters += " BODY=8BITMIME"
        if envelope.needs_utf8 or not envelope.is_ascii:
            if "smtputf8" not in self._extensions:  # RFC 6531 3.5
                message = "the next hop takes no addresses or header that are not ASCII"
                raise PermanentFailure(message, status="5.6.7")
            parameters += " SMTPUTF8"
        passes_wishes = "dsn" in self._extensions  # RFC 3461 5.2.1
        if passes_wishes:
            wishes = envelope.wishes
            parameters += f" RET={wishes.returns}" * bool(wishes.returns)
            parameters += f" ENVID={wishes.envelope_id}" * bool(wishes.envelope_id)
        lines = [f"MAIL FROM:<{envelope.reverse_path}>{parameters}"]
        lines += [f"RCPT TO:<{recipient}>" for recipient in envelope.recipients]
        if passes_wishes:
            for number, wish in enumerate(envelope.wish, 1):
                lines[number] += f" NOTIFY={wish.notify}" * bool(wish.notify)
                lines[number] += f" ORCPT={wish.original}" * bool(wish.original)
        return [_line(line) for line in lines] + [b"DATA\r\n"]

    async def _reset(self) -> None:
        self._stream.write(b"RSET\r\n", replies=1)
        reply = await self._next(self._deadlines.command_s)
        if not reply.is_positive:
            raise ConnectionLost(str(reply), status="4.4.2")

    async def _announce(self, commands: Sequence[bytes]) -> tuple[Reply, list[Reply], Reply | None]:
        """Send the envelope; return the replies to MAIL, each RCPT, and DATA if it was sent."""
        timeout_s = self._deadlines.command_s
        if "pipelining" in self._extensions:  # RFC 2920
            self._stream.write(b"".join(commands), replies=len(commands))
            replies = [await self._next(timeout_s) for _ in commands]
            return replies[0], replies[1:-1], replies[-1]
        replies = []
        for command in commands[:-1]:
            self._stream.write(command, replies=1)
            replies.append(await self._next(timeout_s))
            if not replies[0].is_positive:
                return replies[0], [], None
        if not any(reply.is_positive for reply in replies[1:]):
            return replies[0], replies[1:], None
        self._stream.write(commands[-1], replies=1)
        return replies[0], replies[1:], await self._next(timeout_s)

    async def _finish(
        self, refusals: list[Outcome | None], data: Reply | None, copy: bytes
    ) -> tuple[Outcome, ...]:
        """Send the body where somebody is to get it; return what became of each recipient."""
        if data is not None and None in refusals:
            body_wanted = data.code == _START_INPUT
            rest = await self._body(copy) if body_wanted else _refusal(data)
            return tuple(refusal or rest for refusal in refusals)
        if data is not None and data.code == _START_INPUT:  # RFC 2920 3.1: nobody is to get it
            self._stream.write(_END_OF_DATA, replies=1)
            await self._next(self._deadlines.command_s)
        return tuple(refusal for refusal in refusals if refusal is not None)

    async def _body(self, copy: bytes) -> Outcome:
        """Send the body and return the last reply; without one it is sent again, never lost."""
        try:
            self._stream.write(stuffed(copy), replies=1)
            await self._stream.flush(self._deadlines.data_s)
            reply = await self._stream.reply(self._deadlines.data_s)
        except TemporaryFailure as failure:
            self._stream.close()
            return failure
        if reply.code == _CLOSING or not self._stream.is_flushed:
            self._stream.close()  # the rest of the body would be read as commands
        if reply.is_positive and self._stream.is_flushed:
            return reply
        return _refusal(reply)

    async def _next(self, timeout_s: float) -> Reply:
        """Return the next reply; 421 is the end of the connection, not an answer (RFC 5321 3.8)."""
        reply = await self._stream.reply(timeout_s)
        if reply.code == _CLOSING:
            raise ConnectionLost(str(reply), status=reply.status)
        return reply


def _reporting(outcome: Outcome) -> Outcome:
    """Note that this next hop reports a success itself, to who asked for that."""
    return replace(outcome, reports=True) if isinstance(outcome, Reply) else outcome


def stuffed(copy: bytes) -> bytes:
    r"""Return the message as it stands after DATA, end included (RFC 5321 4.5.2).

    >>> stuffed(b"Subject: x\r\n\r\n.hidden\r\n")
    b'Subject: x\r\n\r\n..hidden\r\n.\r\n'
    """
    if b"\r\n." in copy:
        copy = copy.replace(b"\r\n.", b"\r\n..")
    first = b"." if copy.startswith(b".") else b""
    last = b"" if copy.endswith(b"\r\n") else b"\r\n"
    return b"".join((first, copy, last, _END_OF_DATA))


def _line(text: str) -> bytes:
    if _CONTROL.search(text):
        message = "an address of the envelope holds a control character"
        raise PermanentFailure(message, status="5.1.3")
    return text.encode(errors="surrogateescape") + b"\r\n"


def _check_size(announced: str, size_bytes: int) -> None:
    limit = announced.strip()
    if limit.isascii() and limit.isdigit() and 0 < int(limit) < size_bytes:  # RFC 1870 6.1
        message = f"the next hop takes {limit} bytes at most, the message has {size_bytes}"
        raise PermanentFailure(message, status="5.3.4")


def _refusals(mail: Reply, recipients: Sequence[Reply], count: int) -> list[Outcome | None]:
    """Return why each recipient does not get the message; None for those who may."""
    if mail.is_positive:
        return [_refused_recipient(reply) for reply in recipients]
    if any(reply.is_positive for reply in recipients):
        message = f"the next hop refused the sender and took a recipient: {mail}"
        raise TemporaryFailure(message, status="4.5.0")
    return [_refusal(mail)] * count


def _refused_recipient(reply: Reply) -> Outcome | None:
    if reply.is_positive:
        return None
    if reply.code == _TOO_MANY_RECIPIENTS:  # RFC 5321 4.5.3.1.10: to be treated as 452
        return TemporaryFailure(str(reply), status="4.5.3")
    return _refusal(reply)


def _refusal(reply: Reply) -> Outcome:
    if reply.code >= 400:  # noqa: PLR2004 - RFC 5321 4.2.1
        return reply
    return TemporaryFailure(f"the next hop answered out of order: {reply}", status="4.5.0")
