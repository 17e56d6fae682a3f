"""Tells senders once that a message still waits: one report a message, for all it waits for.

**Failures:** while the spool cannot be read or written nothing is reported; what waits is looked at
later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from filters.message import Category
from gateway.delivery.recipient_report import delay
from gateway.wishes import Wishes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import datetime, timedelta

    from gateway.delivery.report_writer import ReportWriter
    from gateway.spool.delays import Delay, Delayed, Look, Place
    from gateway.spool.model import NewMessage

_AN_HOUR: Final = (
    10  # unasked, to one sender: a next hop that is down is told of, not every message
)


class Delaying(Protocol):
    """The spool, as far as delays go."""

    async def look_for_delays(self, accepted_until: datetime) -> Look | None:
        """Return what waits since then and was not looked at; none where there is nothing new."""
        ...

    async def looked_for_delays(
        self, until: Place, reports: Sequence[NewMessage], *, about: Collection[int]
    ) -> None:
        """Store reports, and with them that nothing up to there is looked at again."""
        ...

    async def content(self, queue_id: str) -> bytes | None:
        """Return the bytes of a message as submitted; none once they are gone."""
        ...


class DelayReporter:
    """Looks for what has waited too long, and writes the reports."""

    def __init__(
        self,
        spool: Delaying,
        writer: ReportWriter,
        *,
        after: timedelta,
        clock: Callable[[], datetime],
    ) -> None:
        """Report what waits longer than `after`; where that is nothing, nobody is told."""
        self._spool = spool
        self._writer = writer
        self._after = after
        self._clock = clock
        self._hour = 0.0
        self._told: dict[str, int] = {}  # how many reports a sender got in this hour

    async def report(self) -> bool:
        """Report what waits too long by now; return whether anything was."""
        if not self._after:
            return False
        now = self._clock()
        look = await self._spool.look_for_delays(now - self._after)
        if look is None:
            return False
        reports: list[NewMessage] = []
        about: list[int] = []
        for each in look.messages:
            wanted = [one for one in each.delays if one.wish.of_delay]
            if wanted and self._may_tell(each, wanted, now):
                written = await self._written(each, wanted, now)
                reports += written
                about += [one.delivery_id for one in wanted] if written else []
        await self._spool.looked_for_delays(look.until, reports, about=about)
        return bool(reports)

    def _may_tell(self, message: Delayed, wanted: Sequence[Delay], now: datetime) -> bool:
        """Whether one more report does not bury its reader, or was asked for."""
        if any(each.wish.asks_for_delay for each in wanted):
            return True
        hour = now.timestamp() // 3600
        if hour != self._hour:
            self._hour, self._told = hour, {}
        sender = message.reverse_path
        if message.category == Category.COMMERCIAL:  # which often has a reverse-path a copy (VERP)
            sender = sender.rpartition("@")[2]
        self._told[sender] = self._told.get(sender, 0) + 1
        return self._told[sender] <= _AN_HOUR

    async def _written(
        self, message: Delayed, wanted: Sequence[Delay], now: datetime
    ) -> tuple[NewMessage, ...]:
        reports = [
            delay(
                each.recipient,
                reply=each.reply,
                status=each.status,
                tried_until=each.tried_until,
                wish=each.wish,
            )
            for each in wanted
        ]
        original = await self._spool.content(message.queue_id) or b""
        wishes = Wishes(envelope_id=message.envelope_id)
        return self._writer.about(
            message.queue_id, message.reverse_path, reports, original, now, wishes=wishes
        )
