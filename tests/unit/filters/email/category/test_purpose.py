from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filters.email.category.judgement import Judgement, stricter
from filters.email.category.purpose import looks_commercial

BUSINESS = {
    "receipt": (
        "Your receipt from Example Co",
        (
            "Hi Ann, thanks for your order! Order number 1042. Subtotal $30.00, shipping "
            "$5.00, total $35.00. Paid with a card ending in 4242. Questions? Just reply to "
            "this email."
        ),
    ),
    "password reset": (
        "Reset your password",
        (
            "You recently requested to reset your password for your Example account. Use the "
            "button below to reset it. It is valid for 24 hours. If you did not ask for it, "
            "ignore this."
        ),
    ),
    "invoice": (
        "Invoice 2026-114 from Example Co",
        (
            "Please find your invoice attached. Amount due: $1,200.00 by March 31. You can "
            "pay by bank transfer or credit card on our website."
        ),
    ),
    "shipping notice": (
        "Your order has shipped",
        (
            "Good news! Your order #1042 has shipped. Track your order with tracking number "
            "1Z999. Shop our website | Contact us | Follow us"
        ),
    ),
    "security code": ("Your verification code", "Your code is 123456. It expires in 10 minutes."),
    "appointment": (
        "Appointment reminder",
        "A reminder of your appointment with Dr Lee on Tuesday at 9:30. Call us to reschedule.",
    ),
    "recall": (
        "Important: safety recall of your heater",
        (
            "Safety recall notice. We are recalling the heater you bought. Stop using it now."
            " We will send a free replacement at no cost to you."
        ),
    ),
    "change of terms": (
        "Changes to our terms of service",
        "We are writing about changes to our terms of service that take effect on April 1.",
    ),
    "dunning": (
        "Your payment failed",
        (
            "We were unable to process your payment for your subscription. Please update your"
            " payment information so that your account keeps running."
        ),
    ),
    "payslip": ("Your payslip for March", "Your payslip is ready. Net pay: $3,000."),
    "letter": (
        "Lunch on Friday?",
        "Hi Bob, are you free for lunch on Friday? There is a new place next to the station. Ann",
    ),
    "support answer": (
        "Re: Cannot open my calendar",
        (
            "Hello Ann, please update the app to version 3.2 and try again. If it still fails"
            " send me a screenshot and I will have a look. Best, Carl"
        ),
    ),
}

ADS = {
    "sale": ("Flash sale: 20% off everything", "Today only! Shop now and save."),
    "plain subject": ("News from Example", "Take an extra 50% off. Use code SPRING at checkout."),
    "account update that sells": (
        "Special offer inside: your free credit report",
        "Your account has a new message. Get a free quote today.",
    ),
    "banner above a receipt": (
        "Your receipt",
        (
            "SPRING SALE: 30% off everything, shop now! Limited time only. Thanks for your "
            "order. Order number 1042, total $35.00."
        ),
    ),
    "win back": ("Long time no see", "We really miss you! Come back and get a 20% discount."),
    "upsell": ("Do more with your account", "Upgrade now and save 20%. Don't miss out."),
    "webinar": ("Save your seat", "Join us for a free seminar on March 3. Register today."),
    "gift": ("A gift for you", "Enjoy free shipping on your next purchase. Order now."),
    "abandoned cart": ("Forgot something?", "Your cart misses you. Complete your order, buy now."),
    "business opportunity": ("Work from home", "Earn up to $5,000 a month. Be your own boss."),
}


@pytest.mark.parametrize("name", BUSINESS)
def test_business_already_agreed_on_does_not_look_commercial(name: str) -> None:
    judgement = looks_commercial(*BUSINESS[name])
    assert not judgement.is_commercial, judgement.evidence


@pytest.mark.parametrize("name", ADS)
def test_advertising_looks_commercial_and_says_by_what(name: str) -> None:
    judgement = looks_commercial(*ADS[name])
    assert judgement.is_commercial, judgement.evidence
    assert judgement.evidence


def test_evidence_names_place_phrase_and_meaning() -> None:
    evidence = looks_commercial("Flash sale", "").evidence
    assert evidence == ('subject: "flash sale" (a price reduction)',)


def test_pressing_alone_is_no_offer() -> None:
    for subject in ("Don't miss the bus", "Act now: boil your water", "Hurry home", "Last chance"):
        assert not looks_commercial(subject, "It leaves at seven.").is_commercial
    assert looks_commercial("Don't miss our new collection, last chance", "").is_commercial


