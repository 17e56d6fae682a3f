"""Refusing what was held for review: the sender of an email is told why, in the same commit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from gateway.delivery.recipient_report import RecipientReport
from gateway.spool.model import State

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from gateway.reports import Reports
    from gateway.spool.model import DeliveryView, MessageView, NewMessage


class Rejecting(Protocol):
    """The spool, as far as rejecting goes."""

    async def message(self, queue_id: str) -> MessageView | None:
        """Return one message with its deliveries."""
        ...

    async def content(self, queue_id: str) -> bytes | None:
        """Return the bytes as submitted; none once they are retired."""
        ...

    async def reject(
        self, queue_id: str, *, by: str, because: str, report: NewMessage | None = None
    ) -> Sequence[object]:
        """Refuse a held message and store the report in the same commit; what of it ended."""
        ...


async def reject(  # noqa: PLR0913 - whose, why, when
    spool: Rejecting, reports: Reports, queue_id: str, *, by: str, because: str, at: datetime
) -> bool:
    """Refuse what is held of a message; whether anything was."""
    view = await spool.message(queue_id)
    waiting = [d for d in view.deliveries if d.state is State.HELD] if view else []
    if view is None or not waiting:
        return False
    written = reports.about(
        queue_id,
        view.reverse_path,
        [_rejection(delivery, because) for delivery in waiting if delivery.wish.of_failure],
        await spool.content(queue_id) or b"",
        at,
        wishes=view.wishes,
    )
    report = next(iter(written), None)
    # somebody else may have released it since it was looked at: the spool knows
    return bool(await spool.reject(queue_id, by=by, because=because, report=report))


def _rejection(delivery: DeliveryView, because: str) -> RecipientReport:
    return RecipientReport(
        address=delivery.address,
        original=delivery.wish.original,
        status="5.7.1",
        diagnostic=f"x-optwarden; HELD_REVIEW {because}",
        explanation=f"It was held for review, and a person decided not to send it: {because}",
    )
