"""Whether a text of the person's, which may ask for an opt-out, still waits for a reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filters.decision import Effect, Objection
from filters.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filters.message import Sms, SmsFacts

ANSWERS: Final = frozenset({"", "support_reply", "security_code"})
"""Purposes of what answers the person: it goes on while their text waits for a reader."""


@rule("SUPPRESSED_PENDING_REVOCATION", cites="47 CFR 64.1200(a)(10)", effect=Effect.HOLD)
def text_waits_for_a_reader(sms: Sms, facts: SmsFacts) -> Iterator[Objection]:
    """Hold a text that answers nothing to a person whose own may ask for an opt-out, yet unread."""
    if facts.is_unread and sms.purpose not in ANSWERS:
        yield Objection(
            recipient=sms.recipient,
            reason="A text of the person may ask for an opt-out, and nobody has read it.",
        )
