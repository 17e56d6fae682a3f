"""Fits how much each speaker counts, from what they said of texts of trades they never saw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from sklearn.linear_model import LogisticRegression

from filters.sms.weighing import Weighing, log_odds

if TYPE_CHECKING:
    from collections.abc import Sequence

HOLD_FROM: Final = 0.35
REFUSE_FROM: Final = 0.75
KEPT_BACK: Final = 0.054  # of operational texts: held or refused
REFUSED: Final = 0.006  # of operational texts
RULES_SHARE: Final = 0.3
"""What the rules count, of the last speaker: fitted they count a third of it with no better result,
for the corpus is poor in the plain offers that they were written for."""
SETTLED_WRONGLY: Final = 0.0005  # of the texts that are not shown to the model of meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What each speaker says of a text, and what it is."""

    text: str
    promotional: bool
    source: str
    trade: str
    slice: str
    lang: str
    hard: bool
    rules: float
    linear: float
    meaning: float


def fitted(opinions: Sequence[Opinion]) -> Weighing:
    """Fit both sums, and shift each so that the shipped thresholds stand where they are wanted."""
    truth = np.array([each.promotional for each in opinions])
    early = np.array([[log_odds(each.rules), each.linear] for each in opinions])
    full = np.array([[log_odds(each.rules), each.linear, each.meaning] for each in opinions])
    early_bias, early_rules, early_linear = _placed(early, truth)
    full_bias, full_rules, full_linear, full_meaning = _placed(full, truth)
    return Weighing(
        early=(early_bias, early_rules, early_linear),
        full=(full_bias, full_rules, full_linear, full_meaning),
        open_between=_open_between(
            early_bias + early @ np.array([early_rules, early_linear]), truth
        ),
    )


def _placed(columns: np.ndarray, truth: np.ndarray) -> list[float]:
    model = LogisticRegression(C=10.0).fit(columns[:, 1:], truth)
    weights = np.array([RULES_SHARE * model.coef_[0][-1], *model.coef_[0]])
    operational = np.sort((columns @ weights)[~truth])[::-1]
    hold = float(operational[round(KEPT_BACK * len(operational))])
    refuse = float(operational[round(REFUSED * len(operational))])
    slope = (log_odds(REFUSE_FROM) - log_odds(HOLD_FROM)) / (refuse - hold)
    bias = log_odds(HOLD_FROM) - slope * hold
    return [round(bias, 6), *(round(float(slope * weight), 6) for weight in weights)]


def _open_between(sums: np.ndarray, truth: np.ndarray) -> tuple[float, float]:
    """Return the sums beyond which as good as nothing is settled wrongly."""
    promotional, operational = np.sort(sums[truth]), np.sort(sums[~truth])
    low = promotional[round(SETTLED_WRONGLY * len(promotional))]
    high = operational[-1 - round(SETTLED_WRONGLY * len(operational))]
    return round(float(low), 4), round(float(max(high, low)), 4)
