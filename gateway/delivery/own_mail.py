"""Mail that the gateway itself writes: from nobody, so that it is never answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filters.decision import Effect, Ruling
from filters.message import Category
from filters.plan import NO_PLAN
from gateway.spool.model import NewDelivery, NewMessage, State
from suppression.channel import Channel

if TYPE_CHECKING:
    from datetime import datetime

    from filters.message import Recipient


def own_mail(  # noqa: PLR0913 - what the spool keeps of a message
    *,
    queue_id: str,
    to: Recipient,
    raw: bytes,
    subject: str,
    header_from: str,
    route: str,
    at: datetime,
    expires_at: datetime,
) -> NewMessage:
    """Return a finished message of ours as the spool stores it, due at once."""
    ruling = Ruling(recipient=to, effect=Effect.PASS, findings=())
    return NewMessage(
        queue_id=queue_id,
        channel=Channel.EMAIL,
        submitter="",
        protocol="internal",
        identity="",
        category=Category.SYSTEM,
        stream="",
        reverse_path="",  # RFC 5321 4.5.5, RFC 3834 3.3
        header_from=header_from,
        subject=subject,
        raw=raw,
        plan=NO_PLAN,
        accepted_at=at,
        not_before=at,
        expires_at=expires_at,
        deliveries=(NewDelivery(ruling=ruling, state=State.QUEUED, route=route),),
    )
