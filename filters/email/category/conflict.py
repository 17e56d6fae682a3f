"""Whether what was declared about a message can be right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from filters.decision import Effect, Objection
from filters.email.category.categorise import contradicts
from filters.message import Category
from filters.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filters.message import Email, EmailFacts

_DECLARABLE: Final = frozenset(
    {"", Category.COMMERCIAL, Category.TRANSACTIONAL, Category.CONVERSATIONAL}
)


@rule("EMAIL_CLASS_CONFLICT", cites="15 U.S.C. 7702(17); 16 CFR 316.3(a)")
def content_contradicts_category(email: Email, facts: EmailFacts) -> Iterator[Objection]:
    """Hold or refuse advertising said to be something else, or say that it counts as commercial."""
    overruled = facts.verdict.decided_by == "content"
    if not overruled and not contradicts(facts.verdict):
        return
    if overruled:
        effect, reason = Effect.PASS, "The message reads as advertising, so it counts as such."
    elif facts.policy.on_category_conflict == "refuse":
        effect, reason = Effect.REFUSE, "The message reads as advertising."
    else:
        effect, reason = Effect.HOLD, "The message reads as advertising; a person decides."
    for recipient in email.recipients:
        yield Objection(
            recipient=recipient, reason=reason, evidence=facts.verdict.evidence, effect=effect
        )


@rule("EMAIL_CLASS_BASIS_MISSING", cites="15 U.S.C. 7702(17)(A); 16 CFR 316.3(b)-(c)")
def transactional_without_basis(email: Email, facts: EmailFacts) -> Iterator[Objection]:
    """Refuse email declared transactional that does not name one of the five lawful reasons."""
    verdict = facts.verdict
    if (
        verdict.category is Category.TRANSACTIONAL
        and verdict.decided_by == "declared"
        and not verdict.basis
    ):
        reason = "Transactional email names its basis: transaction, safety, account and so on."
        for recipient in email.recipients:
            yield Objection(recipient=recipient, reason=reason)


@rule("W_CLASS_UNFOUNDED", cites="15 U.S.C. 7702(17)(A); 16 CFR 316.3(c)", effect=Effect.PASS)
def transactional_without_business(email: Email, facts: EmailFacts) -> Iterator[Objection]:
    """Warn about email said to be transactional in which nothing is plainly agreed business."""
    verdict = facts.verdict
    if verdict.is_unfounded and verdict.category is Category.TRANSACTIONAL:
        reason = "Nothing in the text is plainly about business that was agreed on."
        for recipient in email.recipients:
            yield Objection(recipient=recipient, reason=reason, evidence=verdict.evidence)


@rule("W_CLASS_MIXED", cites="16 CFR 316.3(a)(2)", effect=Effect.PASS)
def transactional_that_also_sells(email: Email, facts: EmailFacts) -> Iterator[Objection]:
    """Warn about transactional email in which a sentence advertises below the business."""
    verdict = facts.verdict
    if verdict.also_sells and verdict.category is Category.TRANSACTIONAL:
        reason = "Advertising stands beside the business; it may not come first or outweigh it."
        for recipient in email.recipients:
            yield Objection(recipient=recipient, reason=reason, evidence=verdict.evidence)


@rule("EMAIL_CATEGORY_UNKNOWN", cites="16 CFR 316.3: the category decides the duties")
def declaration_is_unknown(email: Email, facts: EmailFacts) -> Iterator[Objection]:
    """Refuse email declared to be of a category that does not exist, rather than guess."""
    if facts.verdict.declared not in _DECLARABLE:
        for recipient in email.recipients:
            yield Objection(
                recipient=recipient,
                reason="Declare commercial, transactional; basis=… or conversational.",
            )
