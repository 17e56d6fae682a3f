from __future__ import annotations

import pytest

from filters.sms.linear import LinearModel

MODEL = LinearModel(bias=-0.5, weights={"sale": 2000, "flash sale": 1500, "#sal": 10, "your": -900})


def test_the_log_odds_are_the_bias_and_each_feature_once() -> None:
    assert MODEL.log_odds("flash sale sale") == pytest.approx(-0.5 + 2.0 + 1.5 + 0.01)
    assert MODEL.log_odds("your table") == pytest.approx(-0.5 - 0.9)
    assert MODEL.log_odds("") == -0.5


def test_the_words_that_spoke_for_advertising_are_named_loudest_first() -> None:
    assert MODEL.words("your flash sale") == ("sale", "flash sale")


def test_no_part_of_a_word_and_no_sign_is_named() -> None:
    model = LinearModel(bias=0.0, weights={"ale#": 9, "shal": 9, ".": 9, "! sale": 9, "a": 9})
    assert model.words("a marshal. whale! sale") == ()


def test_a_model_file_gives_the_model_back() -> None:
    again = LinearModel.read(MODEL.file())
    assert again == MODEL
    assert again.file() == MODEL.file()
