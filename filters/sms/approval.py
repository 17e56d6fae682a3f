"""Whether a text reads like a template that a person approved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filters.decision import Effect, Objection
from filters.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filters.message import Sms, SmsFacts


@rule(
    "SMS_TEMPLATE_APPROVED",
    cites="policy: texts that a person approved pass and are recorded",
    effect=Effect.PASS,
)
def text_is_of_a_template(sms: Sms, facts: SmsFacts) -> Iterator[Objection]:
    """Let a text that may advertise pass where it reads like a template that a person approved."""
    if facts.template is not None:
        yield Objection(
            recipient=sms.recipient,
            reason=f"It reads like the approved template {facts.template.template_id}.",
            evidence=(facts.template.template_id,),
        )
