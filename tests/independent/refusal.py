"""Why mail the standard library finds nothing wrong with may be refused."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from tests.independent.beside import why_bodiless
from tests.independent.entities import name_of, split
from tests.independent.header import LONGEST_LINE

if TYPE_CHECKING:
    from collections.abc import Callable


class Ground(Enum):
    """On what ground a message is refused: only the last is the engine's doing."""

    LAW = "by law"
    SENDER = "for whom it says it is from"
    SMTP = "by SMTP"
    ENGINE = "by the engine"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a message is refused; `why` is empty where no reason can be seen in it."""

    ground: Ground
    why: str

    def __str__(self) -> str:
        """Say it as a row of the table."""
        return f"{self.ground.value}: {self.why or 'no reason can be seen'}"


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
    fields, body = split(raw)
    where = [name_of(field) for field in fields if _has_long_line(field)]
    where += ["its body"] if _has_long_line(body) else []
    if not where:
        return ""
    return f"a longer line than SMTP has, without a break, in {where[0]} (RFC 5321 4.5.3.1.6)"


def _has_long_line(text: bytes) -> bool:
    return max(map(len, text.split(b"\r\n"))) > LONGEST_LINE


def _malformed(raw: bytes) -> str:
    names = [name_of(field) for field in split(raw)[0]]
    twice = sorted({name for name in names if names.count(name) > 1} & _ONCE)
    return f"two {', '.join(twice)}: readers differ in which counts (RFC 5322 3.6)" if twice else ""


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


REASONS: Final[dict[str, tuple[Ground, Callable[[bytes], str]]]] = {
    "EMAIL_SUBJECT_DECEPTIVE": (Ground.LAW, _false_answer),
    "EMAIL_SEXUAL_LABEL_MISSING": (Ground.LAW, _explicit),
    "EMAIL_FROM_MALFORMED": (Ground.SENDER, _false_sender),
    "EMAIL_FROM_NOT_AUTHORIZED": (Ground.SENDER, _false_sender),
    "SMTP_BARE_NEWLINE": (Ground.SMTP, _bare_newline),
    "SMTP_LINE_TOO_LONG": (Ground.SMTP, _long_line),
    "MIME_MALFORMED": (Ground.ENGINE, _malformed),
    "MIME_IMMUTABLE_NONCOMPLIANT": (Ground.ENGINE, why_bodiless),
}


def refusal(raw: bytes, codes: tuple[str, ...]) -> Refusal:
    """Return on what ground a message is refused, and the reason that can be seen in it itself."""
    for ground, reason in (REASONS[code] for code in codes if code in REASONS):
        if why := reason(raw):
            return Refusal(ground, why)
    return Refusal(Ground.ENGINE, "")
