"""The one mail that says an opt-out by mail was done (RFC 3834)."""

from __future__ import annotations

import secrets
from email.header import Header
from email.utils import format_datetime
from typing import TYPE_CHECKING, Final

from filters.decision import Effect, Ruling
from filters.message import Category, Recipient
from filters.plan import NO_PLAN
from gateway.delivery.routing import route_for
from gateway.spool.model import NewDelivery, NewMessage, State
from suppression.entry import Channel

if TYPE_CHECKING:
    from datetime import datetime

    from gateway.config.models import Config

_SUBJECT: Final = "You are unsubscribed"
_TEXT: Final = """\
You asked for no more advertising by email from {company}, and it has stopped.
Messages that were already on their way may still arrive. Receipts and answers
to your own questions go on.

Nothing else has to be done, and nothing more is sent about this.

{company}, {postal_address}
"""


def confirmation(  # noqa: PLR0913 - what the message says
    config: Config, *, queue_id: str, to: Recipient, answers: str, company: str, at: datetime
) -> NewMessage:
    """Return the message as the spool stores it, from nobody, so that it is never answered.

    `answers` is the Message-ID of the person's mail, with its brackets, or nothing.
    """
    route = route_for(
        config.route, channel=Channel.EMAIL, category=Category.SYSTEM, stream="",
        identity="", domain=to.domain,
    )  # fmt: skip
    domain = config.public.mail_domain
    head = [
        f"From: {Header(company, 'utf-8').encode()} <unsubscribe@{domain}>",
        f"To: <{to.address}>",
        f"Subject: {_SUBJECT}",
        f"Date: {format_datetime(at)}",
        f"Message-ID: <{secrets.token_hex(16)}@{domain}>",
        *([f"In-Reply-To: {answers}", f"References: {answers}"] if answers else []),
        "Auto-Submitted: auto-replied",  # RFC 3834 3.1.7
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
    ]
    text = _TEXT.format(company=company, postal_address=config.company.postal_address)
    raw = "\r\n".join([*head, "", *text.splitlines(), ""]).encode()
    ruling = Ruling(recipient=to, effect=Effect.PASS, findings=())
    return NewMessage(
        queue_id=queue_id,
        channel=Channel.EMAIL,
        submitter="",
        protocol="internal",
        identity="",
        category=Category.SYSTEM,
        stream="",
        reverse_path="",  # RFC 3834 3.3
        header_from=domain,
        subject=_SUBJECT,
        raw=raw,
        plan=NO_PLAN,
        accepted_at=at,
        not_before=at,
        expires_at=at + config.delivery.email_expires,
        deliveries=(
            NewDelivery(ruling=ruling, state=State.QUEUED, route=route.name if route else ""),
        ),
    )
