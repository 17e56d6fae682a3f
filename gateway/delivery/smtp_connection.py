"""One SMTP connection to a next hop, and the transactions on it.

**Failures:** `ConnectionLost` as long as the next hop cannot have the message, so another
connection may be tried; `PermanentFailure` for what it does not take. Refusals are outcomes.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gateway.delivery.refusals import Outcome, has_answer, refusal, refusals_of
from gateway.delivery.reply_stream import ConnectionLost, ReplyStream
from gateway.delivery.smtp_reply import Reply
from gateway.delivery.smtp_wire import END_OF_DATA, line, stuffed
from gateway.errors import (
    EightBitRefused,
    PermanentFailure,
    TemporaryFailure,
    UnknownOutcome,
)
from gateway.off_loop import off_loop

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gateway.delivery.envelope import Deadlines, Envelope


_START_INPUT: Final = 354
_CLOSING: Final = 421
_LONGEST_LIMIT: Final = 20  # digits, as many as a size of RFC 1870 has
_NO_UTF8: Final = "the next hop takes no addresses or header that are not ASCII"


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

    def cut(self) -> None:
        """Close without a word, so that what was begun comes to nothing."""
        self._stream.close()

    @property
    def is_open(self) -> bool:
        """Whether the connection stands, whatever is under way on it."""
        return self._stream.is_open

    @property
    def is_alive(self) -> bool:
        """Whether the connection stands, and the next hop said nothing unasked."""
        return self._stream.is_quiet

    def offers(self, extension: str) -> bool:
        """Whether EHLO announced an extension; its keyword in lower case."""
        return extension in self._extensions

    async def begin(self, command: str) -> Reply:
        """Begin a transaction that stays open between its commands, with MAIL."""
        self._in_transaction = True
        self.transactions += 1
        if self._needs_reset:
            await self._reset()
        self._needs_reset = True
        return await self.ask(command)

    async def ask(self, command: str) -> Reply:
        """Say a command of an open transaction and return the answer.

        Raises:
            TemporaryFailure: there was none in time, or it was no answer.
            ConnectionLost: there will be none.
        """
        try:
            self._stream.write(line(command), replies=1)
            return await self._next(self._deadlines.command_s)
        except TemporaryFailure:
            self._stream.close()
            raise

    async def abandon(self, patience_s: float) -> None:
        """End an open transaction without a message."""
        try:
            async with asyncio.timeout(patience_s):
                await self._reset()
        except (TemporaryFailure, TimeoutError):
            self._stream.close()
        self._rest(is_clean=True)

    async def finish(self, copy: bytes) -> Outcome:
        """Send the body of an open transaction after 354, and return what became of it.

        `UnknownOutcome` is what nobody can tell: all of it was sent, and no answer came.
        """
        try:
            await self._stream.send(stuffed(copy), self._deadlines.data_s)
        except TemporaryFailure as failure:
            self._stream.close()
            return failure  # bytes are left, so the end of the message is
        try:
            outcome = await self._last_word()
        except TemporaryFailure as failure:
            self._stream.close()
            return UnknownOutcome(failure.reply, status="4.4.2")
        self._rest(is_clean=isinstance(outcome, Reply) and outcome.is_positive)
        return outcome

    def _rest(self, *, is_clean: bool) -> None:
        """Note that no transaction is under way."""
        self._needs_reset = not is_clean
        self._in_transaction = False
        self.used_at = time.monotonic()

    async def transact(self, envelope: Envelope, copy: bytes) -> tuple[Outcome, ...]:
        """Hand over one copy and return the outcome for each recipient, in their order."""
        if "smtputf8" in self._extensions or not envelope.is_mixed:
            return await self._transact(envelope, copy)
        reachable = envelope.without_utf8()
        said = iter(await self._transact(reachable, copy))
        failure = PermanentFailure(_NO_UTF8, status="5.6.7")  # RFC 6531 3.5: those alone
        return tuple(next(said) if each.isascii() else failure for each in envelope.recipients)

    async def _transact(self, envelope: Envelope, copy: bytes) -> tuple[Outcome, ...]:
        commands = self._commands(envelope, copy)
        self._in_transaction = True
        self.transactions += 1
        try:
            if self._needs_reset:
                await self._reset()
            self._needs_reset = True
            outcomes = await self._carry(commands, copy)
        except ConnectionLost:
            self._stream.close()
            raise
        if "dsn" in self._extensions:
            outcomes = tuple(_reporting(outcome) for outcome in outcomes)
        self._rest(is_clean=all(isinstance(o, Reply) and o.is_positive for o in outcomes))
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
                raise PermanentFailure(_NO_UTF8, status="5.6.7")
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
        return [line(each) for each in lines] + [b"DATA\r\n"]

    async def _reset(self) -> None:
        self._stream.write(b"RSET\r\n", replies=1)
        reply = await self._next(self._deadlines.command_s)
        if not reply.is_positive:
            raise ConnectionLost(str(reply), status="4.4.2")

    async def _carry(self, commands: Sequence[bytes], copy: bytes) -> tuple[Outcome, ...]:
        """Send the envelope and the body; return what became of each recipient.

        What was answered before a connection was lost holds: a next hop that counts mistakes would
        hang up at the same place for ever. On a connection that was used before, nothing but a yes
        to MAIL is no answer yet: a fresh one may do better.
        """
        count = len(commands) - 2
        replies: list[Reply] = []
        try:
            await self._announce(commands, replies)
        except ConnectionLost as lost:
            if lost.said and (self.transactions == 1 or has_answer(replies)):
                replies.append(lost.said)
            if not has_answer(replies):
                raise
            self._stream.close()
            refusals = refusals_of(replies[0], replies[1 : count + 1], count)
            rest: Outcome = refusal(replies[-1]) if len(replies) == len(commands) else lost
            unanswered = [None] * (count - len(refusals))
            return tuple(each or rest for each in (*refusals, *unanswered))
        data = replies[-1] if len(replies) == len(commands) else None
        refusals = refusals_of(replies[0], replies[1 : count + 1], count)
        return await self._finish(refusals, data, copy)

    async def _announce(self, commands: Sequence[bytes], replies: list[Reply]) -> None:
        """Send the envelope; add the replies to MAIL, each RCPT, and DATA if it was sent."""
        timeout_s = self._deadlines.command_s
        if "pipelining" in self._extensions:  # RFC 2920
            self._stream.write(b"".join(commands), replies=len(commands))
            for _ in commands:
                replies.append(await self._next(timeout_s))  # noqa: PERF401 - kept if it hangs up
            return
        for command in commands[:-1]:
            self._stream.write(command, replies=1)
            replies.append(await self._next(timeout_s))
            if not replies[0].is_positive:
                return
        if any(reply.is_positive for reply in replies[1:]):
            self._stream.write(commands[-1], replies=1)
            replies.append(await self._next(timeout_s))

    async def _finish(
        self, refusals: list[Outcome | None], data: Reply | None, copy: bytes
    ) -> tuple[Outcome, ...]:
        """Send the body where somebody is to get it; return what became of each recipient."""
        if data is not None and None in refusals:
            body_wanted = data.code == _START_INPUT
            rest = await self._body(copy) if body_wanted else refusal(data)
            return tuple(refusal or rest for refusal in refusals)
        if data is not None and data.code == _START_INPUT:  # RFC 2920 3.1: nobody is to get it
            await self._end_unwanted()
        return tuple(refusal for refusal in refusals if refusal is not None)

    async def _end_unwanted(self) -> None:
        """End a message that nobody is to get; whatever is said to that, all were refused."""
        try:
            self._stream.write(END_OF_DATA, replies=1)
            await self._next(self._deadlines.command_s)
        except TemporaryFailure:
            self._stream.close()

    async def _body(self, copy: bytes) -> Outcome:
        """Send the body and return the last reply; without one it is sent again, never lost."""
        wire = await off_loop(len(copy), lambda: stuffed(copy))
        try:
            await self._stream.send(wire, self._deadlines.data_s)
            return await self._last_word()
        except TemporaryFailure as failure:
            self._stream.close()
            return failure

    async def _last_word(self) -> Outcome:
        """Return the reply to the end of a message."""
        reply = await self._stream.reply(self._deadlines.data_s)
        is_whole = self._stream.is_flushed
        if reply.code == _CLOSING or not is_whole:
            self._stream.close()  # the rest of the body would be read as commands
        if reply.is_positive and is_whole:
            return reply
        return refusal(reply)

    async def _next(self, timeout_s: float) -> Reply:
        """Return the next reply; 421 is the end of the connection, not an answer (RFC 5321 3.8)."""
        reply = await self._stream.reply(timeout_s)
        if reply.code == _CLOSING:
            raise ConnectionLost(str(reply), status=reply.status, said=reply)
        return reply


def _reporting(outcome: Outcome) -> Outcome:
    """Note that this next hop reports a success itself, to who asked for that."""
    return replace(outcome, reports=True) if isinstance(outcome, Reply) else outcome


def _check_size(announced: str, size_bytes: int) -> None:
    limit = announced.strip()
    is_limit = limit.isascii() and limit.isdigit() and len(limit) <= _LONGEST_LIMIT
    if is_limit and 0 < int(limit) < size_bytes:  # RFC 1870 6.1
        message = f"the next hop takes {limit} bytes at most, the message has {size_bytes}"
        raise PermanentFailure(message, status="5.3.4")
