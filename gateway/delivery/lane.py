"""The deliveries of one route that are in hand: waiting for a connection, or being sent.

**Failures:** none raised: an attempt that takes too long is an outcome. A text that may have been
handed over is UNKNOWN and never repeated unasked, an email is repeated.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Final

from gateway.delivery.carrier import settle_all
from gateway.delivery.slots import Slots
from gateway.errors import EightBitRefused, Unproven
from gateway.spool.model import State
from suppression.channel import Channel

if TYPE_CHECKING:
    from gateway.delivery.carrier import Carrier
    from gateway.delivery.copies import Copies
    from gateway.spool.model import Claimed, Settlement

_HEAVY_BYTES: Final = 32 << 20  # of messages in hand: from here on only small ones are claimed
_AHEAD_S: Final = 0.05  # claimed ahead is what leaves within this time
_AHEAD_TIMES: Final = 3  # and no more than this many times the connections
_LEFT: Final = 2 / 3  # of what may be in hand
_PATIENCE_S: Final = 2.0
_SMOOTHING: Final = 0.2


class Lane:
    """Sends what was claimed for a route, as many at once as its carrier takes.

    A claim re-checks the suppression list, so little is claimed ahead: what a quick next hop takes
    within 50 ms, and what waits longer than two seconds is given back to be claimed again.
    """

    def __init__(self, carrier: Carrier, copies: Copies, attempt_s: float) -> None:
        """Send over `carrier`, no attempt longer than `attempt_s`."""
        self._carrier = carrier
        self._copies = copies
        self._attempt_s = attempt_s
        self._slots = Slots(lambda: carrier.limit)
        self._in_hand = 0
        self._bytes_in_hand = 0
        self._pace_s = 1.0
        self._stopping = False
        self._waiting: set[asyncio.Timeout] = set()
        self._sending: set[asyncio.Timeout] = set()

    @property
    def size(self) -> int:
        """How many may be in hand just now."""
        limit = self._carrier.limit
        return limit + min(limit * _AHEAD_TIMES, int(limit * _AHEAD_S / self._pace_s))

    @property
    def room(self) -> int:
        """How many more may be claimed."""
        return max(0, self.size - self._in_hand)

    @property
    def is_worth_a_claim(self) -> bool:
        """Whether enough is free for a transaction; what is left is sent while that is done."""
        return self._in_hand <= _LEFT * self.size

    @property
    def is_heavy(self) -> bool:
        """Whether so much is in memory for it that no large message may be claimed besides."""
        return self._bytes_in_hand >= _HEAVY_BYTES

    @property
    def takes_any(self) -> bool:
        """Whether one more may be claimed, however large."""
        return self.room > 0 and not self.is_heavy

    def take(self, size_bytes: int) -> None:
        """Note that a message of this size is in hand: it was claimed."""
        self._in_hand += 1
        self._bytes_in_hand += size_bytes

    def let_go(self, size_bytes: int) -> None:
        """Note that one is not in hand any more."""
        self._in_hand -= 1
        self._bytes_in_hand -= size_bytes

    async def send(self, claimed: Claimed) -> tuple[Settlement, ...]:
        """Render and send one claim; return how it ended for each of its deliveries."""
        if not await self._has_slot():
            return settle_all(claimed, State.QUEUED, "no connection was free")
        try:
            return await self._attempt(claimed)
        finally:
            self._slots.release()

    def stop(self) -> None:
        """Begin nothing more; what waits is given back."""
        self._stopping = True
        _end(self._waiting)

    def interrupt(self) -> None:
        """End what is being sent."""
        _end(self._sending)

    async def _has_slot(self) -> bool:
        if self._slots.is_free and not self._stopping:
            await self._slots.acquire()  # which takes no time
            return True
        try:
            async with asyncio.timeout(0 if self._stopping else _PATIENCE_S) as patience:
                self._waiting.add(patience)
                try:
                    await self._slots.acquire()
                finally:
                    self._waiting.discard(patience)
        except TimeoutError:
            self._pace_s = max(self._pace_s, _PATIENCE_S)
            return False
        if self._stopping:
            self._slots.release()
        return not self._stopping

    async def _attempt(self, claimed: Claimed) -> tuple[Settlement, ...]:
        started = time.monotonic()
        try:
            async with asyncio.timeout(self._attempt_s) as deadline:
                self._sending.add(deadline)
                try:
                    return await self._send(claimed)
                finally:
                    self._sending.discard(deadline)
                    took_s = time.monotonic() - started
                    self._pace_s += _SMOOTHING * (took_s - self._pace_s)
        except TimeoutError:
            state = State.UNKNOWN if claimed.channel is Channel.SMS else State.DEFERRED
            return settle_all(claimed, state, "the attempt was interrupted", status="4.4.2")

    async def _send(self, claimed: Claimed) -> tuple[Settlement, ...]:
        """Render, sign and hand over; put off what could not be signed."""
        try:
            return await self._handed_over(claimed)
        except Unproven as failure:
            return settle_all(claimed, State.DEFERRED, failure.reply, status=failure.status)

    async def _handed_over(self, claimed: Claimed) -> tuple[Settlement, ...]:
        """Hand a copy over; once more in 7 bits where the next hop takes no others."""
        copy = await self._copies.render(claimed)
        try:
            return await self._carrier.send(claimed, copy)
        except EightBitRefused as refused:  # RFC 6152 3: converted, or returned
            copy = await self._copies.render(claimed, seven_bits=True)
            if copy.isascii():
                return await self._carrier.send(claimed, copy)
            return settle_all(claimed, State.FAILED, refused.reply, status=refused.status)


def _end(deadlines: set[asyncio.Timeout]) -> None:
    now = asyncio.get_running_loop().time()
    for deadline in deadlines:
        if not deadline.expired():  # or about to be
            deadline.reschedule(now)