def test_one_sentence_of_business_does_not_carry_a_page_of_hints() -> None:
    page = "discover offers, deals, savings, prices, gifts, vouchers, the best brand"
    assert looks_commercial("Hello", f"Your order 123 shipped. {page}").is_commercial
    long_order = "Your order 123 shipped. Order number 123. Tracking number 9. Total $8, paid. "
    assert not looks_commercial("Hello", long_order + page).is_commercial


def test_business_beside_something_that_sells_is_said_to_sell() -> None:
    order = "Your order 123 shipped. Order number 123. Tracking number 9. Total $8, paid. "
    assert not looks_commercial("Hello", order).sells
    assert looks_commercial("Hello", order + "Shop now.").sells


def test_position_decides_and_not_presence() -> None:
    receipt = "Thanks for your order. Order number 1042. Total $35.00. Your order has shipped. "
    offer = "Clearance! 50% off. Shop now. "
    assert not looks_commercial("Order 1042", receipt + offer).is_commercial
    assert looks_commercial("Order 1042", offer + receipt).is_commercial


def test_a_token_of_business_does_not_carry_an_advertisement() -> None:
    offers = "Clearance! 50% off. Shop now. Free gift. Act now, limited time. Best prices."
    assert looks_commercial("News", "Your account is ready. " + offers).is_commercial


def test_a_selling_subject_decides_whatever_follows() -> None:
    assert looks_commercial("Special offer for you", "Your order has shipped.").is_commercial
    assert not looks_commercial(
        "Your order has shipped: coupon", "Your order has shipped."
    ).is_commercial


def test_what_stands_further_down_counts_when_it_plainly_sells() -> None:
    far_below = "word " * 300 + "Clearance! 50% off. Shop now. Free gift. "
    judgement = looks_commercial("Minutes", far_below)
    assert judgement.is_commercial
    assert judgement.evidence[0] == 'further down: "clearance" (a price reduction)'
    assert not looks_commercial("Minutes", "word " * 300 + "Clearance, shop now.").is_commercial
    receipt = "Thanks for your order. Order number 1042. Total $35.00. "
    assert not looks_commercial("Order 1042", receipt + far_below).is_commercial


def test_hidden_text_may_sell_and_is_no_business_that_was_agreed_on() -> None:
    receipt = "Thanks for your order. Order number 1042. Your order has shipped. "
    offer = "Clearance! 50% off. Shop now. "
    assert looks_commercial("News", offer, receipt + offer).is_commercial
    assert looks_commercial("News", "See you.", "See you. " + offer).is_commercial
    assert not looks_commercial("Order 1042", receipt + offer, receipt + offer).is_commercial


def test_many_hints_together_sell_without_one_plain_word() -> None:
    hints = "Discover our products: discount, voucher, catalogue, exclusive deals, guaranteed."
    assert looks_commercial("New", hints).is_commercial


def test_nothing_says_nothing() -> None:
    assert looks_commercial("", "") == Judgement(is_commercial=False)


def test_of_text_and_html_the_stricter_counts() -> None:
    no, yes = Judgement(is_commercial=False), Judgement(is_commercial=True)
    assert stricter([no, yes]) is yes
    assert stricter([no, no]) is no
    assert stricter([]) == no


@given(st.text(max_size=300), st.text(max_size=3000))
def test_any_text_is_judged(subject: str, beginning: str) -> None:
    assert isinstance(looks_commercial(subject, beginning).is_commercial, bool)


def test_a_huge_text_is_judged() -> None:
    assert looks_commercial("x", "50% off shop now " * 1_000_000).is_commercial


@pytest.mark.parametrize(
    ("text", "is_commercial"),
    [
        ("The litre is $11 instead of $9.99.", False),
        ("Der Liter kostet 1.180 statt 1.120,50 Euro.", False),
        ("The \u0663x and \u0664y litre is $11 instead of $9.99.", False),
        ("The litre is $9.99 instead of $11.", True),
        ("The lamp, now $29 instead of $39.", True),
    ],
)
def test_price_that_rises_is_no_reduction(text: str, *, is_commercial: bool) -> None:
    assert looks_commercial("", text).is_commercial is is_commercial


def test_words_of_technical_text_do_not_make_declared_mail_an_advertisement() -> None:
    words = "program fast deal new free software special online"
    noted = looks_commercial("", f"{words} is in the note. " + "It goes on and on. " * 50)
    assert (noted.is_commercial, noted.is_doubtful) == (True, True)
    told = looks_commercial("", f"{words} for less, on sale. " + "It goes on and on. " * 50)
    assert (told.is_commercial, told.is_doubtful) == (True, False)
