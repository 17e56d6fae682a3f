"""Whether a text advertises: a score, and the words it comes from.

A text is promotional that advertises or encourages purchase, booking, borrowing, sign-up, referral,
donation or return, whatever else it says (CTIA Messaging Principles 5.1).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from filters.decision import Effect, Objection
from filters.rule import rule
from filters.sms.joined import STRONG, taken_apart
from filters.sms.lexicon import OFFERS
from filters.sms.phrases import Match, Token, find, tokens
from filters.sms.protections import PROTECTIONS, SETTLED
from filters.sms.text import sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from filters.message import Sms, SmsFacts

Label = Literal["promotional", "operational", "unsure"]

HOLD_FROM: Final = 0.35
REFUSE_FROM: Final = 0.75
_OPEN: Final = 0.5  # the score of what does not fit together

_EVEN: Final = 2.5  # weight at which a text is as likely the one as the other
_CERTAIN: Final = 3.6  # an offer of this weight is one, whatever stands beside it
_PROTECTION_LIMIT: Final = 4.0

_NEEDED: Final = {
    "security_code": (frozenset({"CODE", "NUMBER"}), "no code"),
    "meeting_link": (frozenset({"LINK", "OFFER_LINK", "NUMBER"}), "no link and no time"),
}
"""What a text of a purpose has to hold; without it, it is not what it says it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceVerdict:
    """How much one sentence advertises."""

    text: str  # normalised
    score: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextVerdict:
    """How much a text advertises: as much as its worst sentence, or all of them together."""

    score: float
    label: Label
    evidence: tuple[str, ...]
    per_sentence: tuple[SentenceVerdict, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    text: str
    names: frozenset[str]
    offers: tuple[Match, ...]
    share: float  # how much of the offers is left, the rest of the sentence considered


def judge_text(text: str, *, purpose: str = "") -> TextVerdict:
    """Judge by the text alone; a purpose can only make it stricter.

    >>> judge_text("Flash sale! 20% off today, shop now").label
    'promotional'
    """
    each = tuple(_readings(sentence) for sentence in sentences(text))
    per_sentence = tuple(
        SentenceVerdict(text=read[0].text, score=_score(read), evidence=_evidence(read))
        for read in each
    )
    readings = tuple(reading for read in each for reading in read)
    score, evidence = _score(readings), _evidence(readings)
    needed, missing = _NEEDED.get(purpose, (frozenset(), ""))
    if needed and not any(needed & read[0].names for read in each):
        score = max(score, _OPEN)
        evidence = (*evidence, f"purpose {purpose}: {missing} in the text")
    return TextVerdict(
        score=score, label=_label(score), evidence=evidence, per_sentence=per_sentence
    )


@rule(
    "SMS_PROMOTIONAL_BLOCKED",
    cites="CTIA Messaging Principles 5.1; policy: texts are never promotional",
)
def text_is_promotional(sms: Sms, facts: SmsFacts) -> Iterator[Objection]:
    """Refuse a text that advertises, whatever purpose it declares."""
    verdict = judge_text(sms.text, purpose=sms.purpose)
    if facts.policy.promotional == "refuse" and verdict.score >= facts.policy.refuse_from:
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
    """Hold a text that may advertise until a person has looked at it."""
    verdict = judge_text(sms.text, purpose=sms.purpose)
    policy = facts.policy
    is_refused = policy.promotional == "refuse" and verdict.score >= policy.refuse_from
    if verdict.score >= policy.hold_from and not is_refused:
        yield Objection(
            recipient=sms.recipient,
            reason=f"The text may advertise (score {verdict.score:.2f}); a person decides.",
            evidence=verdict.evidence,
        )


def _readings(sentence: str) -> tuple[_Reading, ...]:
    """Read a sentence as it stands, and once more with joined words apart if it has any."""
    first, apart = _read(sentence), taken_apart(sentence)
    return (first,) if apart == sentence else (first, _read(apart, lightest=STRONG))


def _read(sentence: str, *, lightest: float = 0.0) -> _Reading:
    cut = tokens(sentence)
    offers = tuple(m for m in find(sentence, cut, OFFERS) if m.phrase.weight >= lightest)
    return _Reading(
        text=sentence,
        names=frozenset(token.name for token in cut),
        offers=offers,
        share=_share(sentence, cut, offers),
    )


def _score(readings: Iterable[_Reading]) -> float:
    """Add up what each group of offers weighs, where it weighs most.

    What protects a sentence protects that sentence alone: no padding makes an offer lighter.
    """
    heaviest: dict[str, float] = {}
    for reading in readings:
        for group, weight in _weights(reading.offers).items():
            heaviest[group] = max(heaviest.get(group, 0.0), weight * reading.share)
    weight = sum(heaviest.values())
    return round(1 / (1 + math.exp(_EVEN - weight)), 3) if weight else 0.0


def _share(sentence: str, cut: Sequence[Token], offers: Sequence[Match]) -> float:
    if not offers:
        return 0.0
    weights = _weights(offers).values()
    total, heaviest = sum(weights), max(weights)
    protection = sum(_weights(find(sentence, cut, PROTECTIONS)).values())
    settled = sum(_weights(find(sentence, cut, SETTLED)).values())
    left = max(
        total - min(protection, _PROTECTION_LIMIT), heaviest if heaviest >= _CERTAIN else 0.0
    )
    return max(0.0, left - settled) / total


def _weights(matches: Iterable[Match]) -> dict[str, float]:
    """Return the weight of each group: of several phrases that say the same, the heaviest."""
    heaviest: dict[str, float] = {}
    for match in matches:
        phrase = match.phrase
        heaviest[phrase.group] = max(heaviest.get(phrase.group, 0.0), phrase.weight)
    return heaviest


def _evidence(readings: Iterable[_Reading]) -> tuple[str, ...]:
    found = [match for reading in readings if reading.share for match in reading.offers]
    found.sort(key=lambda match: -match.phrase.weight)
    return tuple(dict.fromkeys(f"{m.phrase.group}: {m.words}" for m in found))


def _label(score: float) -> Label:
    if score >= REFUSE_FROM:
        return "promotional"
    return "unsure" if score >= HOLD_FROM else "operational"
