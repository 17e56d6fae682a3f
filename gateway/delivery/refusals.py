"""What the replies to an envelope mean for each of its recipients."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gateway.delivery.smtp_reply import Answers, Reply
from gateway.errors import DeliveryFailure, TemporaryFailure

if TYPE_CHECKING:
    from collections.abc import Sequence

Outcome = Reply | DeliveryFailure
"""What became of one recipient: what the next hop said, or why it could not say anything."""


def refusals_of(mail: Reply, recipients: Sequence[Reply], count: int) -> list[Outcome | None]:
    """Return why each recipient does not get the message; None for those who may."""
    if mail.is_positive:
        return [_refused_recipient(reply) for reply in recipients]
    if any(reply.is_positive for reply in recipients):
        message = f"the next hop refused the sender and took a recipient: {mail}"
        raise TemporaryFailure(message, status="4.5.0")
    return [refusal(replace(mail, answers=Answers.SENDER))] * count


def _refused_recipient(reply: Reply) -> Outcome | None:
    if reply.is_positive:
        return None
    if reply.is_too_many_recipients:
        return TemporaryFailure(str(reply), status="4.5.3")
    return refusal(replace(reply, answers=Answers.RECIPIENT))


def refusal(reply: Reply) -> Outcome:
    """Return a refusal as it was said; what is none came out of order."""
    if reply.code >= 400:  # noqa: PLR2004 - RFC 5321 4.2.1
        return reply
    return TemporaryFailure(f"the next hop answered out of order: {reply}", status="4.5.0")


def has_answer(replies: Sequence[Reply]) -> bool:
    """Whether a recipient was answered, or the sender refused."""
    return len(replies) > 1 or any(not reply.is_positive for reply in replies)
