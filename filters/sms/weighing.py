"""What the rules, the linear model and the model of meaning say of a text, weighed as one score.

The weights come from `training/texts/`, fitted to texts of trades that the models had not seen, and
are shifted so that the shipped thresholds stand where they are wanted.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

_SOFTENED: Final = 0.02  # a score of the rules is that much less than certain
_LARGEST: Final = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """How much each speaker counts; sums are log-odds that a text advertises."""

    early: tuple[float, float, float]  # bias, rules, linear
    full: tuple[float, float, float, float]  # bias, rules, linear, meaning
    open_between: tuple[float, float]  # early sums between these are for the model of meaning

    def is_open(self, rules: float, linear: float) -> bool:
        """Whether rules and linear model leave it open what a text is."""
        low, high = self.open_between
        return low < self._early(rules, linear) < high

    def score(self, rules: float, linear: float, meaning: float | None) -> float:
        """Return how surely a text advertises, 0 to 1.

        `rules` is their score, `linear` and `meaning` are log-odds; no `meaning` where the others
        have settled it.
        """
        if meaning is None:
            return _probability(self._early(rules, linear))
        bias, of_rules, of_linear, of_meaning = self.full
        return _probability(
            bias + of_rules * log_odds(rules) + of_linear * linear + of_meaning * meaning
        )

    def _early(self, rules: float, linear: float) -> float:
        bias, of_rules, of_linear = self.early
        return bias + of_rules * log_odds(rules) + of_linear * linear


def log_odds(score: float) -> float:
    """Return the log-odds of a score, which is a little less than certain."""
    return math.log((score + _SOFTENED) / (1 + _SOFTENED - score))


def _probability(log_odds: float) -> float:
    return 1 / (1 + math.exp(-max(-_LARGEST, min(_LARGEST, log_odds))))
