"""A checksum over what was accepted for one recipient: what says anything else does not leave.

It covers whom a delivery is for and all that decides whether it may leave and as what, and nothing
that changes while it waits, but the end of a text that is put off to a morning. Content and plan
have checksums of their own.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from gateway.spool.model import NewMessage
    from gateway.spool.rows import DeliveryRow
    from gateway.wishes import Wish
    from suppression.keys import RecipientKey

# values of any type: of a damaged row some are of another than they were
_OF_MESSAGE: Final = "\x1f".join(["%s"] * 19)
_OF_DELIVERY: Final = "\x1f".join(["%s"] * 5)


def of_message(number: int, message: NewMessage, digest: bytes) -> int:
    """Return the checksum of what a message says about all its deliveries."""
    valid_until = message.valid_until.timestamp() if message.valid_until else None
    return _checksum_of_message(
        valid_until,
        number, message.channel, message.submitter, message.identity, message.category,
        message.stream, message.reverse_path, message.header_from, len(message.raw), digest,
        int(message.plan.is_personal), len(message.deliveries), message.accepted_at.timestamp(),
        message.not_before.timestamp(), message.expires_at.timestamp(), int(message.is_observed),
        message.wishes.returns, message.wishes.envelope_id, int(message.wishes.smtputf8),
    )  # fmt: skip


def of_delivery(message: int, address: str, key: RecipientKey, person: str, wish: Wish) -> int:
    """Return the seal of one delivery; `message`: what `of_message` returned."""
    said = _OF_DELIVERY % (address, key, person, wish.notify, wish.original)
    return zlib.crc32(said.encode(), message)


def is_whole(row: DeliveryRow) -> bool:
    """Whether a delivery and its message say what was accepted."""
    return row.seal is None or row.seal == of_row(row)


def of_row(row: DeliveryRow) -> int:
    """Return the seal of a delivery as it and its message are stored."""
    message = _checksum_of_message(
        row.valid_until,
        row.message, row.channel, row.submitter, row.identity, row.category, row.stream,
        row.reverse_path, row.header_from, row.size, row.sha256, row.is_personal,
        row.recipients, row.accepted_at, row.not_before, row.expires_at, row.is_observed,
        row.returns, row.envelope_id, row.smtputf8,
    )  # fmt: skip
    return of_delivery(message, row.address, row.key, row.person, row.wish)


def _checksum_of_message(valid_until: object, *values: object) -> int:
    checksum = zlib.crc32((_OF_MESSAGE % values).encode())
    if valid_until is None:  # nothing is said of it by most, and was by none of an earlier version
        return checksum
    return zlib.crc32(f"\x1f{valid_until}".encode(), checksum)
