"""How many texts are too many: for one person, for a block of numbers, for who sends them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from filters.decision import Effect, Objection
from filters.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filters.message import Sms, SmsFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How many texts, or segments of them, are let pass; money is in millionths."""

    person_in_10_minutes: int = 3
    person_a_day: int = 10
    replies_in_10_minutes: int = 20
    replies_a_day: int = 100
    prefix_in_10_minutes: int = 50
    submitter_segments_a_day: int = 10_000
    region_segments_a_day: int = 20_000
    submitter_spend_a_day: int = 0  # 0 is no limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """How many were accepted lately, this text not among them; a day is the last 24 hours."""

    person_in_10_minutes: int = 0
    person_a_day: int = 0
    replies_in_10_minutes: int = 0  # inside a conversation, counted apart
    replies_a_day: int = 0
    prefix_in_10_minutes: int = 0  # to numbers that differ in their last four digits only
    submitter_segments_a_day: int = 0
    region_segments_a_day: int = 0
    submitter_spend_a_day: int = 0  # in millionths


NONE_SENT: Final = Sent()
SHIPPED_LIMITS: Final = Limits()
MILLIONTHS: Final = 1_000_000
"""Money is counted in millionths, so that nothing is lost of a price of a tenth of a cent."""

_OF_A_DAY: Final = {
    "submitter_segments_a_day": "segments of the submitter",
    "region_segments_a_day": "segments to this country",
    "submitter_spend_a_day": "spent by the submitter",
}
_MONEY: Final = frozenset({"submitter_spend_a_day"})


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


@dataclass(frozen=True, slots=True)
class Use:
    """How much of a limit is used; `limit_name` is its key in the configuration."""

    limit_name: str
    used: int
    limit: int

    @property
    def told(self) -> str:
        """What people read of it."""
        if self.limit_name in _MONEY:
            used, limit = self.used / MILLIONTHS, self.limit / MILLIONTHS
            return f"{used:.2f} of {limit:.2f} {_OF_A_DAY[self.limit_name]} in 24 hours"
        return f"{self.used} of {self.limit} {_OF_A_DAY[self.limit_name]} in 24 hours"


def uses_of_a_day(sent: Sent, limits: Limits) -> tuple[Use, ...]:
    """Return how much is used of what a submitter has in a day, and of what a country gets."""
    every = (Use(name, getattr(sent, name), getattr(limits, name)) for name in _OF_A_DAY)
    return tuple(use for use in every if use.limit or use.limit_name not in _MONEY)


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
