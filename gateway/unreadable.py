"""What is kept of an email that cannot be read: that it was refused, to whom, and why.

**Failures:** where that cannot be recorded, `StoreUnavailable` is raised: the client comes again.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from filters.decision import Effect, Finding
from filters.judge import ruling
from filters.message import Recipient
from filters.plan import NO_PLAN
from gateway.disk import FULL
from gateway.errors import MalformedAddressError, StoreFull
from gateway.log import log_decision
from gateway.metrics import counts
from gateway.spool.model import NewDelivery, NewMessage, State
from suppression.channel import Channel
from suppression.keys import email_key

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from filters.decision import Ruling
    from gateway.disk import Disk
    from gateway.errors import MalformedMessage
    from gateway.spool.model import Spool
    from gateway.submission import EmailSubmission

CITES: Final = {
    "SMTP_BARE_NEWLINE": "RFC 5321 2.3.8",
    "SMTP_LINE_TOO_LONG": "RFC 5321 4.5.3.1.6",
    "SMTP_TOO_LARGE": "RFC 1870 6",
    "SMTP_LOOP": "RFC 5321 6.3",
    "SMTP_BAD_RCPT_SYNTAX": "RFC 5321 4.1.2",
    "SMS_NUMBER_INVALID": "ITU-T E.164",
}
"""The standard behind what is refused before any rule is asked."""


def unreadable(error: MalformedMessage) -> Finding:
    """Return why a message that cannot be read is refused."""
    return Finding(
        code=error.code,
        cites=CITES.get(error.code, "RFC 5322 2"),
        effect=Effect.REFUSE,
        reason=error.reason,
    )


class Unreadable:
    """Records emails that no rule was asked about, so that the id in the reply is known."""

    def __init__(self, spool: Spool, disk: Disk, clock: Callable[[], datetime]) -> None:
        """Name where it is recorded."""
        self._spool = spool
        self._disk = disk
        self._clock = clock

    async def record(self, submission: EmailSubmission, error: MalformedMessage) -> None:
        """Record that an email is refused to all its recipients, without its content."""
        if not self._disk.has_room():
            raise StoreFull(FULL.reason)
        rulings = _rulings(submission, unreadable(error))
        log_decision(submission.queue_id, submission.submitter.name, rulings)
        counts.decided(Channel.EMAIL, rulings)
        if rulings:
            await self._spool.accept(_refused(submission, rulings, self._clock()))


def _rulings(submission: EmailSubmission, finding: Finding) -> tuple[Ruling, ...]:
    """Return what is decided for each recipient whose address can be read, once."""
    recipients: dict[str, Recipient] = {}
    for address in submission.recipients:
        with suppress(MalformedAddressError):
            key = email_key(address)
            recipients.setdefault(key, Recipient(address=address, key=key))
    return tuple(ruling(each, (finding,)) for each in recipients.values())


def _refused(submission: EmailSubmission, rulings: tuple[Ruling, ...], now: datetime) -> NewMessage:
    return NewMessage(
        queue_id=submission.queue_id,
        channel=Channel.EMAIL,
        submitter=submission.submitter.name,
        protocol=submission.arrival.protocol,
        # nothing that its header says can be told for sure
        identity="",
        category="",
        stream="",
        reverse_path=submission.reverse_path,
        header_from="",
        subject="",
        raw=submission.raw,
        plan=NO_PLAN,
        wishes=submission.wishes,
        accepted_at=now,
        not_before=now,
        expires_at=now,
        deliveries=tuple(
            NewDelivery(ruling=each, state=State.REFUSED, route="") for each in rulings
        ),
    )
