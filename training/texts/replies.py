"""The labelled replies the models learn from, and how much rules and models count about them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.optimize import minimize
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from filters.email.reply import reply_in_text
from filters.email.revocation import recognise_reply
from filters.revocation.likeness import INTENTS, Likeness, features, plain
from filters.revocation.recogniser import own_words
from filters.revocation.recognition import Grade, Intent
from filters.revocation.weighing import Weighing, Weights, said
from filters.sms.revocation import recognise_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WRITTEN_FOR_THIS: Final = Path(__file__).parents[1] / "replies"
OF_THE_TESTS: Final = Path(__file__).parents[2] / "tests" / "data" / "replies"
STRENGTH: Final = 1.0
SEEN_IN: Final = 2
PRECISION: Final = 100
DECAY: Final = 1.0
AGREED_FROM: Final = 0.5
OPTS_OUT_FROM: Final = 0.75
DOUBT_FROM: Final = 0.4
_SAID: Final = (
    Grade.DEFINITE,
    Grade.PROBABLE,
    Intent.REVIEW,
    Intent.OPTIN,
    Intent.HELP,
    Intent.NONE,
)
_OPT_OUTS: Final = frozenset({"definite", "probable", "optout"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One reply, how the models read it, and what it asks for."""

    sitting: str
    text: str
    label: str
    plain: str
    rules: str
    is_new: bool  # no rule was made for it

    @property
    def number(self) -> int:
        """The place of what it asks for in `INTENTS`."""
        if self.label in _OPT_OUTS:
            return INTENTS.index(Intent.OPTOUT)
        return INTENTS.index(Intent.NONE if self.label == Intent.HELP else Intent(self.label))


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What each speaker says of a reply it had not seen."""

    reply: Reply
    linear: tuple[float, ...]
    meaning: tuple[float, ...]


def replies() -> tuple[Reply, ...]:
    """Read those written for this, and those the rules were made with."""
    return (*_read(WRITTEN_FOR_THIS, is_new=True), *_read(OF_THE_TESTS, is_new=False))


def sittings(some: Sequence[Reply]) -> list[str]:
    """Return the sittings nothing was made for, by language: those with most accents last."""
    texts = defaultdict[str, list[str]](list)
    for each in some:
        if each.is_new:
            texts[each.sitting].append(each.text)
    return sorted(texts, key=lambda name: (-fmean(map(str.isascii, texts[name])), name))


def fit(some: Sequence[Reply]) -> Likeness:
    """Fit the linear model; the same input gives the same model."""
    reader = CountVectorizer(analyzer=_looked_at, binary=True, min_df=SEEN_IN)
    table = reader.fit_transform(each.plain for each in some)
    model = LogisticRegression(C=STRENGTH, max_iter=500)
    model.fit(table, [each.number for each in some])
    rows = zip(reader.get_feature_names_out(), model.coef_.T, strict=True)
    rounded = {str(name): tuple(round(each * PRECISION) for each in row) for name, row in rows}
    return Likeness(
        bias=tuple(map(float, model.intercept_)),
        weights={name: row for name, row in rounded.items() if any(row)},
    )


def _looked_at(text: str) -> list[str]:
    return sorted(features(text))


def weighed(opinions: Sequence[Opinion]) -> Weighing:
    """Fit how much each speaker counts, with the model of meaning and without."""
    return Weighing(
        with_meaning=_weights(opinions, with_meaning=True),
        without=_weights(opinions, with_meaning=False),
        agreed_from=AGREED_FROM,
        opts_out_from=OPTS_OUT_FROM,
        doubt_from=DOUBT_FROM,
    )


def _weights(opinions: Sequence[Opinion], *, with_meaning: bool) -> Weights:
    rules = np.array([[each.reply.rules == name for name in _SAID] for each in opinions], float)
    linear = np.array([each.linear for each in opinions])
    meaning = np.array([each.meaning for each in opinions]) * with_meaning
    truth = np.array([each.reply.number for each in opinions])
    size = len(_SAID) * len(INTENTS)

    def loss(numbers: np.ndarray) -> float:
        table = numbers[:size].reshape(len(_SAID), len(INTENTS))
        sums = rules @ table + numbers[-2] * linear + numbers[-1] * meaning
        sums -= sums.max(1, keepdims=True)
        likely = np.log(np.exp(sums).sum(1)) - sums[np.arange(len(truth)), truth]
        return float(likely.sum() + DECAY * (numbers[:size] ** 2).sum())

    numbers = minimize(loss, np.zeros(size + 2), method="L-BFGS-B").x.round(4)
    table = numbers[:size].reshape(len(_SAID), len(INTENTS)).tolist()
    return Weights(
        rules={str(name.value): tuple(row) for name, row in zip(_SAID, table, strict=True)},
        linear=float(numbers[-2]),
        meaning=float(numbers[-1]) if with_meaning else 0.0,
    )


def _read(folder: Path, *, is_new: bool) -> Iterable[Reply]:
    for file in sorted(folder.glob("*.tsv")):
        for line in file.read_text("utf-8").splitlines():
            label, channel, escaped = line.split("\t")
            text = escaped.replace("\\n", "\n")
            is_text = channel == "sms"
            rules = (recognise_text if is_text else recognise_reply)(text)
            read = plain(own_words(text if is_text else reply_in_text(text).own))
            yield Reply(
                sitting=file.stem, text=text, label=label, plain=read, rules=said(rules),
                is_new=is_new,
            )  # fmt: skip
