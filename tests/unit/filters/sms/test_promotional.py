# ruff: noqa: RUF001 - disguises are what is tested here
from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filters.decision import Effect
from filters.judge import judge
from filters.sms.linear import LinearModel
from filters.sms.promotional import judge_text, text_is_promotional, text_may_be_promotional
from filters.sms.reading import EarlierTexts, ModelReading
from filters.sms.weighing import Weighing
from tests.make_sms import policy, sms, sms_facts
from tests.unit.filters.sms.texts import OPERATIONAL, PROMOTIONAL

HELD_TEXT = "Back in stock: the boots you love. Get yours before they're gone."
RULES = (text_is_promotional, text_may_be_promotional)
WEIGHING = Weighing(early=(0.0, 0.5, 0.5), full=(0.0, 0.5, 0.5, 0.5), open_between=(-1.0, 1.0))


def reading(text: str, linear: float, **changed: Any) -> ModelReading:  # noqa: ANN401 - any field
    values: dict[str, Any] = {
        "linear": linear, "meaning": None, "is_open": False, "weighing": WEIGHING,
        "model": LinearModel(bias=0.0, weights={}), "meant": text,
    }  # fmt: skip
    return ModelReading(**(values | changed))


def test_no_model_talks_away_an_offer_that_the_rules_are_sure_of() -> None:
    text = "Flash sale! 20% off today, shop now"
    assert judge_text(text, reading=reading(text, -20.0)).label == "unsure"
    soft = "Back in stock: the boots you love."
    assert judge_text(soft, reading=reading(soft, -20.0)).label == "operational"


def said_before(*texts: str) -> EarlierTexts:
    return EarlierTexts(together=" ".join(texts), reading=None)


def test_a_plain_promotion_is_refused_and_the_evidence_named() -> None:
    verdict = judge_text("Flash sale! 20% off today, shop now")
    assert verdict.score >= 0.75
    assert verdict.label == "promotional"
    assert {"sale: flash sale", "discount: 20% off", "buy: shop now"} <= set(verdict.evidence)


@pytest.mark.parametrize("text", PROMOTIONAL)
def test_a_text_that_advertises_does_not_simply_pass(text: str) -> None:
    assert judge_text(text).score >= 0.35


def test_three_in_four_advertising_texts_are_refused_outright() -> None:
    refused = [text for text in PROMOTIONAL if judge_text(text).label == "promotional"]
    assert len(refused) >= 0.75 * len(PROMOTIONAL)


@pytest.mark.parametrize("text", OPERATIONAL)
def test_business_a_person_asked_for_passes(text: str) -> None:
    verdict = judge_text(text)
    assert verdict.label == "operational", verdict.evidence


@pytest.mark.parametrize(
    "text",
    [
        "Your code is 482913. Flash sale: shop now!",
        "Here is your Zoom link https://zoom.us/j/123 and 20% off this week",
        "Your appointment is confirmed for Monday at 3. 20% off today!",
        "Receipt for order 8841: $85.00 paid, thank you. Get 15% off your next order!",
    ],
)
def test_what_else_a_text_says_does_not_excuse_an_offer(text: str) -> None:
    assert judge_text(text).label == "promotional"


def test_the_worst_sentence_is_the_one_that_is_shown() -> None:
    verdict = judge_text("See you at 5. 20% off today!")
    assert [s.text for s in verdict.per_sentence] == ["see you at 5.", "20% off today!"]
    assert verdict.per_sentence[0].score == 0.0
    assert verdict.per_sentence[0].evidence == ()
    assert verdict.per_sentence[1].score >= 0.75
    assert verdict.per_sentence[1].evidence == ("discount: 20% off",)


def test_hints_of_an_offer_add_up_over_sentences() -> None:
    first, second = "It's been a while since your last visit.", "Book your spot."
    both = judge_text(f"{first} {second}").score
    assert both > max(judge_text(first).score, judge_text(second).score)


@pytest.mark.parametrize(
    "text",
    [
        "Ｆｌａｓｈ ｓａｌｅ! 20% off, shop now",
        "Fl\u200bash sa\u200ble! 2O% 0ff, sh0p n0w",
        "Flаsh sаle! 20% оff, shоp nоw",
        "F l a s h s a l e! 20% o f f",
        "𝐅𝐥𝐚𝐬𝐡 𝐬𝐚𝐥𝐞! 𝟐𝟎% 𝐨𝐟𝐟",
        "F-L-A-S-H $ale, 20 percent off",
        "Fl&#97;sh s&#x61;le, 20&percnt; off",
        "Twenty per cent off everything this week",
    ],
)
def test_a_disguise_does_not_help(text: str) -> None:
    assert judge_text(text).label == "promotional"


@pytest.mark.parametrize(
    "text",
    [
        "We just lowered our prices",
        "We dropped our prices",
        "We have cut prices",
        "Our prices just dropped",
        "Prices have been lowered",
    ],
)
def test_news_of_lower_prices_does_not_simply_pass(text: str) -> None:
    assert judge_text(text).score >= 0.35


@pytest.mark.parametrize("text", ["See you at 5.", "Your code is 482913.", "Flash sale, shop now!"])
def test_the_opt_out_footer_weighs_nothing(text: str) -> None:
    plain = judge_text(text)
    footed = judge_text(f"{text} Reply STOP to opt out. Msg & data rates may apply.")
    assert footed.score == plain.score
    assert footed.evidence == plain.evidence


