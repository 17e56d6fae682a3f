"""Tells senders what could not be delivered: one report a message for all that failed meanwhile.

**Failures:** while the spool cannot be read or written nothing is reported; what is owed is on the
disk, and is reported later.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Protocol

from gateway.delivery.recipient_report import failure, relay
from gateway.spool.model import State
from gateway.wishes import Wishes

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from gateway.delivery.recipient_report import RecipientReport
    from gateway.spool.ending import Ended
    from gateway.spool.model import NewMessage


class Owing(Protocol):
    """The spool, as far as reports go."""

    async def reports_owed(self) -> tuple[Ended, ...]:
        """Return failures whose sender has not been told yet, oldest first."""
        ...

    async def report(self, reports: Sequence[NewMessage], *, about: Collection[int]) -> None:
        """Store reports, and with them that nothing is owed about these deliveries any more."""
        ...

    async def content(self, queue_id: str) -> bytes | None:
        """Return the bytes of a message as submitted; none once they are gone."""
        ...


class ReportWriter(Protocol):
    """Who addresses and routes a report."""

    def about(  # noqa: PLR0913 - what a report says
        self,
        queue_id: str,
        reverse_path: str,
        reports: Sequence[RecipientReport],
        original: bytes,
        at: datetime,
        *,
        wishes: Wishes,
    ) -> tuple[NewMessage, ...]:
        """Return the report on these recipients of a message; none to the null reverse-path."""
        ...


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
