"""Counts what the model card tells: how texts fare, slice by slice, with their uncertainty."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

import numpy as np
from sklearn.metrics import average_precision_score

from training.texts.stacking import HOLD_FROM, REFUSE_FROM, fitted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from filters.sms.weighing import Weighing
    from training.texts.stacking import Opinion

_RESAMPLED: Final = 400
_SEED: Final = 20261125
_HEAD: Final = (
    "| slice | texts | average precision | promotional: refused or held | refused "
    "| operational: refused | held |\n|---|---|---|---|---|---|---|"
)


def crossed(opinions: Sequence[Opinion]) -> np.ndarray:
    """Return a score for each text, of weights and thresholds set on the other half of trades."""
    trades = sorted({each.trade for each in opinions})
    is_first = np.array([each.trade in trades[::2] for each in opinions])
    found = np.zeros(len(opinions))
    for half in (is_first, ~is_first):
        others = [each for each, asked in zip(opinions, half, strict=True) if not asked]
        these = [each for each, asked in zip(opinions, half, strict=True) if asked]
        found[half] = scores(these, fitted(others))
    return found


def scores(opinions: Sequence[Opinion], weighing: Weighing) -> np.ndarray:
    """Return the score of each text, as the product gives it."""
    return np.array([
        weighing.score(
            each.rules,
            each.linear,
            each.meaning if weighing.is_open(each.rules, each.linear) else None,
        )
        for each in opinions
    ])  # fmt: skip


def table(opinions: Sequence[Opinion], score: np.ndarray) -> str:
    """Return a Markdown table: all, each source, trade and slice; in brackets 95 % intervals."""
    truth = np.array([each.promotional for each in opinions])
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for at, each in enumerate(opinions):
        for name in _names(each):
            groups[name].append(at)
    rows = (_row(name, score[places], truth[places]) for name, places in groups.items())
    return "\n".join((_HEAD, *rows))


def _names(each: Opinion) -> Iterator[str]:
    yield "all"
    yield f"source {each.source}"
    if each.trade:
        yield f"trade {each.trade}"
    if each.slice:
        yield f"slice {each.slice}"
    yield f"language {each.lang}"
    if each.hard:
        yield "hard"


def _row(name: str, score: np.ndarray, truth: np.ndarray) -> str:
    kept_back, refused = score >= HOLD_FROM, score >= REFUSE_FROM
    cells = [name, str(len(score)), _precision(score, truth)]
    cells += [_share(kept_back[truth]), _share(refused[truth])]
    cells += [_share(refused[~truth]), _share((kept_back & ~refused)[~truth])]
    return f"| {' | '.join(cells)} |"


def _precision(score: np.ndarray, truth: np.ndarray) -> str:
    if truth.all() or not truth.any():
        return ""
    chance = np.random.default_rng(_SEED)
    drawn = []
    for _ in range(_RESAMPLED):
        places = chance.integers(0, len(score), len(score))
        if truth[places].any():
            drawn.append(average_precision_score(truth[places], score[places]))
    low, high = np.percentile(drawn, (2.5, 97.5))
    return f"{average_precision_score(truth, score):.3f} ({low:.3f}-{high:.3f})"


def _share(hits: np.ndarray) -> str:
    """Return a share with its Wilson interval."""
    if not len(hits):
        return ""
    share, number, z = float(hits.mean()), len(hits), 1.96
    middle = (share + z * z / (2 * number)) / (1 + z * z / number)
    around = (
        z / (1 + z * z / number) * ((share * (1 - share) / number + z * z / (4 * number**2)) ** 0.5)
    )
    return f"{share:.3f} ({max(0.0, middle - around):.3f}-{middle + around:.3f})"
