"""A transaction with a next hop that stays open while its message comes in.

**Failures:** a next hop that cannot be reached, falls silent or says what is no reply raises
`TemporaryFailure`; what it refuses is an outcome. Once the body is asked for, all is an outcome.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from gateway.delivery.envelope import Deadlines
from gateway.delivery.reply_stream import ConnectionLost
from gateway.delivery.smtp_connect import SmtpConnector
from gateway.delivery.smtp_pool import SmtpPool
from gateway.delivery.smtp_reply import Answers, Reply
from gateway.delivery.smtp_wire import mailbox
from gateway.errors import PermanentFailure, TemporaryFailure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from filters.message import Recipient
    from gateway.config.models import Delivery, Route
    from gateway.delivery.refusals import Outcome
    from gateway.delivery.smtp_connection import SmtpConnection

_START_INPUT: Final = 354
_TOO_MANY: Final = Reply(452, "4.5.3 Too many recipients", answers=Answers.RECIPIENT)
_OUT_OF_ORDER: Final = "4.5.0"
_RESET_S: Final = 5.0  # for the reply to RSET; then the connection is closed instead


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """What MAIL said."""

    reverse_path: str
    size_bytes: int = 0  # of the message to come; 0 where nothing was said
    is_utf8: bool = False  # addresses or header need SMTPUTF8


class Way:
    """The next hop of one `smtp` route, for transactions that stay open."""

    def __init__(self, route: Route, delivery: Delivery, hostname: str) -> None:
        """Connect to nothing yet. `hostname` is what EHLO calls us.

        Raises:
            ConfigError: `ca_file` cannot be used.
        """
        deadlines = Deadlines.of(delivery)
        self.route = route.name
        self.patience_s = deadlines.command_s
        self._waits_s = deadlines.connect_s
        self._pool = SmtpPool(SmtpConnector(route, deadlines, hostname))
        self._slots = asyncio.Semaphore(route.max_connections)

    def passage(self, sender: Sender) -> Passage:
        """Return a transaction that is not begun."""
        return Passage(self, sender)

    async def begin(self, sender: Sender) -> tuple[SmtpConnection, Reply]:
        """Return a connection of which nobody else has the use, and its reply to MAIL.

        Raises:
            TemporaryFailure: there is none.
        """
        if self._pool.breaker.is_open:
            message = "the next hop is known to be down"
            raise TemporaryFailure(message, status="4.4.1")
        await self._take_slot()
        try:
            return await self._begun(sender)
        except BaseException:
            self._slots.release()
            raise

    def give_back(self, connection: SmtpConnection) -> None:
        """Let others use the connection, or close it if it is good for nothing more."""
        self._pool.keep(connection)
        self._slots.release()

    def close(self) -> None:
        """Close what is idle."""
        self._pool.close()

    async def _take_slot(self) -> None:
        try:
            async with asyncio.timeout(self._waits_s):
                await self._slots.acquire()
        except TimeoutError as error:
            message = "all connections that the route may have are busy"
            raise TemporaryFailure(message, status="4.4.5") from error

    async def _begun(self, sender: Sender) -> tuple[SmtpConnection, Reply]:
        idle = self._pool.idle()
        if idle is not None:
            try:
                return idle, await self._announced(idle, sender)
            except ConnectionLost:
                pass  # stale: closed by the next hop while nobody looked
        fresh = await self._pool.fresh()
        return fresh, await self._announced(fresh, sender)

    async def _announced(self, connection: SmtpConnection, sender: Sender) -> Reply:
        """Say MAIL; what the content is made of is not known yet."""
        parameters = ""
        if sender.size_bytes and connection.offers("size"):
            parameters += f" SIZE={sender.size_bytes}"
        if connection.offers("8bitmime"):
            parameters += " BODY=8BITMIME"
        try:
            if sender.is_utf8:
                parameters += _utf8(connection)
            return await connection.begin(f"MAIL FROM:<{mailbox(sender.reverse_path)}>{parameters}")
        except BaseException:
            connection.cut()
            self._pool.keep(connection)
            raise


class Passage:
    """One transaction, from its first recipient on; it ends by `end`, whatever became of it."""

    def __init__(self, way: Way, sender: Sender) -> None:
        """Say nothing to the next hop yet."""
        self._way = way
        self._sender = sender
        self._connection: SmtpConnection | None = None
        self._named: list[Recipient] = []
        self._deadline: asyncio.Timeout | None = None  # of what is waited for before DATA
        self._is_handing_over = False  # from DATA to the last reply
        self._is_interrupted = False

    @property
    def route(self) -> str:
        """The name of the route it goes by."""
        return self._way.route

    @property
    def takes_eight_bits(self) -> bool:
        """Whether the next hop takes content that is not ASCII (RFC 6152)."""
        return self._connection is not None and self._connection.offers("8bitmime")

    async def add(self, recipient: Recipient) -> Reply:
        """Name a recipient, before the first one the sender; return what the next hop said.

        Raises:
            DeliveryFailure: it said nothing that helps.
        """
        try:
            patience_s = 0 if self._is_interrupted else self._way.patience_s
            async with asyncio.timeout(patience_s) as self._deadline:
                return await self._add(recipient)
        except TimeoutError as error:
            self.cut()
            message = "the next hop took too long"
            raise TemporaryFailure(message, status="4.4.1") from error
        except BaseException:
            self.cut()
            raise
        finally:
            self._deadline = None

    async def ready(self, recipients: Sequence[Recipient]) -> Outcome | None:
        """Have these recipients named and no others; return what is in the way of that, if any.

        A next hop that hung up meanwhile, or knows of others, is told everything anew.
        """
        connection = self._connection
        if connection is not None and connection.is_alive and self._named == list(recipients):
            return None
        await self.end()
        for recipient in recipients:
            try:
                reply = await self.add(recipient)
            except (TemporaryFailure, PermanentFailure) as failure:
                return failure
            if not reply.is_positive:
                await self.end()
                if len(recipients) == 1:
                    return reply
                # the client was told that all are taken: it names them again, and learns who is not
                return TemporaryFailure(str(reply), status="4.4.1")
        return None

    async def ask_for_body(self, *, once_more: bool = True) -> Outcome | None:
        """Say DATA; return why the next hop does not want the message, if it does not."""
        named = tuple(self._named)
        self._is_handing_over = True
        try:
            reply = await self._open.ask("DATA")
        except ConnectionLost as lost:  # it hung up meanwhile, and does not have the message
            if not once_more:
                return lost
            return await self.ready(named) or await self.ask_for_body(once_more=False)
        except TemporaryFailure as failure:
            return failure
        if reply.code == _START_INPUT:
            return None
        if reply.code >= 400:  # noqa: PLR2004 - RFC 5321 4.2.1
            return reply
        self.cut()
        return TemporaryFailure(f"out of order: {reply}", status=_OUT_OF_ORDER)

    async def finish(self, copy: bytes) -> Outcome:
        """Send the body and return what the next hop says to it; `UnknownOutcome`: nobody knows."""
        outcome = await self._open.finish(copy)
        self._let_go()
        return outcome

    async def turn_to(self, way: Way) -> None:
        """Go another way: the message turned out to be something else than was assumed."""
        await self.end()
        self._way = way

    def interrupt(self) -> None:
        """Wait for the next hop no longer."""
        self._is_interrupted = True
        if self._deadline is not None and not self._deadline.expired():
            self._deadline.reschedule(asyncio.get_running_loop().time())
        elif self._connection is not None and self._is_handing_over:
            self._connection.cut()

    async def end(self) -> None:
        """Reset what was begun, and leave the connection to others."""
        if self._connection is not None:
            await self._connection.abandon(_RESET_S)
            self._let_go()

    def cut(self) -> None:
        """Hang up: after DATA nothing else keeps the next hop from taking what it has."""
        if self._connection is not None:
            self._connection.cut()
            self._let_go()

    @property
    def _open(self) -> SmtpConnection:
        if self._connection is None:
            message = "the transaction is not open"
            raise TemporaryFailure(message, status="4.4.1")
        return self._connection

    async def _add(self, recipient: Recipient) -> Reply:
        if self._connection is None:
            connection, reply = await self._way.begin(self._sender)
            self._connection = connection
            if not reply.is_positive:
                await self.end()
                return _in_order(replace(reply, answers=Answers.SENDER))
        reply = await self._open.ask(f"RCPT TO:<{mailbox(recipient.address)}>")
        if reply.is_positive:
            self._named.append(recipient)
            return reply
        if reply.is_too_many_recipients:
            return _TOO_MANY
        return _in_order(replace(reply, answers=Answers.RECIPIENT))

    def _let_go(self) -> None:
        connection, self._connection = self._connection, None
        self._named = []
        self._is_handing_over = False
        if connection is not None:
            self._way.give_back(connection)


def _utf8(connection: SmtpConnection) -> str:
    if connection.offers("smtputf8"):
        return " SMTPUTF8"
    message = "the next hop takes no addresses or header that are not ASCII"  # RFC 6531 3.5
    raise PermanentFailure(message, status="5.6.7")


def _in_order(reply: Reply) -> Reply:
    """Return a refusal.

    Raises:
        TemporaryFailure: it is none, and no consent either.
    """
    if reply.code >= 400:  # noqa: PLR2004 - RFC 5321 4.2.1
        return reply
    raise TemporaryFailure(f"out of order: {reply}", status=_OUT_OF_ORDER)
