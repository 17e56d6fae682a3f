"""Signatures as Standard Webhooks has them: over the id, the time and the body of what is posted.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from __future__ import annotations

import base64
import hmac
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PREFIX: Final = "whsec_"
_KEY_BYTES: Final = range(24, 65)
_TOLERANCE: Final = timedelta(minutes=5)
_VERSION: Final = "v1,"
_DIGITS: Final = 10  # of a time in seconds, until 2286
_LONGEST_ID: Final = 200


def secret_of(key: bytes) -> str:
    """Return a secret as people hand it on."""
    return PREFIX + base64.b64encode(key).decode()


def key_of(secret: str) -> bytes:
    """Return the key that a secret stands for.

    Raises:
        ValueError: it is none, or one that could be guessed.
    """
    key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    if not secret.startswith(PREFIX) or len(key) not in _KEY_BYTES:
        message = "no secret of Standard Webhooks"
        raise ValueError(message)
    return key


def is_secret(secret: str) -> bool:
    """Whether something can be signed with it.

    >>> is_secret("whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), is_secret("whsec_MfKQ")
    (True, False)
    """
    try:
        key_of(secret)
    except ValueError:
        return False
    return True


def signed(key: bytes, webhook_id: str, at: datetime, body: bytes) -> tuple[tuple[str, str], ...]:
    """Return the header fields that go with a body."""
    stamp = str(int(at.timestamp()))
    return (
        ("webhook-id", webhook_id),
        ("webhook-timestamp", stamp),
        ("webhook-signature", _VERSION + _signature(key, webhook_id, stamp, body)),
    )


def is_signed(
    keys: Iterable[bytes], headers: Mapping[str, str], body: bytes, now: datetime
) -> bool:
    """Whether one of the keys signed this body lately; a clock may be ahead or behind.

    `headers`: names in lower case. Whoever believes a call keeps its id: within the five minutes
    that a signature is good for, it can be repeated.
    """
    webhook_id, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not (0 < len(webhook_id) <= _LONGEST_ID and webhook_id.isascii()):
        return False
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= _DIGITS):
        return False
    if abs(now - datetime.fromtimestamp(int(stamp), UTC)) > _TOLERANCE:
        return False
    given = [
        each.removeprefix(_VERSION).encode(errors="replace")
        for each in headers.get("webhook-signature", "").split(" ")
        if each.startswith(_VERSION)
    ]
    expected = [_signature(key, webhook_id, stamp, body).encode() for key in keys]
    return any([hmac.compare_digest(ours, theirs) for ours in expected for theirs in given])  # noqa: C419 - none is left out


def _signature(key: bytes, webhook_id: str, stamp: str, body: bytes) -> str:
    digest = hmac.digest(key, f"{webhook_id}.{stamp}.".encode() + body, "sha256")
    return base64.b64encode(digest).decode()
