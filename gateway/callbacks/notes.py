"""A notice as it is posted: its body, and the signature that the application checks."""

from __future__ import annotations

import base64
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
from gateway.standard_webhooks import secret_of, signed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from gateway.spool.notices import Notice

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
_ENDED: Final = _BAD | {"canceled"}  # by whoever asked for it, or by a stop


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What is posted."""

    body: bytes
    headers: Mapping[str, str]


def callback_secret(master: bytes, submitter: str) -> str:
    """Return the secret a submitter checks callbacks with, as Standard Webhooks writes it."""
    return secret_of(_key(master, submitter))


def _key(master: bytes, submitter: str) -> bytes:
    return hmac.digest(master, f"callbacks\0{submitter}".encode(), "sha256")


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
    fields = signed(_key(master, notice.submitter), f"evt_{notice.event.id}", now, body)
    return Note(body=body, headers={"Content-Type": "application/json", **dict(fields)})


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
        "ErrorCode": _error(notice, status),
    }
    fields = {name: value for name, value in fields.items() if value}
    text = notice.url + "".join(f"{name}{fields[name]}" for name in sorted(fields))
    signature = base64.b64encode(sign(notice.signer, text.encode())).decode()
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Twilio-Signature": signature,
        "I-Twilio-Idempotency-Token": f"evt_{event.id}",
    }
    return Note(body=urlencode(fields).encode(), headers=headers)


def _error(notice: Notice, status: str) -> str:
    """Return Twilio's number for why a text did not arrive; "" where nothing is wrong."""
    if notice.event.kind == "expired":
        return str(errors.TOO_LATE)
    codes = notice.event.facts.get("codes", ())
    if codes and status in _ENDED:
        return str(errors.number_of(codes[-1]))
    return str(errors.UNEXPLAINED) if status in _BAD else ""
