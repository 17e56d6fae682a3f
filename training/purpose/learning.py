"""How the weights are learned: logistic regression on words and pairs of words, seeded."""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import dataclass
from math import exp, sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from filters.email.category.furniture import prose
from filters.email.category.lexicon import read, seen
from filters.email.category.likeness import EXAMINED_WORDS, features, told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from filters.email.category.likeness import Feature, Features

_HERE: Final = Path(__file__).parent
_TESTS: Final = _HERE.parents[1] / "tests" / "data" / "purpose"
_ADVERTISING: Final = frozenset(
    {"advertising", "cold letter", "forged reply", "newsletter", "padded"}
)
_OTHER: Final = frozenset({"business", "letter", "reply"})
_ROUNDS: Final = 12
_RATE: Final = 0.5
_RATE_OF_BIAS: Final = 0.02
_DECAY: Final = 0.001
_SEEN_OFTEN: Final = 2  # mails; what fewer have says nothing
_SEED: Final = 1
_FURTHEST: Final = 30.0

Named = tuple[str, "Feature"]
"""A feature with the place it was seen in."""


class Mail(NamedTuple):
    """One labelled mail."""

    subject: str
    text: str
    advertises: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What was learned: a weight for each feature, and what is added to all of them."""

    weights: dict[Named, float]
    bias: float


def mail() -> list[Mail]:
    """Read all mail to learn from: of this folder, and of the two oldest sets of the tests."""
    files = (*sorted(_HERE.glob("*.jsonl")), _TESTS / "fresh.jsonl", _TESTS / "short.jsonl")
    lines = (line for file in files for line in file.read_text(encoding="utf-8").splitlines())
    every = map(json.loads, lines)
    return [
        Mail(each["subject"], each["text"], each["label"] in _ADVERTISING)
        for each in every
        if each["label"] in _ADVERTISING | _OTHER
    ]


def learned(mails: Iterable[Mail]) -> Learned:
    """Learn from mail; the same mail always teaches the same."""
    rows = [(each.advertises, sorted(_named(_features(each)), key=str)) for each in mails]
    often = Counter(name for _, names in rows for name in names)
    rows = [
        (is_ad, [name for name in names if often[name] >= _SEEN_OFTEN]) for is_ad, names in rows
    ]
    weights = dict.fromkeys((name for _, names in rows for name in names), 0.0)
    seen_of = dict.fromkeys(weights, 0.01)
    ads = sum(is_ad for is_ad, _ in rows)
    counts = {True: len(rows) / 2 / ads, False: len(rows) / 2 / (len(rows) - ads)}
    bias, chance = 0.0, random.Random(_SEED)
    for _ in range(_ROUNDS):
        chance.shuffle(rows)
        for is_ad, names in rows:
            share = 1 / sqrt(len(names) + 1)
            score = bias + share * sum(weights[name] for name in names)
            error = (_likely(score) - is_ad) * counts[is_ad]
            bias -= _RATE_OF_BIAS * error
            for name in names:
                slope = error * share + _DECAY * weights[name]
                seen_of[name] += slope * slope
                weights[name] -= _RATE * slope / sqrt(seen_of[name])
    return Learned(weights=weights, bias=bias)


def _features(each: Mail) -> Features:
    title, text = read(each.subject), prose(each.text)
    words = read(text)
    beginning = seen(words.part(0, EXAMINED_WORDS))
    return features(told(each.subject, title, seen(title)), told(text, words, beginning))


def _named(found: Features) -> set[Named]:
    return {("title", each) for each in found.title} | {("text", each) for each in found.text}


def _likely(score: float) -> float:
    return 1 / (1 + exp(-max(-_FURTHEST, min(_FURTHEST, score))))
