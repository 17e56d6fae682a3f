"""What a reason code means to the program that gets it: the reply, and how to mend the cause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

NO_REPLY: Final = ""
"""The `smtp` of a code that no SMTP client is ever answered with."""

NO_STATUS: Final = 0
"""The `http` of a code that is no HTTP status of its own: it only appears inside an answer."""


@dataclass(frozen=True, slots=True)
class Code:
    """The replies to one reason code and its words for people."""

    smtp: str  # "550 5.7.1": reply code and enhanced status code (RFC 5321 4.2, RFC 3463)
    http: int  # RFC 9110 15
    title: str  # the same sentence for every occurrence (RFC 9457 3.1.3)
    remedy: str  # what the submitter or the admin does about it
