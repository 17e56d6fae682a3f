"""What a template's marks are filled in with is nothing that a person approved."""

from __future__ import annotations

import pytest

from filters.sms.template import KINDS, LINK, Template
from filters.sms.template_filling import advertises_more, offers_something, plainly_filled
from gateway.approved import approved_template
from gateway.reading.texts import Models
from tests.make_sms import sms

AGAIN = "We'd love to see you again, {name}."


@pytest.mark.parametrize(
    "filled",
    [
        "Half Price Shoes Today",
        "Free Gift For You",
        "new collection just landed",
        "\U0001d412\U0001d400\U0001d40b\U0001d404 \U0001d40d\U0001d40e\U0001d416",
        "S A L E",
        "Fr\u0435\u0435 Gift",
        "half off all boots",
        "SALE-50-OFF-NOW",
        "BUY1GET1FREE",
        "https://shop.example/flash-sale,50%off-everything",
        "shop.example?buy_now_and_save",
    ],
)
def test_an_offer_in_the_place_of_what_varies_is_seen(filled: str) -> None:
    assert offers_something(["Jo", filled, "9am"])


def test_people_days_amounts_and_links_are_no_offers() -> None:
    assert not offers_something(
        [
            "Mar\xeda Jos\xe9 O\u2019Neil", "Mr. van der Berg", "Ann Price", "Bill Gift",
            "3/14", "3:30 pm", "$1,299.50", "#A-48213",
            "shop.example/visits/2026-03-14?id=81&lang=es", "https://deals.example/o/1",
            "https://deals.example:8443", "deals.example",
        ]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("who", "is_more"),
    [
        ("Jo", False),
        ("Bo Li", False),
        ("Mohammed Al Fayed", False),
        ("Dr. Chen", False),
        ("Crypto Doubles Your Money", True),
        ("everything is cheap today", True),
    ],
)
async def test_the_models_weigh_what_has_no_word_of_an_offer(who: str, *, is_more: bool) -> None:
    models, plain = Models(), plainly_filled(AGAIN)
    text = f"We'd love to see you again, {who}."
    reading, plain_reading = await models.read(text), await models.read(plain)
    assert advertises_more(text, reading, plain=plain, plain_reading=plain_reading) is is_more


@pytest.mark.parametrize(
    ("who", "passes"), [("Anna", True), ("Frau Weber", True), ("Nur heute billiger", False)]
)
async def test_where_nobody_can_read_a_name_is_short(who: str, *, passes: bool) -> None:
    words = "Hallo {name}, bitte denken Sie daran: Ihr Termin bei uns ist am {date} um {time} Uhr."
    made = Template(template_id="A-1", text=words, identity="", purpose="")
    models, text = (
        Models(),
        f"Hallo {who}, bitte denken Sie daran: Ihr Termin bei uns ist am 3.4 um 10:00 Uhr.",
    )
    reading = await models.read(text)
    assert reading.unread == "language"
    found = await approved_template(sms(text), reading, [made], reader=models)
    assert (found is made) is passes


def test_what_stands_for_the_marks_is_what_differs() -> None:
    made = Template(
        template_id="A-1", text="{name}, pay {amount} at {link:a.example}", identity="", purpose=""
    )
    assert made.filled_with("Jo Li, pay $5 at a.example/x") == ("Jo Li", "$5", "a.example/x")
    assert made.filled_with("Jo Li, pay $5 at b.example/x") is None


def test_whatever_may_vary_has_a_plain_filling_that_fits() -> None:
    marks = (f"{{{kind}:shop.example}}" if kind == LINK else f"{{{kind}}}" for kind in KINDS)
    template = " and ".join(("The words are these", *marks, "so it ends"))
    made = Template(template_id="A-1", text=template, identity="", purpose="")
    assert made.fits(plainly_filled(template))
