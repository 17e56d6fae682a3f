"""From what an edge received to the message that is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filters.email import mime
from filters.errors import MalformedMessage
from filters.message import Email, Recipient, Sms
from suppression.errors import MalformedAddressError
from suppression.keys import email_key, phone_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gateway.submission import EmailSubmission, SmsSubmission

_MAX_HOPS: Final = 50  # RFC 5321 6.3 wants at least 100 for a relay; Postfix stops at 50


def parse_email(submission: EmailSubmission) -> Email:
    """Read the structure of a submitted email and the keys of its recipients.

    Raises:
        MalformedMessage: the structure cannot be read without guessing, an address has no key, or
            the message has been going round.
    """
    tree = mime.parse(submission.raw)
    if sum(field.name == "received" for field in tree.fields) > _MAX_HOPS:
        message = f"more than {_MAX_HOPS} hops: the message is going round"
        raise MalformedMessage(message, code="SMTP_LOOP")
    return Email(
        queue_id=submission.queue_id,
        reverse_path=submission.reverse_path,
        recipients=_unique(submission.recipients),
        raw=submission.raw,
        tree=tree,
    )


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
