"""What the rules and the models say of a reply, weighed to what it asks for.

The weights come from `training/texts/`, fitted to replies that no speaker had seen.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from heapq import nlargest
from typing import TYPE_CHECKING, Final

from filters.revocation.likeness import INTENTS, parts, plain
from filters.revocation.recognition import Grade, Intent, Recognition

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from filters.revocation.likeness import Likeness, Scores
    from filters.revocation.reading import Sentence

_LOUDEST: Final = 30.0
_OPTED_OUT: Final = INTENTS.index(Intent.OPTOUT)
_DOUBTED: Final = INTENTS.index(Intent.REVIEW)
_NOTHING: Final = INTENTS.index(Intent.NONE)
_SILENT: Final = (0.0,) * len(INTENTS)
_REQUESTS: Final = frozenset({Grade.DEFINITE.value, Grade.PROBABLE.value})
_ASKED: Final = 3  # parts of a long reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How much each speaker counts; sums are log-odds but for what is the same of all intents."""

    rules: Mapping[str, Scores]  # by the name of what they say
    linear: float
    meaning: float  # 0 where it has not been asked

    def likelihoods(self, rules: str, linear: Scores, meaning: Scores) -> Scores:
        """Return how likely each of `INTENTS` is, 0 to 1; together they are 1."""
        heard = zip(self.rules[rules], linear, meaning, strict=True)
        sums = [own + self.linear * like + self.meaning * means for own, like, means in heard]
        top = max(sums)
        shares = [math.exp(max(each - top, -_LOUDEST)) for each in sums]
        return tuple(share / sum(shares) for share in shares)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """The weights with the model of meaning and without it, and from where on something counts."""

    with_meaning: Weights
    without: Weights
    agreed_from: float  # a request, where the rules hear one too
    opts_out_from: float  # a request, where they hear none
    doubt_from: float

    def is_request(self, rules: str, likely: Scores) -> bool:
        """Whether a reply opts out by all that speak."""
        is_heard = rules in _REQUESTS
        return likely[_OPTED_OUT] >= (self.agreed_from if is_heard else self.opts_out_from)


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """What reads replies besides the rules; `meaning` gives no scores where it is not installed."""

    likeness: Likeness
    weighing: Weighing
    meaning: Callable[[str], Scores | None]

    def decide(
        self, sentences: Sequence[Sentence], rules: Recognition, *, is_spared: bool
    ) -> Recognition:
        """Return what a reply asks for, of which the rules say this.

        `is_spared`: it says that something shall go on, or asks about data: no model opts out.
        What is a request by the rules alone goes to a person, and so does what may be one: only
        what is likely by all that speak is done at once.
        """
        loudest = nlargest(_ASKED, parts(sentences), key=self._leaning)
        read = [self._likely(part, rules) for part in loudest]
        likely = max(read, key=lambda each: each[_OPTED_OUT])
        if self.weighing.is_request(said(rules), likely):
            intent, grade = _agreed(rules, is_spared=is_spared)
        elif _doubt(rules, read) >= self.weighing.doubt_from:
            intent, grade = Intent.REVIEW, Grade.AMBIGUOUS
        else:
            return rules
        matched = rules.matched or self.likeness.loudest(plain(sentences))
        return Recognition(intent=intent, grade=grade, matched=matched)

    def _likely(self, part: str, rules: Recognition) -> Scores:
        linear, meaning = self.likeness.scores(part), self.meaning(part)
        if meaning is None:
            return self.weighing.without.likelihoods(said(rules), linear, _SILENT)
        return self.weighing.with_meaning.likelihoods(said(rules), linear, meaning)

    def _leaning(self, part: str) -> float:
        scores = self.likeness.scores(part)
        return scores[_OPTED_OUT] - scores[_NOTHING]


def _agreed(rules: Recognition, *, is_spared: bool) -> tuple[Intent, Grade]:
    """Return what a request to the models is, beside what the rules say."""
    if rules.intent is Intent.OPTIN or (is_spared and rules.intent in {Intent.NONE, Intent.REVIEW}):
        return Intent.REVIEW, Grade.AMBIGUOUS
    is_definite = said(rules) == Grade.DEFINITE
    return Intent.OPTOUT, Grade.DEFINITE if is_definite else Grade.PROBABLE


def _doubt(rules: Recognition, read: Sequence[Scores]) -> float:
    """Return how likely it is that somebody has to read it; certainly, where rules alone ask."""
    if rules.intent is Intent.OPTOUT:
        return 1.0
    return max(likely[_OPTED_OUT] + likely[_DOUBTED] for likely in read)


def said(rules: Recognition) -> str:
    """Return the name of what the rules say."""
    return rules.grade.value if rules.intent is Intent.OPTOUT else rules.intent.value
