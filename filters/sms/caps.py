"""Whether texts are too many: for one person, for a block of numbers, for who sends them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filters.decision import Effect, Objection
from filters.rule import rule
from filters.sms.limits import uses_of_a_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filters.message import Sms, SmsFacts
    from filters.sms.limits import Limits, Sent


@rule("SMS_FREQUENCY_CAP", cites="policy: nobody is texted without end", effect=Effect.DEFER)
def person_gets_too_many(sms: Sms, facts: SmsFacts) -> Iterator[Objection]:
    """Refuse for now a text to a person who was sent as many as one gets, answers counted apart."""
    counted = _of_person(facts.sent, facts.policy.limits, is_reply=facts.conversation_open)
    told = tuple(f"{count} of {limit} {what}" for count, limit, what in counted if count >= limit)
    if told:
        yield Objection(
            recipient=sms.recipient,
            reason="The person was sent as many texts as one gets in this time.",
            evidence=told,
        )


@rule("RATE_HARVEST", cites="policy: no texts to numbers one after the other", effect=Effect.DEFER)
def numbers_are_gone_through(sms: Sms, facts: SmsFacts) -> Iterator[Objection]:
    """Refuse for now a text to a block of numbers that too many texts went to just before."""
    count, limit = facts.sent.prefix_in_10_minutes, facts.policy.limits.prefix_in_10_minutes
    if count >= limit:
        yield Objection(
            recipient=sms.recipient,
            reason="Too many texts went to numbers beside this one just before.",
            evidence=(f"{count} of {limit} texts in 10 minutes",),
        )


@rule("RATE_TENANT", cites="policy: a lost key is no open tap", effect=Effect.DEFER)
def day_is_used_up(sms: Sms, facts: SmsFacts) -> Iterator[Objection]:
    """Refuse for now a text beyond what a submitter has in a day, or what a country gets."""
    uses = uses_of_a_day(facts.sent, facts.policy.limits)
    told = tuple(use.told for use in uses if use.used >= use.limit)
    if told:
        yield Objection(
            recipient=sms.recipient,
            reason="As much was sent as is let pass in a day.",
            evidence=told,
        )


def _of_person(
    sent: Sent, limits: Limits, *, is_reply: bool
) -> tuple[tuple[int, int, str], tuple[int, int, str]]:
    """Return how many a person was sent, how many they may be, and of what."""
    if is_reply:
        return (
            (sent.replies_in_10_minutes, limits.replies_in_10_minutes, "answers in 10 minutes"),
            (sent.replies_a_day, limits.replies_a_day, "answers in 24 hours"),
        )
    return (
        (sent.person_in_10_minutes, limits.person_in_10_minutes, "texts in 10 minutes"),
        (sent.person_a_day, limits.person_a_day, "texts in 24 hours"),
    )
