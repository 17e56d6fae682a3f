"""A notice as it is posted: its body, and the signature that the application checks."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from gateway.callbacks.sha1 import sign
from gateway.http.events import event_view
from gateway.http.twilio import errors
from gateway.http.twilio.message import VERSION, sid_of
from gateway.spool.receipts import Report

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from gateway.spool.notices import Notice

_SECRET: Final = "whsec_"  # noqa: S105 - what a secret begins with
_STATUSES: Final = {
    "delivered": "sent",
    "arrived": "delivered",
    "failed": "failed",
    "rejected": "failed",
    "expired": "failed",
    "suppressed": "failed",
    "cancelled": "canceled",
    "held": "accepted",
    "released": "queued",
}
"""What Twilio has a word for; an attempt that is put off changes no status there."""
_BAD: Final = frozenset({"failed", "undelivered"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What is posted."""

    body: bytes
    headers: Mapping[str, str]


def callback_secret(master: bytes, submitter: str) -> str:
    """Return the secret a submitter checks callbacks with, as Standard Webhooks writes it."""
    digest = hmac.digest(master, f"callbacks\0{submitter}".encode(), "sha256")
    return _SECRET + base64.b64encode(digest).decode()


def note(notice: Notice, master: bytes, now: datetime) -> Note | None:
    """Return what is posted about a notice; none where its shape has no word for it."""
    return _twilio(notice) if notice.account else _standard(notice, master, now)


def _standard(notice: Notice, master: bytes, now: datetime) -> Note:
    """Sign as Standard Webhooks says: id, time and body, so that a replay is seen."""
    view = event_view(notice.event)
    data = {
        **view.model_dump(mode="json"),
        "metadata": json.loads(notice.metadata) if notice.metadata else {},
    }
    body = json.dumps(
        {"type": view.type, "timestamp": notice.event.at.isoformat(), "data": data},
        ensure_ascii=False,
    ).encode()
    number, at = f"evt_{notice.event.seq}", str(int(now.timestamp()))
    secret = callback_secret(master, notice.submitter)
    key = base64.b64decode(secret.removeprefix(_SECRET))
    signed = hmac.digest(key, f"{number}.{at}.".encode() + body, hashlib.sha256)
    headers = {
        "Content-Type": "application/json",
        "webhook-id": number,
        "webhook-timestamp": at,
        "webhook-signature": f"v1,{base64.b64encode(signed).decode()}",
    }
    return Note(body=body, headers=headers)


def _twilio(notice: Notice) -> Note | None:
    event = notice.event
    status = _STATUSES.get(event.kind)
    if status is None:
        return None
    if event.facts.get("report") == Report.FAILED:
        status = "undelivered"
    sid = sid_of(event.queue_id)
    fields = {
        "ApiVersion": VERSION,
        "AccountSid": notice.account,
        "MessageSid": sid,
        "SmsSid": sid,
        "MessageStatus": status,
        "SmsStatus": status,
        "To": str(event.detail.get("address", "")),
        "From": notice.sender,
        "ErrorCode": _error(notice) if status in _BAD else "",
    }
    fields = {name: value for name, value in fields.items() if value}
    signed = notice.url + "".join(f"{name}{fields[name]}" for name in sorted(fields))
    signature = base64.b64encode(sign(notice.signer, signed.encode())).decode()
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Twilio-Signature": signature,
        "I-Twilio-Idempotency-Token": f"evt_{event.seq}",
    }
    return Note(body=urlencode(fields).encode(), headers=headers)


def _error(notice: Notice) -> str:
    if notice.event.kind == "expired":
        return str(errors.TOO_LATE)
    codes = notice.event.facts.get("codes", ())
    return str(errors.number_of(codes[-1]) if codes else errors.UNEXPLAINED)
