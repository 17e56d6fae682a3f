from __future__ import annotations

from typing import Any

import pytest

from filters.message import Category
from tests.make import message
from tests.unit.filters.email.categories import (
    AD,
    AD_HTML_PART,
    PICTURE,
    TRANSACTIONAL,
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
RECEIPT = """\
Thanks for your purchase. This email is the receipt for your order 1042 of May 3, keep it for your
records. One kettle, $39.00, one tin of tea, $11.00, tax $4.12: total $54.12, which was charged to
the card ending in 4242. It shipped this morning, and the tracking number is 9405 5036.
If you have any questions about this receipt, reply to this email or contact our support team.
""".replace("\n", "\r\n")
COUPON = "Take 10% off your next order with the code THANKS.\r\n"
INVOICE = (
    "Invoice 2013-0516",
    "Client",
    "ann@example.net",
    "Plan",
    "Basic",
    "Billing period",
    "April",
    "Date due",
    "May 16, 2026",
    "Amount due",
    "$39.00",
    "Payment method",
    "Card",
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


def test_receipt_with_an_offer_below_is_business_and_warned_about() -> None:
    # 16 CFR 316.3(a)(2): the order comes first, and the subject is about nothing else
    verdict = judged(message(RECEIPT + COUPON, subject="Your receipt"))
    assert (verdict.category, verdict.decided_by) == BUSINESS
    assert verdict.also_sells
    assert not judged(message(RECEIPT, subject="Your receipt")).also_sells


def test_offer_above_the_business_is_no_business() -> None:
    assert decision(message(COUPON + "Shop now.\r\n" + RECEIPT, subject="Your receipt")) == DEFAULT


@pytest.mark.parametrize("declared", [{}, TRANSACTIONAL])
def test_offer_in_the_subject_counts_whatever_the_text_is_like(declared: dict[str, Any]) -> None:
    # 16 CFR 316.3(a)(2)(i): what a reader of the subject would take it for
    verdict = judged(message(RECEIPT, subject="Flash sale: 20% off everything"), **declared)
    assert verdict.category is Category.COMMERCIAL


def test_what_is_like_business_all_in_all_is_that_without_a_phrase_for_it() -> None:
    verdict = judged(message(NOTE + "\r\n"))
    assert (verdict.category, verdict.decided_by) == BUSINESS
    assert not verdict.basis
    assert "worded like business" in verdict.evidence[-1]


def test_letter_or_answer_that_fails_as_one_needs_a_phrase_of_business() -> None:
    linked = NOTE + " All of it is at https://x.example/pipes for $40.\r\n"
    answers = {"in_reply_to": "<1@x>", "subject": "Re: hello"}
    assert decision(message(linked)) == BUSINESS
    assert decision(message(linked, **answers)) == DEFAULT


def test_business_without_sentences_is_known_by_its_words() -> None:
    rows = "".join(f"{' ' * 90}<tr><td>{row}</td></tr>\r\n" for row in INVOICE)
    page = f"<html><body><table>\r\n{rows}</table></body></html>\r\n"
    assert decision(message(page, content_type="text/html")) == BUSINESS
    foreign = page.replace("</table>", f"</table><p>{ESTONIAN}</p>")
    assert decision(message(foreign, content_type="text/html")) == DEFAULT


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
