from __future__ import annotations

from typing import Any

import pytest

from filters.message import Category
from tests.make import message
from tests.unit.filters.email.categories import (
    AD,
    AD_HTML_PART,
    PICTURE,
    decision,
    judged,
    several,
)

ORDER = "Thanks for your order. Order number 1042. We will tell you when it is on its way.\r\n"
LESS_SURE = ORDER + "Use this coupon on your next order and get 20% off.\r\n"
BUSINESS = (Category.TRANSACTIONAL, "business")
DEFAULT = (Category.COMMERCIAL, "default")
ESTONIAN = "Uued kingad ootavad juba sel kevadel igas linnas oma kandjaid, tulge vaatama.\r\n"
SOFT = (  # it begins with business, and is like advertising all in all
    "Wider seat, first off, a real glass. For your flight to Dallas on Wednesday you can move to "
    "First for $128, less than it has been in a while. Your companion may come along at the same "
    "price. It ends when someone else sits there, or three hours before departure.\r\n"
)
NOTE = (
    "Hi Ann, the plumber was here this morning and found the leak below the sink. He needs a new "
    "pipe and comes back on Thursday between nine and noon. Please leave the key with us."
)
BRIEFLY = "Thanks for your order. Order number 1042. 20% off with this coupon."
RESET = "To reset your password, follow this link: https://x.example/r\r\n"
ENCLOSED = "Content-Type: message/rfc822\r\n\r\nSubject: Hello\r\n\r\n"


def alternative(html: str) -> bytes:
    return several("\r\n" + ORDER, f"Content-Type: text/html\r\n\r\n{html}\r\n", kind="alternative")


@pytest.mark.parametrize(
    ("body", "basis"),
    [
        (ORDER, "transaction"),
        (RESET, "safety"),
        ("Your order has shipped. Tracking number 1042.\r\n", "transaction"),
    ],
)
def test_business_that_nobody_declared_is_transactional(body: str, basis: str) -> None:
    verdict = judged(message(body))
    assert (verdict.category, verdict.decided_by) == BUSINESS
    assert verdict.basis == basis
    assert verdict.evidence


def test_all_that_a_message_of_business_shows_and_encloses_is_that() -> None:
    assert decision(alternative(f"<p>{ORDER}</p>")) == BUSINESS
    assert decision(several("\r\n" + ORDER, ENCLOSED + "See you on Monday at ten.\r\n")) == BUSINESS


@pytest.mark.parametrize(
    "raw",
    [
        message("See you.\r\n"),
        message(AD),
        message(ORDER, subject="Flash sale: 20% off"),
        message(LESS_SURE),
        message(ORDER + ESTONIAN),
        message(SOFT, subject="Lowell, row 2 is still open"),
        message(ORDER + "D i s c o v e r our s e c r e t.\r\n"),
        message(ORDER + "Your order is here. " * 3000),
        alternative("<p>Hello.</p>"),
        alternative(f"<p>{ORDER}</p><p>Shop our new arrivals, and get 20% off.</p>"),
        several("\r\n" + ORDER, ENCLOSED + AD),
        several("\r\n" + ORDER, 'Content-Type: message/partial; id="1"\r\n\r\nx'),
        several("\r\n" + ORDER, AD_HTML_PART),
        several("\r\nThanks for your order.\r\n", PICTURE),
    ],
)
def test_business_beside_anything_else_keeps_the_default(raw: bytes) -> None:
    assert decision(raw) == DEFAULT


@pytest.mark.parametrize(
    "fields",
    [
        {"list_unsubscribe": "<https://x.example/u>"},
        {"list_id": "<news.example.com>"},
        {"precedence": "bulk"},
        {"x_mailgun_tag": "newsletter"},
    ],
)
@pytest.mark.parametrize("somebody_opted_out", [False, True])
def test_what_its_header_calls_a_mailing_is_none(
    fields: dict[str, str], somebody_opted_out: bool
) -> None:
    known = {"somebody_opted_out": somebody_opted_out}
    assert decision(message(ORDER, **fields), **known) == DEFAULT


@pytest.mark.parametrize(
    ("known", "decided"),
    [
        ({"recipients": 2}, DEFAULT),
        ({"may_declare": frozenset({"commercial"})}, DEFAULT),
        ({"submitter_default": "commercial"}, DEFAULT),
        ({"default": Category.TRANSACTIONAL}, (Category.TRANSACTIONAL, "default")),
        ({"declared": "commercial"}, (Category.COMMERCIAL, "declared")),
    ],
)
@pytest.mark.parametrize("somebody_opted_out", [False, True])
def test_content_decides_only_where_nobody_said_what_it_is(
    known: dict[str, Any], decided: tuple[Category, str], somebody_opted_out: bool
) -> None:
    assert decision(message(ORDER), somebody_opted_out=somebody_opted_out, **known) == decided


@pytest.mark.parametrize(
    "body",
    [
        LESS_SURE,
        BRIEFLY,
        NOTE,
    ],
)
def test_what_may_be_business_is_so_only_for_a_person_to_decide(body: str) -> None:
    raw = message(body + "\r\n")
    assert decision(raw) == DEFAULT
    assert decision(raw, somebody_opted_out=True) == BUSINESS


@pytest.mark.parametrize(
    "raw",
    [
        message(AD),
        message("See you.\r\n"),
        message(SOFT, subject="Lowell, row 2 is still open"),
        message("AAAA\r\n", content_type="image/png"),
        alternative(f"<p>{AD}</p>"),
    ],
)
def test_what_is_no_business_is_refused_to_who_opted_out(raw: bytes) -> None:
    assert decision(raw, somebody_opted_out=True) == DEFAULT
