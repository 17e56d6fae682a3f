"""The one mail that says an opt-out by mail was done (RFC 3834)."""

from __future__ import annotations

import secrets
import textwrap
from email.header import Header
from email.utils import format_datetime
from typing import TYPE_CHECKING, Final

from filters.email.footer.languages import code_of
from filters.message import Category
from gateway.delivery.own_mail import own_mail
from gateway.delivery.routing import route_for
from gateway.inbound.words import WORDS
from suppression.channel import Channel

if TYPE_CHECKING:
    from datetime import datetime

    from filters.email.footer.languages import Language
    from filters.message import Recipient
    from gateway.config.models import Config
    from gateway.spool.model import MessageView, NewMessage

_WIDTH: Final = 72
_SUBJECTS: Final = frozenset({"", *(words.subject for words in WORDS.values())})


def confirmation(  # noqa: PLR0913 - what the message says
    config: Config,
    *,
    queue_id: str,
    to: Recipient,
    answers: str,
    company: str,
    postal_address: str,
    language: Language,
    at: datetime,
) -> NewMessage:
    """Return the message as the spool stores it, from nobody, so that it is never answered.

    `answers` is the Message-ID of the person's mail, with its brackets, or nothing.
    """
    route = route_for(
        config.route, channel=Channel.EMAIL, category=Category.SYSTEM, stream="",
        identity="", domain=to.domain,
    )  # fmt: skip
    domain, words = config.public.mail_domain, WORDS[code_of(language.tag)]
    head = [
        f"From: {_encoded(company)} <unsubscribe@{domain}>",
        f"To: <{to.address}>",
        f"Subject: {_encoded(words.subject)}",
        f"Date: {format_datetime(at)}",
        f"Message-ID: <{secrets.token_hex(16)}@{domain}>",
        *([f"In-Reply-To: {answers}", f"References: {answers}"] if answers else []),
        "Auto-Submitted: auto-replied",  # RFC 3834 3.1.7
        f"Content-Language: {language.tag}",  # RFC 3282
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
    ]
    paragraphs = [
        *textwrap.wrap(words.stopped.format(company=company), _WIDTH),
        "",
        *textwrap.wrap(words.done, _WIDTH),
        "",
        f"{company}, {postal_address}",
    ]
    return own_mail(
        queue_id=queue_id,
        to=to,
        raw="\r\n".join([*head, "", *paragraphs, ""]).encode(),
        subject=words.subject,
        header_from=domain,
        route=route.name if route else "",
        at=at,
        expires_at=at + config.delivery.email_expires,
    )


def is_confirmation(view: MessageView) -> bool:
    """Whether a message in the spool is such a mail; the subject of an old one is gone."""
    is_ours = not view.submitter and view.category == Category.SYSTEM
    return is_ours and view.subject in _SUBJECTS


def _encoded(text: str) -> str:
    """Return text for a header field as encoded words (RFC 2047), folded with CRLF."""
    return Header(text, "utf-8").encode(linesep="\r\n")
