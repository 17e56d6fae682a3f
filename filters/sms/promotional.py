"""Whether a text advertises: a score, and the words it comes from.

A text is promotional that advertises or encourages purchase, booking, borrowing, sign-up, referral,
donation or return, whatever else it says (CTIA Messaging Principles 5.1).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from filters.decision import Effect, Objection
from filters.rule import rule
from filters.sms.offers import read_offers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from filters.message import Sms, SmsFacts
    from filters.sms.offers import Offers, SentenceVerdict
    from filters.sms.reading import ModelReading

Label = Literal["promotional", "operational", "unsure"]

HOLD_FROM: Final = 0.35
REFUSE_FROM: Final = 0.75
_OPEN: Final = 0.5  # the score of what does not fit together, or was left open
_SURE: Final = 0.97
"""From here on the rules name an offer that no model talks away: a person reads the text.

Of 12,358 operational texts of the corpus five more are held so; a text made of business with an
offer in the midst is promotional, however much of it is business.
"""

_UNKNOWN_LANGUAGE: Final = "language: neither English nor Spanish, nobody here can read it"

_NEEDED: Final = {
    "security_code": (frozenset({"CODE", "NUMBER"}), "no code"),
    "meeting_link": (frozenset({"LINK", "OFFER_LINK", "NUMBER"}), "no link and no time"),
}
"""What a text of a purpose has to hold; without it, it is not what it says it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextVerdict:
    """How surely a text advertises, and why."""

    score: float
    label: Label
    evidence: tuple[str, ...]
    per_sentence: tuple[SentenceVerdict, ...]


def judge_text(text: str, *, purpose: str = "", reading: ModelReading | None = None) -> TextVerdict:
    """Judge by the text alone; a purpose can only make it stricter.

    >>> judge_text("Flash sale! 20% off today, shop now").label
    'promotional'
    """
    offers = read_offers(text)
    if reading is not None:
        meant = read_offers(reading.meant)
        offers = meant if meant.score > offers.score else offers
        score, evidence = _weighed(offers, reading)
    else:
        score, evidence = offers.score, offers.evidence
    needed, missing = _NEEDED.get(purpose, (frozenset(), ""))
    if needed and not needed & offers.names:
        score = max(score, _OPEN)
        evidence = (*evidence, f"purpose {purpose}: {missing} in the text")
    return TextVerdict(
        score=score, label=_label(score), evidence=evidence, per_sentence=offers.per_sentence
    )


@rule(
    "SMS_PROMOTIONAL_BLOCKED",
    cites="CTIA Messaging Principles 5.1; policy: texts are never promotional",
)
def text_is_promotional(sms: Sms, facts: SmsFacts) -> Iterator[Objection]:
    """Refuse a text that advertises, whatever purpose it declares."""
    verdict = judge_text(sms.text, purpose=sms.purpose, reading=facts.reading)
    if _is_refused(sms, facts, verdict):
        yield Objection(
            recipient=sms.recipient,
            reason=f"The text advertises (score {verdict.score:.2f}); such texts are not sent.",
            evidence=verdict.evidence,
        )


@rule(
    "HELD_REVIEW",
    cites="CTIA Messaging Principles 5.1; policy: texts are never promotional",
    effect=Effect.HOLD,
)
def text_may_be_promotional(sms: Sms, facts: SmsFacts) -> Iterator[Objection]:
    """Hold a text that may advertise, alone or with those just before it; a person looks at it."""
    verdict = judge_text(sms.text, purpose=sms.purpose, reading=facts.reading)
    if _is_refused(sms, facts, verdict):
        return
    if verdict.score >= _held_from(facts):
        reason = f"The text may advertise (score {verdict.score:.2f}); a person decides."
        yield Objection(recipient=sms.recipient, reason=reason, evidence=verdict.evidence)
        return
    is_code = facts.reading is not None and facts.reading.unread == "code"
    if facts.earlier is None or is_code:
        return
    # of a template a person has said what it is: what the rules see in it with others still counts
    reading = facts.earlier.reading if facts.template is None else None
    together = judge_text(facts.earlier.together, reading=reading)
    if together.score >= _held_from(facts):
        reason = (
            "With the texts just before it, the text may advertise (score"
            f" {together.score:.2f}); a person decides."
        )
        evidence = ("with earlier texts", *together.evidence)
        yield Objection(recipient=sms.recipient, reason=reason, evidence=evidence)


def _is_refused(sms: Sms, facts: SmsFacts, verdict: TextVerdict) -> bool:
    """Whether a text surely advertises; of one that reads like a template the rules say that."""
    policy = facts.policy
    if policy.promotional != "refuse" or verdict.score < policy.refuse_from:
        return False
    if facts.template is None:
        return True
    meant = facts.reading.meant if facts.reading is not None else ""
    return max(read_offers(sms.text).score, read_offers(meant).score) >= policy.refuse_from


def _held_from(facts: SmsFacts) -> float:
    """Return the score from which a text is held: a person has settled a template's doubts."""
    return facts.policy.hold_from if facts.template is None else facts.policy.refuse_from


def _weighed(offers: Offers, reading: ModelReading) -> tuple[float, tuple[str, ...]]:
    if reading.unread == "code":  # policy: security codes arrive in every language
        return offers.score, offers.evidence
    if reading.unread == "language":  # policy: a text of unknown class counts as promotional
        return max(offers.score, _OPEN), (*offers.evidence, _UNKNOWN_LANGUAGE)
    score = reading.score(offers.score)
    if offers.score >= _SURE:
        score = max(score, _OPEN)
    evidence = offers.evidence
    if score >= HOLD_FROM:
        evidence = (*evidence, *(f"words: {words}" for words in reading.words()))
    if reading.is_open:
        score = max(score, _OPEN)
        evidence = (*evidence, "the model of meaning is not installed (extra [model])")
    return score, evidence


def _label(score: float) -> Label:
    if score >= REFUSE_FROM:
        return "promotional"
    return "unsure" if score >= HOLD_FROM else "operational"
