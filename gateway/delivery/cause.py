"""What a reply of a next hop is about, and what it says beyond the one recipient."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from filters.email.refusal import Cause, read_refusal
from gateway.delivery.smtp_reply import Answers

if TYPE_CHECKING:
    from gateway.delivery.smtp_reply import Reply

OURS: Final = frozenset({Cause.LOGIN, Cause.QUOTA})
"""What is wrong with our account, or was too much for it, is not the message's fault."""

_FOR_NOW: Final = 4  # RFC 5321 4.2.1
_OF_THEIRS: Final = frozenset({Cause.POLICY, Cause.QUOTA})
_GREYLISTED: Final = re.compile(r"gr[ae]y[- ]?list", re.IGNORECASE)


def cause_of(reply: Reply) -> Cause:
    """Return what a negative reply is about."""
    return read_refusal(reply.code, reply.text)


def rests_domain(reply: Reply) -> bool:
    """Whether nothing for a recipient's domain is taken just now, for policy or too much mail.

    Only an answer about a recipient says so (RFC 5321 3.3); one about the sender or the message is
    about us. Who is told to come again in some minutes (greylisting) has to try each recipient.
    """
    return (
        reply.answers is Answers.RECIPIENT
        and reply.code // 100 == _FOR_NOW
        and cause_of(reply) in _OF_THEIRS
        and _GREYLISTED.search(reply.text) is None
    )
