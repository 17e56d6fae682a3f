"""Why mail the standard library finds nothing wrong with may be refused, or left whole."""

from __future__ import annotations

import email
import email.policy
import re
from typing import TYPE_CHECKING, Final

from tests.independent.displayed import displayed
from tests.independent.entities import name_of, read, split
from tests.independent.header import LONGEST_LINE

if TYPE_CHECKING:
    from collections.abc import Callable

_ONCE: Final = frozenset(
    "from sender reply-to to cc bcc message-id in-reply-to references subject date mime-version"
    " content-type content-transfer-encoding content-disposition return-path".split()
)
_ANSWER: Final = re.compile(r"(?i)^\s*(?:re|aw|sv|antw|fwd?|wg)\s*(?:\[\d+\])?\s*:")
_DOMAIN: Final = re.compile(r"(?i)[a-z0-9-]+(?:\.[a-z0-9-]+)+\.?")


def _bare_newline(raw: bytes) -> str:
    found = re.search(rb"\r(?!\n)|(?<!\r)\n|\0", raw)
    return "no line end of SMTP (RFC 5321 2.3.8)" if found else ""


def _long_line(raw: bytes) -> str:
    long = max(map(len, raw.split(b"\r\n"))) > LONGEST_LINE
    return "a line longer than SMTP has (RFC 5321 4.5.3.1.6)" if long else ""


def _malformed(raw: bytes) -> str:
    names = [name_of(field) for field in split(raw)[0]]
    twice = sorted({name for name in names if names.count(name) > 1} & _ONCE)
    return f"{', '.join(twice)} stands twice (RFC 5322 3.6)" if twice else ""


def why_not_edited(raw: bytes) -> str:
    """Return what a message is that has no body a footer may stand in; "" where it has one."""
    whole = read(raw)
    if any(displayed(whole)):
        return ""
    return f"no body to write to: {whole.content_type}"


def _false_answer(raw: bytes) -> str:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    answers = message["In-Reply-To"] or message["References"]
    found = _ANSWER.match(str(message["Subject"])) and not answers
    return "the subject says it answers, the message does not (16 CFR 316.3)" if found else ""


def _false_sender(raw: bytes) -> str:
    message = email.message_from_bytes(raw, policy=email.policy.default)
    (sender,) = message["From"].addresses
    if "@" in sender.display_name:
        return "the name of the sender is another address"
    return "" if _DOMAIN.fullmatch(sender.domain) else "the domain of the sender is none"


def _explicit(raw: bytes) -> str:
    found = re.search(rb"(?i)\b(?:xxx|porn|hardcore|horny|sex shows?|naked (?:girls|teens))", raw)
    return "sexually explicit without its label (16 CFR 316.4)" if found else ""


REASONS: Final[dict[str, Callable[[bytes], str]]] = {
    "SMTP_BARE_NEWLINE": _bare_newline,
    "SMTP_LINE_TOO_LONG": _long_line,
    "MIME_MALFORMED": _malformed,
    "MIME_IMMUTABLE_NONCOMPLIANT": why_not_edited,
    "EMAIL_SUBJECT_DECEPTIVE": _false_answer,
    "EMAIL_FROM_MALFORMED": _false_sender,
    "EMAIL_FROM_NOT_AUTHORIZED": _false_sender,
    "EMAIL_SEXUAL_LABEL_MISSING": _explicit,
}


def why_refused(raw: bytes, codes: tuple[str, ...]) -> str:
    """Return the reason that can be seen in the message itself; "" where none can."""
    return next((why for code in codes if code in REASONS and (why := REASONS[code](raw))), "")
