"""The weights are what the mail beside the training teaches."""

from __future__ import annotations

from training.purpose.learning import learned, mail
from training.purpose.writing import WEIGHTS, written


def test_weights_are_what_the_training_makes() -> None:
    assert WEIGHTS.read_text(encoding="utf-8") == written(learned(mail()))


def test_training_teaches_the_same_each_time() -> None:
    some = mail()[:60]
    assert learned(some) == learned(some)
