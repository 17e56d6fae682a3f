"""Whether a recipient is a phone that email reaches as a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filters.decision import Objection
from filters.email.wireless_domains import AS_OF, WIRELESS_DOMAINS
from filters.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filters.message import Email, EmailFacts


@rule("EMAIL_WIRELESS_DOMAIN", cites="47 CFR 64.3100(a)")
def recipient_is_a_phone(email: Email, facts: EmailFacts) -> Iterator[Objection]:
    """Refuse commercial email to a phone: without express prior authorisation it is unlawful."""
    if not facts.verdict.is_commercial:
        return
    for recipient in email.recipients:
        if _is_wireless(recipient.domain):
            yield Objection(
                recipient=recipient,
                reason="The domain turns email into texts to phones.",
                evidence=(f"{recipient.domain}, table of {AS_OF}",),
            )


def _is_wireless(domain: str) -> bool:
    """Whether the domain or one above it is in the table."""
    labels = domain.split(".")
    return any(".".join(labels[i:]) in WIRELESS_DOMAINS for i in range(len(labels)))
