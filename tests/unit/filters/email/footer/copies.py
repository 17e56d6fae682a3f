"""Copies as they leave with their footer, and what the standard library reads in them."""

from __future__ import annotations

import email as oracle
from typing import TYPE_CHECKING

from filters.email.footer.edit import footer
from filters.email.proof import prove
from filters.email.trace import trace_fields
from filters.email.unsubscribe import one_click_unsubscribe
from filters.plan import combine, render
from suppression.tokens import SAMPLE_TOKEN
from tests.mail_builders import URL, email, facts, identity, message

if TYPE_CHECKING:
    from email.message import Message

    from filters.message import EmailFacts
    from filters.plan import Plan

LINK = f"{URL}/u/{SAMPLE_TOKEN}"
SNOWMAN = identity(company="Stra\u00dfe \u2603")
QP = "Content-Transfer-Encoding: quoted-printable\n"
BASE64 = "Content-Transfer-Encoding: base64\n"


def html(body: str, more: str = "") -> bytes:
    return message(f"Content-Type: text/html; charset=utf-8\n{more}\n{body}\n")


def text(body: str, more: str = "") -> bytes:
    return message(f"Content-Type: text/plain; charset=utf-8\n{more}\n{body}\n")


def edited(raw: bytes, context: EmailFacts) -> tuple[bytes, Plan]:
    """Return the copy and the plan of all edits, after the proof found nothing wrong."""
    message_ = email(raw)
    plan = combine(
        edit(message_, context) for edit in (trace_fields, one_click_unsubscribe, footer)
    )
    assert prove(message_, context, plan) == ()
    return render(raw, plan, SAMPLE_TOKEN), plan


def copy(raw: bytes, context: EmailFacts | None = None) -> tuple[bytes, tuple[str, ...]]:
    """Return what leaves and its fixes, after the proof found nothing wrong."""
    written, plan = edited(raw, context or facts())
    return written, plan.fixes


def parts(raw: bytes) -> list[Message]:
    """Return the parts of a message, read by the standard library."""
    return list(oracle.message_from_bytes(raw).walk())


def texts(raw: bytes) -> list[str]:
    """Return the texts of a message, read by the standard library."""
    found = [part for part in parts(raw) if part.get_content_maintype() == "text"]
    return [content(part).decode(part.get_content_charset() or "ascii") for part in found]


def content(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload


def body(raw: bytes, context: EmailFacts | None = None) -> str:
    (only,) = texts(copy(raw, context)[0])
    return only
