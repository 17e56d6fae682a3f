"""Messages of long lines, and the copies that leave of them."""

from __future__ import annotations

import email as oracle

from filters.catalogue import EMAIL_CLOSING_EDITS, EMAIL_EDITS
from filters.decision import Effect
from filters.email.long_lines import line_is_too_long
from filters.email.newlines import has_long_line
from filters.email.proof import prove
from filters.judge import judge
from filters.plan import Plan, combine, render
from suppression.tokens import SAMPLE_TOKEN
from tests.mail_builders import URL, email, facts

LINK = f"{URL}/u/{SAMPLE_TOKEN}"
LONG = "word " * 400
TEXT = "Content-Type: text/plain; charset=utf-8\n\n"
HTML = "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
ENDLESS = "QUJD" * 700
PDF = f"Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n{ENDLESS}"


def planned(raw: bytes) -> Plan:
    submitted = email(raw)
    plan = combine(edit(submitted, facts()) for edit in EMAIL_EDITS)
    for edit in EMAIL_CLOSING_EDITS:
        plan = combine([plan, edit(submitted, facts(), plan)])
    return plan


def sent(raw: bytes, *, tells: bool = True) -> bytes:
    """Return the copy, after nothing was held against the message or the plan."""
    (ruling,) = judge(email(raw), facts(), (line_is_too_long,))
    assert ruling.effect is Effect.PASS
    plan = planned(raw)
    assert prove(email(raw), facts(), plan) == ()
    assert ("F_LINES_BROKEN" in plan.fixes) is tells
    copy = render(raw, plan, SAMPLE_TOKEN)
    assert not has_long_line(copy)
    assert copy.endswith(b"\r\n")
    return copy


def contents(raw: bytes) -> list[bytes]:
    found = []
    for part in oracle.message_from_bytes(raw).walk():
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes):
            found.append(payload)
    return found


def mixed(*parts: str) -> str:
    body = "".join(f"--m\n{part}\n" for part in parts)
    return f"Content-Type: multipart/mixed; boundary=m\n\n{body}--m--\n"
