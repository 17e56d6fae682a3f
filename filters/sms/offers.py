"""The offers a text makes in words that are known: a score, and the words it comes from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from filters.sms.alike import with_noughts
from filters.sms.joined import STRONG, taken_apart
from filters.sms.lexicon import OFFERS
from filters.sms.phrases import Match, Token, find, tokens
from filters.sms.protections import PROTECTIONS, SETTLED
from filters.sms.text import sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_EVEN: Final = 2.5  # weight at which a text is as likely the one as the other
_CERTAIN: Final = 3.6  # an offer of this weight is one, whatever stands beside it
_PROTECTION_LIMIT: Final = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceVerdict:
    """How much one sentence advertises."""

    text: str  # normalised
    score: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """What a text offers: as much as its worst sentence, or all of them together."""

    score: float  # 0 to 1
    evidence: tuple[str, ...]
    per_sentence: tuple[SentenceVerdict, ...]
    names: frozenset[str]  # words and kinds of words, see `phrases.Token`


class _Reading(NamedTuple):
    text: str
    names: frozenset[str]
    offers: tuple[Match, ...]
    share: float  # how much of the offers is left, the rest of the sentence considered


@lru_cache(maxsize=256)
def read_offers(text: str) -> Offers:
    """Read a text by the words of offers and of business alone.

    >>> read_offers("Flash sale! 20% off today, shop now").evidence[:2]
    ('sale: flash sale', 'discount: 20% off')
    """
    each = tuple(_readings(sentence) for sentence in sentences(text))
    readings = tuple(reading for read in each for reading in read)
    return Offers(
        score=_score(readings),
        evidence=_evidence(readings),
        per_sentence=tuple(
            SentenceVerdict(text=read[0].text, score=_score(read), evidence=_evidence(read))
            for read in each
        ),
        names=frozenset().union(*(read[0].names for read in each)),
    )


def _readings(sentence: str) -> tuple[_Reading, ...]:
    """Read a sentence; one that offers nothing is read once of all that differ in their numbers."""
    names = _names_of_business(with_noughts(sentence))
    if names is None:
        return _both_readings(sentence)
    return (_Reading(text=sentence, names=names, offers=(), share=0.0),)


@lru_cache(maxsize=2048)  # texts are made of the same sentences
def _names_of_business(sentence: str) -> frozenset[str] | None:
    """Return the names of a sentence without an offer; none for one with some."""
    readings = _both_readings(sentence)
    return None if any(each.offers for each in readings) else readings[0].names


def _both_readings(sentence: str) -> tuple[_Reading, ...]:
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
    if not found:
        return ()
    found.sort(key=lambda match: -match.phrase.weight)
    return tuple(dict.fromkeys(f"{m.phrase.group}: {m.words}" for m in found))
