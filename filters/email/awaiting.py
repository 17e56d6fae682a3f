"""Whether a reply of the recipient, which may ask for an opt-out, still waits for a reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filters.decision import Effect, Objection
from filters.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filters.message import Email, EmailFacts


@rule(
    "SUPPRESSED_PENDING_REVOCATION",
    cites="16 CFR 316.5; 47 CFR 64.1200(a)(10)",
    effect=Effect.HOLD,
)
def reply_waits_for_a_reader(email: Email, facts: EmailFacts) -> Iterator[Objection]:
    """Hold commercial email to a person whose reply may ask for an opt-out and is yet unread."""
    if not facts.verdict.is_commercial:
        return
    for recipient in email.recipients:
        if recipient.key in facts.unread:
            yield Objection(
                recipient=recipient,
                reason="A reply of the recipient may ask for an opt-out, and nobody has read it.",
            )
