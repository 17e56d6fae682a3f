"""Messages and facts for tests of the email engine."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from filters.email.mime import parse
from filters.message import (
    Arrival,
    Category,
    CategoryVerdict,
    Email,
    EmailFacts,
    EmailPolicy,
    Recipient,
    SenderIdentity,
)
from suppression.keys import RecipientKey

URL = "https://mail.example.com"
ADDRESS = "123 Main St, Springfield, IL 62701"
NOTICE = "This is an advertisement from Example Co."
AT = datetime(2026, 11, 23, 6, 0, 0, tzinfo=UTC)
HEADER = (
    "From: News <news@example.com>\n"
    "To: bob@example.net\n"
    "Subject: Hello\n"
    "Date: Mon, 23 Nov 2026 05:00:00 +0000\n"
    "Message-ID: <1@example.com>\n"
    "MIME-Version: 1.0\n"
)


def crlf(text: str | bytes) -> bytes:
    data = text.encode() if isinstance(text, str) else text
    return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def message(rest: str | bytes) -> bytes:
    """Return a message of which `rest` is everything after the ordinary fields."""
    return crlf(HEADER) + crlf(rest)


def recipient(address: str = "bob@example.net") -> Recipient:
    return Recipient(address=address, key=RecipientKey(address))


def email(raw: bytes, **changes: Any) -> Email:  # noqa: ANN401 - any field of the value
    values: dict[str, Any] = {
        "queue_id": "0123456789abc",
        "reverse_path": "bounces@example.com",
        "recipients": (recipient(),),
        "raw": raw,
        "tree": parse(raw),
    }
    return Email(**{**values, **changes})


def identity(**changes: Any) -> SenderIdentity:  # noqa: ANN401 - any field of the value
    values: dict[str, Any] = {
        "name": "example",
        "company": "Example Co",
        "postal_address": ADDRESS,
        "contact": "support@example.com",
        "domains": frozenset({"example.com"}),
        "numbers": frozenset(),
        "can_sign": True,
    }
    return SenderIdentity(**{**values, **changes})


def policy(**changes: Any) -> EmailPolicy:  # noqa: ANN401 - any field of the value
    values: dict[str, Any] = {
        "public_url": URL,
        "mail_domain": "",
        "on_category_conflict": "treat-as-commercial",
        "on_uneditable": "append-part",
        "footer_scope": "commercial",
        "dkim_missing": "warn",
        "on_foreign_unsubscribe": "replace",
        "category_header": "X-Optwarden-Category",
    }
    return EmailPolicy(**{**values, **changes})


def facts(category: Category = Category.COMMERCIAL, **changes: Any) -> EmailFacts:  # noqa: ANN401 - any field of the value
    values: dict[str, Any] = {
        "verdict": CategoryVerdict(
            category=category,
            basis="",
            decided_by="declared",
            declared=category,
            looks_commercial=False,
        ),
        "stream": "weekly-news",
        "from_domain": "example.com",
        "identity": identity(),
        "allowed": (identity(),),
        "suppressed": {},
        "policy": policy(),
        "arrival": Arrival(
            hostname="gw.example.com",
            protocol="ESMTPSA",
            helo="app.example.com",
            peer="192.0.2.7",
            at=AT,
            submitter="local",
        ),
    }
    return EmailFacts(**{**values, **changes})
