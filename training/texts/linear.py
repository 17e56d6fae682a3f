"""Fits the linear model: logistic regression over the features the product looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from filters.sms.linear import LinearModel
from filters.sms.simplified import features

if TYPE_CHECKING:
    from collections.abc import Sequence

    from training.texts.examples import Example

STRENGTH: Final = 0.6
SEEN_IN: Final = 3
FEATURES: Final = 40_000
PRECISION: Final = 1000


def fit(examples: Sequence[Example], weights: Sequence[float]) -> LinearModel:
    """Fit to examples, each as important as its weight; the same input gives the same model."""
    reader = CountVectorizer(analyzer=features, binary=True, min_df=SEEN_IN)
    table = reader.fit_transform(example.simple for example in examples)
    model = LogisticRegression(C=STRENGTH, solver="liblinear", random_state=1)
    model.fit(table, [example.promotional for example in examples], sample_weight=weights)
    named = zip(reader.get_feature_names_out(), model.coef_[0], strict=True)
    heaviest = sorted(named, key=lambda pair: -abs(pair[1]))[:FEATURES]
    rounded = {str(name): round(weight * PRECISION) for name, weight in heaviest}
    return LinearModel(
        bias=float(model.intercept_[0]), weights={n: w for n, w in rounded.items() if w}
    )
