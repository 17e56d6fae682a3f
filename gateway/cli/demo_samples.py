"""What the demonstration sends through itself, and to whom."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from typing import Final

_MESSAGES: Final = resources.files("gateway.cli") / "demo_messages"

JANE: Final = "jane@example.org"
BOB: Final = "bob@example.org"  # who opted out of advertising
ASKED: Final = "+12025550123"  # who asked to be texted
NEVER_ASKED: Final = "+12025550199"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailSample:
    """An email handed in by SMTP."""

    title: str
    sender: str
    to: tuple[str, ...]
    file: str

    @property
    def raw(self) -> bytes:
        """The message with CRLF line ends."""
        content = (_MESSAGES / self.file).read_bytes()
        return content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSample:
    """A text posted to the API."""

    title: str
    to: str
    text: str
    purpose: str


SAMPLES: Final[tuple[EmailSample | TextSample, ...]] = (
    EmailSample(
        title="A newsletter to Jane and to Bob, who opted out",
        sender="news@example.com",
        to=(JANE, BOB),
        file="newsletter.eml",
    ),
    EmailSample(
        title="A receipt to Bob, declared transactional",
        sender="orders@example.com",
        to=(BOB,),
        file="receipt.eml",
    ),
    EmailSample(
        title="Sam's answer to a question of Bob's, declared conversational",
        sender="sam@example.com",
        to=(BOB,),
        file="reply.eml",
    ),
    EmailSample(
        title="A signed letter that sells; its signature stays valid",
        sender="news@example.com",
        to=(JANE,),
        file="signed.eml",
    ),
    TextSample(
        title="A text that advertises",
        to=ASKED,
        text="Flash sale! 20% off today, shop now",
        purpose="service_alert",
    ),
    TextSample(
        title="A sign-in code to somebody who asked to be texted",
        to=ASKED,
        text="Your Example Co sign-in code is 482913. It expires in 10 minutes.",
        purpose="security_code",
    ),
)
