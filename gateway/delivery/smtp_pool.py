"""The open connections to one next hop, used again and again.

**Failures:** `DeliveryFailure` as the transaction or the connecting raised it. A pooled connection
that went stale is replaced once by a fresh one, as long as no byte of the message was sent on it. A
next hop that refuses one more connection while others stand is not down: it wants fewer.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Final

from gateway.delivery.circuit_breaker import CircuitBreaker
from gateway.delivery.reply_stream import ConnectionLost
from gateway.delivery.smtp_connect import ConnectFailed, NotNow
from gateway.errors import TemporaryFailure

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from gateway.delivery.envelope import Envelope
    from gateway.delivery.refusals import Outcome
    from gateway.delivery.smtp_connection import SmtpConnection

_IDLE_S: Final = 30.0
_PROMPT_S: Final = 1.0  # a claim asked the list; what it learnt is not used much later
_MAX_TRANSACTIONS: Final = 100  # some next hops refuse more on one connection
_CROWDED_S: Final = 60.0  # how long a next hop that wanted fewer connections is asked for no more


class GivenBack(TemporaryFailure):
    """The message was not tried; the claim is given back."""


class ConnectedLate(GivenBack):
    """There is a connection now, but the claim is too old to send on it."""


class Crowded(GivenBack):
    """The next hop lets us have no more connections than stand already."""


class SmtpPool:
    """Connections to one next hop; the caller bounds how many are busy at once."""

    def __init__(
        self,
        connect: Callable[[], Awaitable[SmtpConnection]],
        *,
        breaker: CircuitBreaker | None = None,
        idle_s: float = _IDLE_S,
        prompt_s: float = _PROMPT_S,
        max_transactions: int = _MAX_TRANSACTIONS,
    ) -> None:
        """Start without a connection; `connect` opens one."""
        self._connect = connect
        self.breaker = breaker or CircuitBreaker()
        self._idle_s = idle_s
        self._prompt_s = prompt_s
        self._max_transactions = max_transactions
        self._idle: list[SmtpConnection] = []  # the last used is used first
        self._busy: set[SmtpConnection] = set()
        self._opening = 0
        self._most = 0
        self._crowded_until = 0.0
        self._sweeper: asyncio.TimerHandle | None = None

    async def send(self, envelope: Envelope, copy: bytes) -> tuple[Outcome, ...]:
        """Hand over one copy and return the outcome for each recipient.

        Raises:
            GivenBack: it took so long to connect that somebody may have opted out meanwhile, or the
                next hop wants fewer connections.
            DeliveryFailure: the same happened to all of them.
        """
        started = time.monotonic()  # a stale connection may hang up late, too
        late: TemporaryFailure = ConnectedLate("connecting took long, so the list is asked again")
        pooled = self.idle()
        if pooled is not None:
            try:
                return await self._transact(pooled, envelope, copy)
            except ConnectionLost as lost:  # stale: closed by the next hop while nobody looked
                if pooled.transactions == 1:
                    late = lost  # it was opened late, for this: given back for ever otherwise
        fresh = await self.fresh()
        if time.monotonic() - started > self._prompt_s:
            self.keep(fresh)
            raise late
        return await self._transact(fresh, envelope, copy)

    def within(self, limit: int) -> int:
        """Return how many connections of so many the next hop lets us have, as far as is known."""
        is_crowded = time.monotonic() < self._crowded_until
        return min(limit, self._most) if is_crowded else limit

    async def fresh(self) -> SmtpConnection:
        """Return a connection that was not used yet.

        Raises:
            ConnectFailed: there is none.
            Crowded: there is none besides those that stand.
        """
        self._opening += 1
        try:
            connection = await self._connect()
        except ConnectFailed as failure:
            # what is being opened beside it may yet stand where somebody answers
            beside = self._standing
            if isinstance(failure, NotNow):
                beside += self._opening - 1
            if not beside:
                self.breaker.failed()
                raise
            self._most = beside
            self._crowded_until = time.monotonic() + _CROWDED_S
            raise Crowded(failure.reply, status=failure.status) from failure
        finally:
            self._opening -= 1
        self.breaker.worked()
        self._busy.add(connection)
        self._most = max(self._most, self._standing)
        return connection

    @property
    def _standing(self) -> int:
        """How many connections there are."""
        return sum(each.is_open for each in self._busy) + sum(each.is_open for each in self._idle)

    def idle(self) -> SmtpConnection | None:
        """Return a connection that nobody uses, if there is one; it may have gone stale."""
        while self._idle:
            connection = self._idle.pop()
            if connection.is_usable and time.monotonic() - connection.used_at < self._idle_s:
                self._busy.add(connection)
                return connection
            connection.close()
        return None

    def keep(self, connection: SmtpConnection) -> None:
        """Take back a connection, for the next transaction if it is good for one."""
        self._busy.discard(connection)
        if connection.is_usable and connection.transactions < self._max_transactions:
            self._idle.append(connection)
            self._sweep_later()
        else:
            connection.close()

    def close(self) -> None:
        """Close what is idle."""
        if self._sweeper is not None:
            self._sweeper.cancel()
            self._sweeper = None
        while self._idle:
            self._idle.pop().close()

    async def _transact(
        self, connection: SmtpConnection, envelope: Envelope, copy: bytes
    ) -> tuple[Outcome, ...]:
        try:
            return await connection.transact(envelope, copy)
        finally:
            self.keep(connection)

    def _sweep_later(self) -> None:
        if self._sweeper is None:
            loop = asyncio.get_running_loop()
            self._sweeper = loop.call_later(self._idle_s, self._sweep)

    def _sweep(self) -> None:
        """Close what was not used for a while, and what the next hop closed."""
        self._sweeper = None
        oldest = time.monotonic() - self._idle_s
        kept = [c for c in self._idle if c.is_usable and c.used_at > oldest]
        for connection in self._idle:
            if connection not in kept:
                connection.close()
        self._idle = kept
        if kept:
            self._sweep_later()
