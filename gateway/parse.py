"""From what an edge received to the message that is judged."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from filters.email import mime
from filters.errors import MalformedMessage
from filters.message import Email, Recipient, Sms
from gateway import queue_id
from suppression.errors import MalformedAddressError
from suppression.keys import email_key, phone_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from filters.email.part import Field
    from gateway.submission import EmailSubmission, SmsSubmission

_MAX_HOPS: Final = 50  # RFC 5321 6.3 wants at least 100 for a relay; Postfix stops at 50
_MAX_PASSAGES: Final = 3  # by this gateway: nobody sends mail here so often, but in a circle
_QUEUE_ID: Final = rb"[0-9a-hjkmnp-tv-z]{%d}" % queue_id.LENGTH


def parse_email(submission: EmailSubmission) -> Email:
    """Read the structure of a submitted email and the keys of its recipients.

    Raises:
        MalformedMessage: the structure cannot be read without guessing, an address has no key, or
            the message has been going round.
    """
    tree = mime.parse(submission.raw)
    _refuse_loops(submission, [field for field in tree.fields if field.name == "received"])
    return Email(
        queue_id=submission.queue_id,
        reverse_path=submission.reverse_path,
        recipients=_unique(submission.recipients),
        raw=submission.raw,
        tree=tree,
    )


def _refuse_loops(submission: EmailSubmission, hops: Sequence[Field]) -> None:
    """Refuse what has been on its way too long, or here too often (RFC 5321 6.3)."""
    if len(hops) > _MAX_HOPS:
        message = f"more than {_MAX_HOPS} hops: the message is going round"
        raise MalformedMessage(message, code="SMTP_LOOP")
    by_us = _our_passage(submission.arrival.hostname)
    values = (submission.raw[hop.value_start : hop.value_end] for hop in hops)
    if sum(by_us.search(b" ".join(each.split())) is not None for each in values) >= _MAX_PASSAGES:
        message = f"it was here {_MAX_PASSAGES} times: the message is going round"
        raise MalformedMessage(message, code="SMTP_LOOP")


@lru_cache(maxsize=16)
def _our_passage(hostname: str) -> re.Pattern[bytes]:
    """Return what our own Received field says, as filters/email/trace.py writes it."""
    return re.compile(rb" by %b with [A-Z0-9]+ id %b\b" % (re.escape(hostname.encode()), _QUEUE_ID))


def parse_sms(submission: SmsSubmission, region: str) -> Sms:
    """Read the number of a submitted text.

    Raises:
        MalformedMessage: the number cannot be brought to E.164 (SMS_NUMBER_INVALID).
    """
    try:
        key = phone_key(submission.to, region)
    except MalformedAddressError as error:
        raise MalformedMessage(str(error), code="SMS_NUMBER_INVALID") from error
    return Sms(
        queue_id=submission.queue_id,
        recipient=Recipient(address=str(key), key=key),
        sender=submission.sender,
        text=submission.text,
        purpose=submission.purpose,
        send_at=submission.send_at,
        valid_until=submission.valid_until,
        whereabouts=submission.whereabouts,
    )


def _unique(addresses: Iterable[str]) -> tuple[Recipient, ...]:
    """Give everybody one copy, however often and in whatever spelling they are named."""
    recipients: dict[str, Recipient] = {}
    for address in addresses:
        try:
            key = email_key(address)
        except MalformedAddressError as error:
            raise MalformedMessage(str(error), code="SMTP_BAD_RCPT_SYNTAX") from error
        recipients.setdefault(key, Recipient(address=address, key=key))
    return tuple(recipients.values())
