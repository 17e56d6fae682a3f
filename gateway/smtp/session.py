"""One connection of a client: the only subclass of aiosmtpd's protocol.

aiosmtpd gives the stream, STARTTLS, and the session and envelope objects. The command loop, the
grammar, AUTH, the reading of messages and every reply are ours: its own accept too much and cost
too much. Commands are found in one table, so none of aiosmtpd's is in reach.

**Failures:** what goes wrong of our own is `451 4.3.0` with constant text, and the session goes on.
A client that hangs up or half-closes ends the reading, never the processing of what it has sent.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
from typing import TYPE_CHECKING, cast

from aiosmtpd.smtp import SMTP, TLSSetupException

from gateway.log import logger, where
from gateway.smtp import replies
from gateway.smtp.dialogue import Dialogue, Peer, Transaction
from gateway.smtp.handshake import feed
from gateway.smtp.inlet import ClientGone, Inlet
from gateway.smtp.introduction import NotIntroduced, introduced
from gateway.smtp.patience import Patience
from gateway.submitters import peer_address

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from gateway.smtp.obeying import Obeying
    from gateway.smtp.terms import Terms


class SmtpSession(SMTP):
    """A client that hands us messages."""

    session: Dialogue
    envelope: Transaction
    transport: asyncio.BaseTransport | None
    peer: Peer

    def __init__(self, terms: Terms, commands: Callable[[SmtpSession], Obeying]) -> None:
        """Set up what aiosmtpd's methods in use rely on, without its tables by inspection."""
        self.loop = asyncio.get_running_loop()
        asyncio.StreamReaderProtocol.__init__(
            self, asyncio.StreamReader(loop=self.loop), self._cb_client_connected, self.loop
        )
        self.tls_context = terms.tls
        self.transport = None
        self._handle_hooks = {}
        self._tls_protocol = None
        self._original_transport = None
        self.terms = terms
        self.transit = terms.transit()
        self.inlet = Inlet(self.loop)
        self.is_receiving = False  # between 354 and the reply to the message
        self.is_retiring = False
        self.is_shaking_hands = False
        self.queue_id = ""  # of the last message handed over
        self.owed = 1  # replies to the command being obeyed: in LMTP, a message has several
        self._is_admitted = False
        self._is_proxied = False  # and the proxy has not said for whom
        self._commands = commands(self)
        self._patience = Patience(self.loop, terms.watch_s, self._give_up)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin the session, or begin it again under TLS."""
        if self._original_transport is not None:
            super().connection_made(transport)  # a new Session and Envelope: RFC 3207 4.2
            self.inlet.attach(cast("asyncio.ReadTransport", transport))
            self._meet(self.peer.address, is_local=self.peer.is_local)
            return
        asyncio.StreamReaderProtocol.connection_made(self, transport)
        self.transport = transport
        self.session = self._create_session()
        self.envelope = self._create_envelope()
        self.inlet.attach(cast("asyncio.ReadTransport", transport))
        peername = transport.get_extra_info("peername")
        address = str(peername[0]) if peername else ""
        self._is_proxied = self.terms.speaks_for_others(peer_address(address))
        self._meet(address, is_local=not self._is_proxied)
        if not self.terms.is_open or not self.terms.gate.admit(
            address, speaks_for_others=self._is_proxied
        ):
            full = replies.TOO_MANY_CONNECTIONS if self.terms.is_open else replies.SHUTTING_DOWN
            self.part(b"" if self.terms.is_implicit else full)  # nobody shakes hands for a no
            return
        self._is_admitted = True
        self.terms.arrive(self)
        self.terms.tasks.create_task(self._handle_client())

    def data_received(self, data: bytes) -> None:
        """Keep what arrived until it is read."""
        self.inlet.feed(data)

    def eof_received(self) -> bool:
        """Go on: who half-closes still gets the replies to what it has sent."""
        self.inlet.end()
        return not self.peer.is_encrypted

    def connection_lost(self, error: Exception | None) -> None:
        """Let the session find out by itself, so that a message in processing is not dropped."""
        self.inlet.end()
        if not self.is_receiving:
            self.interrupt()  # nobody waits for the next hop any more
        self._patience.end()
        if self._original_transport is not None:
            self._original_transport.close()
        asyncio.StreamReaderProtocol.connection_lost(self, error)
        if self._is_admitted:
            self._is_admitted = False
            self.terms.leave(self)
        self.transport = None

    async def say(self, reply: bytes) -> None:
        """Send a reply, and wait while the client does not read.

        Raises:
            ClientGone: there is nobody to talk to any more.
        """
        if self._writer.is_closing():
            raise ClientGone
        self._writer.write(reply)
        try:
            await self._writer.drain()
        except OSError as error:  # reset, timed out, unreachable, a broken TLS record
            raise ClientGone from error

    def part(self, reply: bytes = b"") -> None:
        """Say a last word and close the connection."""
        if not self._writer.is_closing():
            self._writer.write(reply)
            self._writer.close()
            self._reset_timeout(self.terms.pace.linger_s)

    def retire(self) -> None:
        """Part at once when idle, after the reply when a message is on its way in."""
        self.is_retiring = True
        if self.is_shaking_hands:
            self.abort()
        elif not self.is_receiving:
            self.part(replies.SHUTTING_DOWN)

    def interrupt(self) -> None:
        """Leave a next hop that is waited for, so that the client gets a reply."""
        if self.transit is not None:
            self.transit.interrupt()

    def hurry(self) -> None:
        """Give a client that says nothing no more time than one in a crowd has."""
        if not self.is_receiving and self._patience.deadline != math.inf:
            self._reset_timeout(min(self._patience.left_s, self.terms.patience_s))

    def abort(self) -> None:
        """Cut the connection."""
        self._writer.transport.abort()

    def allow(self, deadline: float) -> None:
        """Let what is waited for take until then, in the time of the loop."""
        self._patience.deadline = deadline

    async def reset(self) -> None:
        """Forget the transaction, and end what was begun of it at the next hop."""
        self.envelope = self._create_envelope()
        if self.transit is not None:
            await self.transit.end()

    async def start_tls(self) -> None:
        """Answer STARTTLS and go on encrypted; what came in the clear after it is never read.

        Raises:
            ClientGone: there is no session under TLS.
        """
        self.inlet.discard()  # CVE-2011-0411
        await self.say(replies.READY_FOR_TLS)
        await self._encrypt()

    async def push(self, status: str | bytes) -> None:
        """Say nothing of what aiosmtpd would say in its STARTTLS: the words are ours."""

    async def _encrypt(self) -> None:
        """Shake hands; what has come by now belongs to the handshake.

        Raises:
            ClientGone: it came to nothing.
        """
        if self._writer.is_closing():
            raise ClientGone
        self._reset_timeout(self.terms.pace.handshake_s)
        self.is_shaking_hands = True
        cast("asyncio.ReadTransport", self.transport).pause_reading()
        self.loop.call_soon(self._hand_to_tls, self.inlet.take())
        with contextlib.suppress(TLSSetupException):
            await super().smtp_STARTTLS("")
        self.is_shaking_hands = False
        if not self.peer.is_encrypted:  # also where we hung up ourselves, which is no exception
            self.abort()
            self.connection_lost(None)  # nobody else says so: the handshake owned the transport
            raise ClientGone

    def _hand_to_tls(self, early: bytes) -> None:
        """Give the handshake what came before it began, and then the rest as it comes."""
        if early and self._tls_protocol is not None:
            feed(self._tls_protocol, early)
        if self._original_transport is not None and not self._original_transport.is_closing():
            cast("asyncio.ReadTransport", self._original_transport).resume_reading()

    def _meet(self, address: str, *, is_local: bool) -> None:
        """Note who the client is; one who is not introduced yet is nobody.

        `is_local`: it is on this machine if its address is.
        """
        encrypted = self._writer.transport.get_extra_info("ssl_object") is not None
        ip = peer_address(address)
        self.peer = Peer(address, is_local and ip is not None and ip.is_loopback, encrypted)
        self._reset_timeout()
        if self.terms.listener.auth != "required":
            self.session.submitter = self.terms.submitters.by_network(address)

    async def _introduce(self) -> None:
        """Learn from a proxy who the client is, before anything else is said.

        Raises:
            ClientGone: it did not say so, or that client has too many connections.
        """
        self._reset_timeout(self.terms.pace.handshake_s)
        proxy = self.peer.address
        try:
            ip = await introduced(self.inlet)
        except NotIntroduced as error:
            logger().warning("proxy-not-understood", peer=proxy)
            raise ClientGone from error
        known = peer_address(str(ip)) if ip is not None else None
        address = "" if known is None else str(known)
        if not self._is_admitted:  # it hung up meanwhile, and is counted out
            raise ClientGone
        if not self.terms.gate.count_as(proxy, address):
            self.part(b"" if self.terms.is_implicit else replies.TOO_MANY_CONNECTIONS)
            raise ClientGone
        self._is_proxied = False
        here = peer_address(proxy)
        self._meet(address, is_local=here is not None and here.is_loopback)

    def _create_session(self) -> Dialogue:
        return Dialogue(self.loop)

    def _create_envelope(self) -> Transaction:
        return Transaction()

    def _reset_timeout(self, duration: float | None = None) -> None:
        self._patience.give(duration or self.terms.patience_s)

    def _give_up(self) -> None:
        """Part with a client whose time is over."""
        if self._writer.is_closing() or self._writer.transport.get_write_buffer_size():
            self.abort()  # it does not read its replies
        elif self.is_shaking_hands:
            self.abort()  # it would not understand a reply
        else:
            self.part(replies.TIMEOUT)

    async def _handle_client(self) -> None:
        """Obey the client until one side has enough."""
        with contextlib.suppress(ClientGone):
            await self._attempt(self._begin())
            while not (self.is_retiring or self._writer.is_closing()):
                self._reset_timeout()
                await self._attempt(self._commands.obey(await self.inlet.line()))
        await self.reset()
        self.part(replies.SHUTTING_DOWN if self.is_retiring else b"")

    async def _begin(self) -> None:
        """Learn who calls, shake hands, and greet: as much of it as this listener does."""
        if self._is_proxied:
            await self._introduce()
        if self.terms.is_implicit:
            await self._encrypt()
        await self.say(self.terms.banner)

    async def _attempt(self, step: Awaitable[None]) -> None:
        """Take a step; what goes wrong of our own is answered, and ends no other session."""
        self.owed = 1
        try:
            await step
        except ClientGone:
            raise
        except Exception as error:
            await self.reset()
            reply = await self.handle_exception(error)
            if self._is_proxied or self.is_shaking_hands:
                raise ClientGone from error  # nobody is there yet who would understand it
            await self.say((reply.encode() + b"\r\n") * self.owed)

    async def handle_exception(self, error: Exception) -> str:
        """Return the constant reply to what went wrong; the log gets its type and its place."""
        kind = type(error).__name__
        logger().error("smtp-failed", queue_id=self.queue_id, error=kind, where=where(error))
        return replies.failed(error)
