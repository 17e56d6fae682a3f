"""Builders: a configuration, a submitter, a submitted email or text, ordinary but for the test."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from filters.message import Arrival
from gateway.config.models import Company, Config, Public, Route, SenderConfig, SubmitterConfig
from gateway.config.texting import SmsConfig, SmsLimits
from gateway.queue_id import QueueIds
from gateway.submission import EmailSubmission, SmsSubmission, Submitter
from tests.make import ANN, message

NOW: Final = datetime(2026, 3, 2, 17, tzinfo=UTC)  # a Monday, nine in the morning in California
CALIFORNIAN: Final = "+19169668284"
ADDRESS: Final = "1 Real St, Springfield, IL 62701"
OUTBOX: Final = Route(name="out", channel="email", kind="outbox")
TEXTS: Final = Route(name="texts", channel="sms", kind="outbox")
NO_LIMITS: Final = SmsLimits(**dict.fromkeys(SmsLimits.model_fields, 1_000_000))
_queue_ids: Final = QueueIds()


def config(**sections: Any) -> Config:  # noqa: ANN401 - any section
    """Write a configuration with two sender identities, a submitter for both and two outboxes."""
    values: dict[str, Any] = {
        "data_dir": Path("data"),
        "company": Company(name="Example Co", postal_address=ADDRESS, contact="help@example.com"),
        "public": Public(url="https://mail.example.com"),
        "submitter": (SubmitterConfig(name="shop", senders=("*",), networks=("127.0.0.0/8",)),),
        "sender": (
            SenderConfig(name="example", domains=("example.com",)),
            SenderConfig(name="outlet", domains=("outlet.example",)),
        ),
        "route": (OUTBOX, TEXTS),
    }
    values |= sections
    sms = values.setdefault("sms", SmsConfig())
    if "limits" not in sms.model_fields_set:  # the clocks of tests stand still
        values["sms"] = sms.model_copy(update={"limits": NO_LIMITS})
    return Config.model_validate(values)


def submitter(**changed: Any) -> Submitter:  # noqa: ANN401 - any field
    values: dict[str, Any] = {
        "name": "shop",
        "senders": ("*",),
        "may_declare": frozenset({"commercial", "transactional", "conversational"}),
        "default_category": "",
    }
    return Submitter(**{**values, **changed})


def submission(
    raw: bytes | None = None,
    *to: str,
    at: datetime = NOW,
    **changed: Any,  # noqa: ANN401 - any field
) -> EmailSubmission:
    """Write an email as an edge hands it over, to Ann unless told otherwise."""
    values: dict[str, Any] = {
        "queue_id": _queue_ids.next(),
        "submitter": submitter(),
        "arrival": Arrival(
            hostname="gate.example.com", protocol="ESMTP", helo="app", peer="192.0.2.7", at=at,
            submitter="shop",
        ),
        "reverse_path": "bounces@example.com",
        "recipients": to or (ANN,),
        "raw": message() if raw is None else raw,
    }  # fmt: skip
    return EmailSubmission(**{**values, **changed})


def text_submission(
    text: str = "Your appointment is at 3.",
    *,
    at: datetime = NOW,
    **changed: Any,  # noqa: ANN401 - any field
) -> SmsSubmission:
    """Write a text as an application posts it."""
    values: dict[str, Any] = {
        "queue_id": _queue_ids.next(),
        "submitter": submitter(),
        "to": CALIFORNIAN,
        "sender": "",
        "text": text,
        "purpose": "appointment",
        "in_reply_to": "",
        "received_at": at,
        "send_at": at,
        "valid_until": at + timedelta(days=1),
        "metadata": "",
    }
    return SmsSubmission(**{**values, **changed})
