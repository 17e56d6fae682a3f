"""Which delivery reports a message owes its sender, as messages for the spool."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filters.decision import Effect
from filters.message import Category, Recipient
from gateway.delivery.dsn import failure_report, report_message, subject_of
from gateway.delivery.recipient_report import refusal
from gateway.delivery.routing import route_for
from gateway.wishes import NO_WISHES
from suppression.channel import Channel
from suppression.errors import MalformedAddressError
from suppression.keys import email_key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from gateway.config.models import Config
    from gateway.delivery.recipient_report import RecipientReport
    from gateway.queue_id import QueueIds
    from gateway.spool.model import NewMessage
    from gateway.wishes import Wishes


class Reports:
    """Writes the reports of this gateway: from its own name, by its own routes."""

    def __init__(self, config: Config, queue_ids: QueueIds) -> None:
        """Take the name it reports as from the first listener."""
        self._config = config
        self._queue_ids = queue_ids
        self._mta = config.smtp[0].hostname if config.smtp else "localhost"

    def of_refusals(self, record: NewMessage) -> tuple[NewMessage, ...]:
        """Return the report owed when some recipients are refused and others are not.

        RFC 5321 4.1.1.4: one reply speaks for all recipients; what differs is told by mail.
        """
        refused = [d.ruling for d in record.deliveries if d.ruling.effect is Effect.REFUSE]
        if len(refused) == len(record.deliveries):
            return ()
        wishes = record.wishes
        wanted = [(r, wishes.of(r.recipient.address)) for r in refused]
        reports = [refusal(ruling, wish) for ruling, wish in wanted if wish.of_failure]
        if not reports:
            return ()
        return self.about(
            record.queue_id,
            record.reverse_path,
            reports,
            record.raw,
            record.accepted_at,
            wishes=wishes,
        )

    def about(  # noqa: PLR0913 - what a report says
        self,
        queue_id: str,
        reverse_path: str,
        reports: Sequence[RecipientReport],
        original: bytes,
        at: datetime,
        *,
        wishes: Wishes = NO_WISHES,
    ) -> tuple[NewMessage, ...]:
        """Return the report on these recipients of a message; none to the null reverse-path."""
        if (
            not reports or not reverse_path
        ):  # RFC 5321 6.1: nobody is told, lest reports chase each other
            return ()
        try:
            to = Recipient(address=reverse_path, key=email_key(reverse_path))
        except MalformedAddressError:
            return ()
        route = route_for(
            self._config.route, channel=Channel.EMAIL, category=Category.SYSTEM, stream="",
            identity="", domain=to.domain,
        )  # fmt: skip
        raw = failure_report(
            reporting_mta=self._mta, queue_id=queue_id, to=reverse_path, reports=reports,
            original=original, at=at, wishes=wishes,
        )  # fmt: skip
        return (
            report_message(
                queue_id=self._queue_ids.next(), to=to, raw=raw, route=route.name if route else "",
                reporting_mta=self._mta, at=at, expires_at=at + self._config.delivery.email_expires,
                subject=subject_of(reports),
            ),
        )  # fmt: skip
