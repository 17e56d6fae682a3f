"""Whether a message brings opt-out fields of somebody else, whose opt-outs would not reach us."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filters.decision import Effect, Objection
from filters.email.footer.edit import UNSUBSCRIBE_PATH
from filters.email.footer.passage import foreign_unsubscribe
from filters.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filters.message import Email, EmailFacts

REPLACED: Final = "W_UNSUBSCRIBE_REPLACED"
_LONGEST: Final = 998  # characters kept of one field


@rule("EMAIL_UNSUBSCRIBE_FOREIGN", cites="15 U.S.C. 7704(a)(3)(A), (4)(A); RFC 8058 3.1")
def opt_outs_go_elsewhere(email: Email, facts: EmailFacts) -> Iterator[Objection]:
    """Refuse commercial email whose List-Unsubscribe is not ours, where policy says so."""
    if facts.policy.on_foreign_unsubscribe == "refuse":
        reason = "The List-Unsubscribe field leads to somebody else's opt-outs."
        yield from _objections(email, facts, reason)


@rule(REPLACED, cites="15 U.S.C. 7704(a)(3)(A), (4)(A); RFC 8058 3.1", effect=Effect.PASS)
def opt_outs_went_elsewhere(email: Email, facts: EmailFacts) -> Iterator[Objection]:
    """Warn about commercial email whose List-Unsubscribe is replaced by ours, and keep it."""
    if facts.policy.on_foreign_unsubscribe == "replace":
        reason = "The List-Unsubscribe field was replaced: its opt-outs would not have reached us."
        yield from _objections(email, facts, reason)


def _objections(email: Email, facts: EmailFacts, reason: str) -> Iterator[Objection]:
    if not facts.verdict.is_commercial:
        return
    link = facts.policy.public_url + UNSUBSCRIBE_PATH
    found = foreign_unsubscribe(email.raw, email.tree, link)
    if found:
        evidence = tuple(value[:_LONGEST] for value in found)
        for recipient in email.recipients:
            yield Objection(recipient=recipient, reason=reason, evidence=evidence)
