from __future__ import annotations

import json
from email.header import Header
from pathlib import Path
from typing import Final

import pytest

from filters.email.category.purpose import looks_commercial
from filters.message import Category
from tests.make import message
from tests.unit.filters.email.advertising_mail import ADVERTISING
from tests.unit.filters.email.business_mail import BUSINESS
from tests.unit.filters.email.categories import TRANSACTIONAL, judged

DATA: Final = Path(__file__).parents[3] / "data" / "purpose" / "short.jsonl"
SHORT: Final = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
"""Mail as people get it, in many languages, cut to its first words."""


def template(subject: str, html: str) -> bytes:
    encoded = Header(subject, "utf-8").encode(maxlinelen=900)
    return message(html, subject=encoded, content_type="text/html; charset=utf-8")


@pytest.mark.parametrize("name", BUSINESS)
def test_business_mail_with_the_footer_of_a_shop_stays_business(name: str) -> None:
    mail = template(*BUSINESS[name])
    for known in (TRANSACTIONAL, {"default": Category.TRANSACTIONAL}):
        verdict = judged(mail, **known)
        assert verdict.category is Category.TRANSACTIONAL, verdict.evidence


@pytest.mark.parametrize("name", ADVERTISING)
def test_advertising_in_the_form_of_business_is_commercial(name: str) -> None:
    mail = template(*ADVERTISING[name])
    for known in (TRANSACTIONAL, {"default": Category.TRANSACTIONAL}):
        verdict = judged(mail, **known)
        assert verdict.category is Category.COMMERCIAL
        assert verdict.evidence


@pytest.mark.parametrize("mail", SHORT, ids=lambda mail: mail["subject"])
def test_mail_in_few_words_is_what_it_says(mail: dict[str, str]) -> None:
    judgement = looks_commercial(mail["subject"], mail["text"])
    assert judgement.is_commercial is (mail["label"] == "advertising"), judgement.evidence


@pytest.mark.parametrize(
    "mail", [m for m in SHORT if m["label"] == "business"], ids=lambda mail: mail["subject"]
)
def test_fields_of_a_mailing_make_no_business_advertising(mail: dict[str, str]) -> None:
    judgement = looks_commercial(mail["subject"], mail["text"], to_many=True)
    assert not judgement.is_commercial, judgement.evidence


def test_menu_of_a_shop_is_no_offer_only_where_the_subject_names_business() -> None:
    menu_above = "<p>New arrivals</p><p>Sale</p><p>Your order has been delivered.</p>"
    named = template("Your order has been delivered", menu_above)
    assert judged(named, **TRANSACTIONAL).category is Category.TRANSACTIONAL
    unnamed = template("Hello Ann", menu_above)
    assert judged(unnamed, **TRANSACTIONAL).category is Category.COMMERCIAL


def test_few_words_of_business_do_not_outweigh_much_that_sells() -> None:
    lead = "<p>Your account is active.</p>"
    hints = "<p>discover offers, deals, savings, prices, gifts, software, vouchers, best brand</p>"
    assert judged(template("Hello", lead + hints), **TRANSACTIONAL).looks_commercial


def test_declared_mailing_that_names_some_business_is_believed() -> None:
    notice = template("Hello", "<p>A notice about the garden.</p><p>Unsubscribe</p>")
    assert judged(notice, **TRANSACTIONAL).category is Category.TRANSACTIONAL
    assert judged(notice, declared="conversational").category is Category.COMMERCIAL
    undeclared = judged(notice, default=Category.TRANSACTIONAL)
    assert (undeclared.category, undeclared.decided_by) == (Category.COMMERCIAL, "content")


def test_header_of_a_mailing_counts_where_nobody_declared_and_no_business_is_named() -> None:
    for fields in ({"list_id": "<x.example.com>"}, {"precedence": "bulk"}):
        garden = message("The garden wakes up.\r\n", **fields)
        undeclared = judged(garden, default=Category.TRANSACTIONAL)
        assert "header: fields of a mailing" in undeclared.evidence
        assert undeclared.category is Category.COMMERCIAL
        assert judged(garden, **TRANSACTIONAL).category is Category.TRANSACTIONAL
        receipt = message("Thanks for your order. Order number 1042.\r\n", **fields)
        assert not judged(receipt, default=Category.TRANSACTIONAL).looks_commercial


def test_evidence_shows_writing_without_spaces_as_it_is_written() -> None:
    verdict = judged(template("\u9650\u65f6\u7279\u4ef7", "<p>x</p>"), **TRANSACTIONAL)
    assert 'subject: "\u7279\u4ef7" (a price reduction)' in verdict.evidence
