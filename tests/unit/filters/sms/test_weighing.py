from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from filters.sms.linear import LinearModel
from filters.sms.promotional import judge_text
from filters.sms.reading import ModelReading
from filters.sms.weighing import Weighing

WEIGHING = Weighing(early=(0.0, 0.5, 1.0), full=(0.0, 0.5, 0.5, 1.0), open_between=(-3.0, 3.0))
MODEL = LinearModel(bias=0.0, weights={"door": 1})
PLAIN = "The parcel is at the door."


def reading(linear: float, meaning: float | None = None, *, is_open: bool = False) -> ModelReading:
    return ModelReading(
        linear=linear, meaning=meaning, is_open=is_open, weighing=WEIGHING, model=MODEL,
        simple="the parcel is at the door",
    )  # fmt: skip


def test_what_rules_and_linear_model_settle_is_not_open() -> None:
    assert WEIGHING.is_open(0.5, 0.0)
    assert not WEIGHING.is_open(0.5, 9.0)
    assert not WEIGHING.is_open(0.5, -9.0)


@given(st.floats(0, 1), st.floats(-50, 50), st.none() | st.floats(-50, 50))
def test_a_score_is_between_nought_and_one(
    rules: float, linear: float, meaning: float | None
) -> None:
    assert 0 <= WEIGHING.score(rules, linear, meaning) <= 1


@given(st.floats(0, 1), st.floats(-9, 9), st.floats(-9, 9), st.floats(0, 5))
def test_whoever_speaks_louder_for_advertising_never_lowers_the_score(
    rules: float, linear: float, meaning: float, more: float
) -> None:
    before = WEIGHING.score(rules, linear, meaning)
    assert WEIGHING.score(rules, linear + more, meaning) >= before
    assert WEIGHING.score(rules, linear, meaning + more) >= before
    assert WEIGHING.score(min(1.0, rules + more), linear, meaning) >= before


def test_models_can_refuse_what_no_rule_knows_and_name_the_words() -> None:
    verdict = judge_text(PLAIN, reading=reading(9.0, 9.0))
    assert verdict.label == "promotional"
    assert "words: door" in verdict.evidence


def test_models_can_pass_what_a_rule_doubts() -> None:
    doubted = "Back in stock: the boots you love. Get yours before they're gone."
    assert judge_text(doubted).score > judge_text(doubted, reading=reading(-6.0, -9.0)).score


def test_what_is_left_open_without_the_model_of_meaning_is_held() -> None:
    verdict = judge_text(PLAIN, reading=reading(-0.5, is_open=True))
    assert verdict.label == "unsure"
    assert any("[model]" in line for line in verdict.evidence)
