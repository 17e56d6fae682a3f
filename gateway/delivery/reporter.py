"""Tells senders what was not delivered: one report a message for all that failed meanwhile.

**Failures:** while the spool cannot be read or written nothing is reported; what is owed is on the
disk, and is reported later.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Protocol

from gateway.delivery.delay_reporter import Delaying, DelayReporter
from gateway.delivery.recipient_report import failure, relay
from gateway.spool.model import State
from gateway.wishes import Wishes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import datetime, timedelta

    from gateway.delivery.report_writer import ReportWriter
    from gateway.spool.ending import Ended
    from gateway.spool.model import NewMessage


class Owing(Delaying, Protocol):
    """The spool, as far as reports go."""

    async def reports_owed(self) -> tuple[Ended, ...]:
        """Return failures whose sender has not been told yet, oldest first."""
        ...

    async def report(self, reports: Sequence[NewMessage], *, about: Collection[int]) -> None:
        """Store reports, and with them that nothing is owed about these deliveries any more."""
        ...


class Reporter:
    """Tells of what failed, and of what waits too long."""

    def __init__(
        self,
        spool: Owing,
        writer: ReportWriter,
        *,
        delay_warning: timedelta,
        clock: Callable[[], datetime],
    ) -> None:
        """Have `writer` write the reports; of what waits after `delay_warning`, if it is any."""
        self._spool = spool
        self._writer = writer
        self._delays = DelayReporter(spool, writer, after=delay_warning, clock=clock)

    async def report(self) -> bool:
        """Report what is owed; return whether anything was."""
        has_failed = await report_failures(self._spool, self._writer)
        return await self._delays.report() or has_failed


async def report_failures(spool: Owing, writer: ReportWriter) -> bool:
    """Report what is owed; return whether anything was."""
    owed = sorted(await spool.reports_owed(), key=lambda ended: ended.queue_id)
    for queue_id, group in groupby(owed, key=lambda ended: ended.queue_id):
        failed = list(group)
        reports = [
            relay(each.recipient, reply=each.reply, status=each.status, wish=each.wish)
            if each.state is State.DELIVERED
            else failure(
                each.recipient,
                state=each.state,
                reply=each.reply,
                status=each.status,
                wish=each.wish,
            )
            for each in failed
        ]
        wishes = Wishes(returns=failed[0].returns, envelope_id=failed[0].envelope_id)
        original = await spool.content(queue_id) or b""
        at = max(ended.ended_at for ended in failed)
        messages = writer.about(
            queue_id, failed[0].reverse_path, reports, original, at, wishes=wishes
        )
        await spool.report(messages, about=[ended.delivery_id for ended in failed])
    return bool(owed)
