"""What tells senders has its reports written by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from gateway.delivery.recipient_report import RecipientReport
    from gateway.spool.model import NewMessage
    from gateway.wishes import Wishes


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
