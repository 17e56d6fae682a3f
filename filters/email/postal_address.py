"""Whether commercial email can say where its sender is to be found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filters.decision import Objection
from filters.message import NOBODY
from filters.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filters.message import Email, EmailFacts


@rule("EMAIL_POSTAL_ADDRESS_MISSING", cites="15 U.S.C. 7704(a)(5)(A)(iii); 16 CFR 316.2(p)")
def postal_address_is_missing(email: Email, facts: EmailFacts) -> Iterator[Objection]:
    """Refuse commercial email of a sender identity that has no postal address to add."""
    if facts.identity == NOBODY:
        return  # whose address is missing is not known; the sender is refused for that
    if facts.verdict.is_commercial and not facts.identity.postal_address.strip():
        for recipient in email.recipients:
            yield Objection(
                recipient=recipient,
                reason="The sender identity has no postal address.",
                evidence=(f"sender identity: {facts.identity.name}",),
            )
