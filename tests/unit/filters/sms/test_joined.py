from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filters.sms.joined import taken_apart
from filters.sms.promotional import judge_text


@pytest.mark.parametrize(
    ("sentence", "apart"),
    [
        ("flash.sale.20%.off.shop.now", "flash sale 20% off shop now"),
        ("flashsale20%offshopnow", "flash sale 20% off shop now"),
        ("flash_sale_20%_off", "flash sale 20% off"),
        ("flash-sale", "flash sale"),
        ("(buy/now)", "(buy now)"),
        ("twentypercentoff", "20% off"),
        ("shopnow!", "shop now!"),
        ("fla-sh sa-le", "flash sale"),
        ("sh0pn0w", "shop now"),
        ("20-off", "20 off"),
        ("save.lots.20%.off", "save lots 20% off"),
    ],
)
def test_words_of_an_offer_are_taken_apart(sentence: str, apart: str) -> None:
    assert taken_apart(sentence) == apart


@pytest.mark.parametrize(
    "sentence",
    [
        "https://shop-now.example/flash.sale",
        "see www.flashsale.example",
        "see flash-sale.example",
        "write to buy.now@shop.example",
        "flash_sale.pdf",
        "the password is shopnow20",
        "drop-off is $20",
        "off-peak rate from 10pm: $0.12",
        "on/off",
        "check-in at 10:30 on 5/3",
        "well-known",
        "open 9-12",
        "$1,200.50",
        "today, tomorrow",
        "______",
        "your iphone is ready",
    ],
)
def test_names_numbers_and_compounds_stay_as_they_are(sentence: str) -> None:
    assert taken_apart(sentence) == sentence


@pytest.mark.parametrize(
    "text",
    [
        "FLASH.SALE.20%.OFF.SHOP.NOW",
        "Flashsale20%offshopnow",
        "bUyNoW",
        "FLASH\u2011SALE",
        "Shop\u2011now and see",
        "s\u2010a\u2010l\u2010e 20\u2010off",
        "s\u2013a\u2013l\u2013e ends tonight, 20%-off",
        "Get20%Off",
        "Great news.FLASH SALE.Come",
        "flash\u00b7sale",
        "LimitedTimeOffer, take50%off",
    ],
)
def test_joined_and_split_words_of_an_offer_are_refused(text: str) -> None:
    assert judge_text(text).label == "promotional"


@pytest.mark.parametrize(
    "text",
    [
        "Mail buy.now@shop.example about your order.",
        "Your manual: https://x.example/20-off-valve",
        "Drop-off is $20 at the front desk.",
        "Your WiFi password is ShopNow20.",
        "The sale-purchase agreement is signed.",
        "Please re-order your refill by Friday.",
        "See you May 20.Off Monday.",
    ],
)
def test_business_with_joined_words_passes(text: str) -> None:
    assert judge_text(text).label == "operational"


def test_a_protected_sentence_stays_protected_when_read_apart() -> None:
    assert judge_text("Your 15%-off discount was applied to invoice 2041.").label == "operational"


def test_both_readings_speak_for_the_sentence_as_it_stands() -> None:
    (sentence,) = judge_text("FLASH.SALE").per_sentence
    assert sentence.text == "flash.sale"
    assert sentence.score >= 0.75
    assert sentence.evidence == ("sale: flash sale",)


@given(st.text(st.sampled_from("saleofbuynw20%.-_/@:'x ")))
def test_every_sentence_can_be_taken_apart(sentence: str) -> None:
    apart = taken_apart(sentence)
    assert {c for c in sentence if c.isalpha()} >= {c for c in apart if c.isalpha()} - set(
        "oieastbl"
    )