def test_a_declared_purpose_never_excuses_an_offer() -> None:
    for purpose in ("appointment", "security_code", "meeting_link", "support_reply"):
        assert judge_text("Flash sale! Shop now", purpose=purpose).label == "promotional"


@pytest.mark.parametrize(
    ("purpose", "text", "label"),
    [
        ("security_code", "Hello there", "unsure"),
        ("security_code", "Your code is 482913", "operational"),
        ("security_code", "Your code is AB12CD", "operational"),
        ("meeting_link", "Hello there", "unsure"),
        ("meeting_link", "Join https://zoom.us/j/1", "operational"),
        ("meeting_link", "", "unsure"),
        ("support_reply", "Hello there", "operational"),
    ],
)
def test_a_text_that_is_not_what_its_purpose_says_is_not_waved_through(
    purpose: str, text: str, label: str
) -> None:
    verdict = judge_text(text, purpose=purpose)
    assert verdict.label == label
    assert bool(verdict.evidence) == (label == "unsure")


@given(st.text(st.characters()))
def test_every_text_gets_a_verdict(text: str) -> None:
    verdict = judge_text(text)
    assert 0.0 <= verdict.score <= 1.0
    assert max((s.score for s in verdict.per_sentence), default=0.0) <= verdict.score


@given(
    st.lists(st.sampled_from(PROMOTIONAL + OPERATIONAL), max_size=3), st.sampled_from(PROMOTIONAL)
)
def test_nothing_that_stands_around_it_makes_a_certain_offer_pass(
    around: list[str], offer: str
) -> None:
    if judge_text(offer).label == "promotional":
        assert judge_text("\n".join([*around, offer])).label == "promotional"


def test_a_promotional_text_is_refused_with_its_evidence() -> None:
    (ruling,) = judge(sms("Flash sale! 20% off today, shop now"), sms_facts(), RULES)
    assert ruling.effect is Effect.REFUSE
    (finding,) = ruling.findings
    assert finding.code == "SMS_PROMOTIONAL_BLOCKED"
    assert "discount: 20% off" in finding.evidence


def test_a_text_that_may_be_promotional_is_held() -> None:
    (ruling,) = judge(sms(HELD_TEXT), sms_facts(), RULES)
    assert ruling.effect is Effect.HOLD
    assert [finding.code for finding in ruling.findings] == ["HELD_REVIEW"]


def test_an_operational_text_passes_without_a_finding() -> None:
    (ruling,) = judge(sms("See you at 5."), sms_facts(), RULES)
    assert ruling.findings == ()


def test_where_the_policy_says_hold_promotions_are_held_and_not_refused() -> None:
    facts = sms_facts(policy=policy(promotional="hold"))
    for text in ("Flash sale! 20% off today, shop now", HELD_TEXT):
        (ruling,) = judge(sms(text), facts, RULES)
        assert [finding.code for finding in ruling.findings] == ["HELD_REVIEW"]


def test_the_band_is_the_policys() -> None:
    strict = sms_facts(policy=policy(hold_from=0.1, refuse_from=0.2))
    (ruling,) = judge(sms(HELD_TEXT), strict, RULES)
    assert ruling.effect is Effect.REFUSE
    weak = "Feel free to park behind the house."
    (ruling,) = judge(sms(weak), strict, RULES)
    assert ruling.effect is Effect.REFUSE
    assert [finding.evidence for finding in ruling.findings] == [("free: free",)]


def test_an_offer_in_pieces_is_held() -> None:
    pieces = ("We have 20%", "off every bouquet.")
    for piece in pieces:
        assert judge_text(piece).label == "operational"
    (ruling,) = judge(sms(pieces[1]), sms_facts(earlier=said_before(*pieces)), RULES)
    assert ruling.effect is Effect.HOLD
    (finding,) = ruling.findings
    assert finding.code == "HELD_REVIEW"
    assert finding.evidence == ("with earlier texts", "discount: 20% off")


def test_texts_that_are_business_together_pass() -> None:
    earlier = said_before("Hi Dana.", "Your table is ready.")
    (ruling,) = judge(sms("Your table is ready."), sms_facts(earlier=earlier), RULES)
    assert ruling.findings == ()


def test_an_offer_after_others_is_held_or_refused_once() -> None:
    for text in ("Flash sale! 20% off today, shop now", HELD_TEXT):
        earlier = said_before("Hi Dana.", text)
        (ruling,) = judge(sms(text), sms_facts(earlier=earlier), RULES)
        assert len(ruling.findings) == 1


def test_a_security_code_after_pieces_of_an_offer_arrives() -> None:
    code = "Your login code is 482913"
    facts = sms_facts(
        earlier=said_before("Flash sale, 20% off", code), reading=reading(code, 9.0, unread="code")
    )
    (ruling,) = judge(sms(code), facts, RULES)
    assert ruling.findings == ()


def test_what_the_models_cannot_read_is_held_and_says_so() -> None:
    text = "Diskon besar hari ini"
    verdict = judge_text(text, reading=reading(text, 0.0, unread="language"))
    assert (verdict.label, len(verdict.evidence)) == ("unsure", 1)


def test_a_text_is_judged_as_it_was_meant() -> None:
    verdict = judge_text("2o%offflowers", reading=reading("20% off flowers", 2.0))
    assert verdict.evidence == ("discount: 20% off",)
