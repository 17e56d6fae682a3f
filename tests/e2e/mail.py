"""Messages as mail programs make them, and what a reader finds in the copies that arrive."""

from __future__ import annotations

import re
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Final

from tests.e2e.settings import BOUNCES, NEWS

DATA: Final = Path(__file__).parents[1] / "data" / "mail"
ANN: Final = "ann@people.example"
BOB: Final = "bob@people.example"
CAT: Final = "cat@elsewhere.example"

_WORDS: Final = """\
Do more with your account!

Upgrade to our premium account now and enjoy 20% off the upgrade price.

Your Awesome Co team
"""
_RECEIPT: Final = "Hi Bob,\n\nYour credit card ending in 1234 has been charged $39.99.\n"


def newsletter(*to: str, subject: str = "Do more with your account") -> bytes:
    """Return an advertisement, as text and HTML."""
    message = _message(to or (ANN,), subject, _WORDS)
    message.add_alternative((DATA / "newsletter.html").read_text(encoding="utf-8"), subtype="html")
    return bytes(message)


def template(*to: str, subject: str = "From our template") -> bytes:
    """Return an advertisement whose texts say where link and postal address belong."""
    words = "20% off.\n\nUnsubscribe: {{unsubscribe_url}}\nShop Ltd, {{physical_address}}\n"
    message = _message(to or (ANN,), subject, words)
    html = (
        "<html><body><p>20% off.</p><p>Shop Ltd, *|LIST:ADDRESS|*</p>"
        '<a href="%7B%7Bunsubscribe_url%7D%7D?from=email">Unsubscribe</a></body></html>\n'
    )
    message.add_alternative(html, subtype="html", cte="base64")
    return bytes(message)


def receipt(*to: str) -> bytes:
    """Return a receipt, as text and HTML, with fields that must not leave."""
    message = _message(to or (ANN,), "Your receipt", _RECEIPT)
    message["X-Optwarden-Category"] = "transactional; basis=transaction"
    message["Bcc"] = "audit@shop.example"
    message["X-Mailer"] = "Shop 1.0"
    message.add_alternative((DATA / "receipt.html").read_text(encoding="utf-8"), subtype="html")
    return bytes(message)


def letter(number: int) -> bytes:
    """Return a short message that names its number."""
    message = _message((ANN,), f"Letter {number}", f"This is number {number}.\n")
    message["X-Number"] = str(number)
    return bytes(message)


def text_of(message: EmailMessage) -> str:
    """Return what a reader of plain text sees."""
    return _content(message, "plain")


def html_of(message: EmailMessage) -> str:
    """Return the HTML body."""
    return _content(message, "html")


def link_of(message: EmailMessage) -> str:
    """Return the URL of its List-Unsubscribe field, of which there is exactly one."""
    (value,) = message.get_all("List-Unsubscribe", [])
    match = re.fullmatch(r"<(https?://[^>]+/u/[^>/]+)>", str(value))
    assert match, value
    return match[1]


def _message(to: tuple[str, ...], subject: str, words: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = f"Awesome Co <{NEWS}>"
    message["To"] = ", ".join(to)
    message["Subject"] = subject
    message["Date"] = "Mon, 02 Mar 2026 12:00:00 +0000"
    message["Message-ID"] = f"<{subject.replace(' ', '.').lower()}@shop.example>"
    message["Reply-To"] = BOUNCES
    message.set_content(words)
    return message


def _content(message: EmailMessage, subtype: str) -> str:
    body = message.get_body((subtype,))
    assert body is not None, f"no text/{subtype} in {message.as_string()[:2000]}"
    return str(body.get_content())
