"""The linear model of what advertises: each feature of a text weighs, and can be named.

A model file is zlib-compressed UTF-8 lines: first the bias, then a weight and a feature a line;
weights are thousandths of a log-odds. `training/texts/` makes it.
"""

from __future__ import annotations

import heapq
import re
import zlib
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from filters.sms.simplified import features_between, features_of, runs, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_PRECISION: Final = 1000
_NAMED: Final = 5
_SAID: Final = re.compile(r"(?=.*[^\W\d_]{2})[\w' ]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class LinearModel:
    """Weights by feature; the sum over what a text has is the log-odds that it advertises."""

    bias: float
    weights: Mapping[str, int]
    _of_word: Callable[[str], Mapping[str, int]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Remember what a word weighs, and its parts: most texts are made of the same words."""
        weigh = lru_cache(maxsize=4096)(lambda word: _weighed(self.weights, features_of(word)))
        object.__setattr__(self, "_of_word", weigh)

    @classmethod
    def read(cls, content: bytes) -> LinearModel:
        """Read a model file."""
        bias, *lines = zlib.decompress(content).decode("utf-8").split("\n")
        pairs = (line.partition(" ") for line in lines)
        return cls(bias=float(bias), weights={feature: int(weight) for weight, _, feature in pairs})

    def file(self) -> bytes:
        """Return the model as a file."""
        lines = [f"{weight} {feature}" for feature, weight in sorted(self.weights.items())]
        return zlib.compress("\n".join((f"{self.bias:.6f}", *lines)).encode(), 9)

    def log_odds(self, simple: str) -> float:
        """Return the log-odds that a simplified text advertises; above 0 it rather does."""
        words = words_of(simple)
        found: dict[str, int] = {}
        for word in set(words):
            found.update(self._of_word(word))
        found.update(_weighed(self.weights, features_between(words)))
        return self.bias + sum(found.values()) / _PRECISION

    def words(self, simple: str) -> tuple[str, ...]:
        """Return the words and runs of words that spoke loudest for advertising, loudest first."""
        loud = (
            (self.weights.get(run, 0), run) for run in set(runs(simple)) if _SAID.fullmatch(run)
        )
        return tuple(run for weight, run in heapq.nlargest(_NAMED, loud) if weight > 0)


def _weighed(weights: Mapping[str, int], features: Iterable[str]) -> dict[str, int]:
    """Return those features that weigh anything."""
    return {feature: weight for feature in features if (weight := weights.get(feature))}
