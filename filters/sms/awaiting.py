"""Whether a text of the person's, which may ask for an opt-out, still waits for a reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filters.decision import Effect, Objection
from filters.rule import rule
from filters.sms.security_codes import SECURITY_CODE, is_awaited

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filters.message import Sms, SmsFacts

ANSWERS: Final = frozenset({"", "support_reply", SECURITY_CODE})
"""Purposes of what answers the person: it goes on while their text waits for a reader.

A security code does where there is one in the text.
"""


@rule("SUPPRESSED_PENDING_REVOCATION", cites="47 CFR 64.1200(a)(10)", effect=Effect.HOLD)
def text_waits_for_a_reader(sms: Sms, facts: SmsFacts) -> Iterator[Objection]:
    """Hold a text that answers nothing to a person whose own may ask for an opt-out, yet unread."""
    answers = sms.purpose in ANSWERS and (
        sms.purpose != SECURITY_CODE or is_awaited(sms.purpose, sms.text)
    )
    if facts.is_unread and not answers:
        yield Objection(
            recipient=sms.recipient,
            reason="A text of the person may ask for an opt-out, and nobody has read it.",
        )
