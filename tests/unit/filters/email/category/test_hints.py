from __future__ import annotations

import json

import pytest

from filters.email.category.hints import NO_HINTS, hints_of
from filters.email.mime import parse
from filters.message import Category
from tests.make import message
from tests.unit.filters.email.categories import AD, decision, judged

RECEIPT = "Thanks for your order. Order number 1042. Total $35.00.\r\n"

COMMERCIAL = [
    ({"x_pm_message_stream": "broadcast"}, "broadcast"),
    ({"x_pm_message_stream": "Weekly-Newsletter"}, "weekly-newsletter"),
    ({"x_smtpapi": json.dumps({"asm_group_id": 123, "to": ["ann@example.net"]})}, "asm-123"),
    ({"x_smtpapi": json.dumps({"category": ["March newsletter"]})}, ""),
    ({"x_mailgun_tag": "spring-sale"}, ""),
    ({"x_ses_list_management_options": "everybody; topic=Sports"}, "sports"),
    ({"x_ses_list_management_options": "contactListName=a; topicName=two words"}, ""),
    ({"x_ses_message_tags": "kind=marketing, team=x"}, ""),
    ({"x_postal_tag": "campaign-7"}, ""),
    ({"x_mc_tags": "newsletter"}, ""),
    ({"x_pm_tag": "promo"}, ""),
    ({"precedence": "Bulk"}, ""),
    ({"list_id": "News <news.example.com>"}, ""),
    ({"feedback_id": "7:42:marketing:esp"}, ""),
    ({"x_mailgun_tag": "receipt", "precedence": "bulk"}, ""),
]
TRANSACTIONAL = [
    ({"x_pm_message_stream": "outbound"}, ""),
    ({"x_smtpapi": json.dumps({"category": "Receipt"})}, ""),
    ({"x_mailgun_tag": "password-reset"}, ""),
    ({"x_ses_message_tags": "type=transactional"}, ""),
    ({"x_postal_tag": "invoice"}, ""),
    ({"x_mc_tags": "order,shipping"}, ""),
]
NOTHING = [
    {"precedence": "first-class"},
    {"precedence": "bulk", "auto_submitted": "auto-replied", "in_reply_to": "<1@example.net>"},
    {"x_smtpapi": "not JSON"},
    {"x_smtpapi": '["sale"]'},
    {"x_smtpapi": '{"unique_args": {"sale": 1}}'},
    {"x_mailgun_tag": "team-7"},
    {"x_mailgun_track": "sale"},
]


@pytest.mark.parametrize(("fields", "stream"), COMMERCIAL)
def test_fields_of_services_lean_to_advertising(fields: dict[str, str], stream: str) -> None:
    raw = message(**fields)
    hints = hints_of(raw, parse(raw))
    assert (hints.leans_to, hints.stream) == (Category.COMMERCIAL, stream)
    assert all(seen.startswith("header: ") for seen in hints.seen)
    assert "example.net" not in "".join(hints.seen)


@pytest.mark.parametrize(("fields", "stream"), TRANSACTIONAL)
def test_fields_of_services_lean_to_business(fields: dict[str, str], stream: str) -> None:
    raw = message(**fields)
    hints = hints_of(raw, parse(raw))
    assert (hints.leans_to, hints.stream) == (Category.TRANSACTIONAL, stream)


@pytest.mark.parametrize("fields", NOTHING)
def test_other_fields_hint_at_nothing(fields: dict[str, str]) -> None:
    raw = message(**fields)
    hints = hints_of(raw, parse(raw))
    assert (hints.leans_to, hints.stream, hints.seen) == (Category.CONVERSATIONAL, "", ())


def test_letter_without_such_fields_is_not_looked_into() -> None:
    raw = message()
    assert hints_of(raw, parse(raw)) is NO_HINTS


def test_stream_alone_is_seen_though_it_leans_nowhere() -> None:
    raw = message(x_pm_message_stream="team-7")
    assert hints_of(raw, parse(raw)).seen == (
        "header: x-pm-message-stream leans to nothing, stream team-7",
    )


@pytest.mark.parametrize("fields", [fields for fields, _ in TRANSACTIONAL])
def test_hint_of_business_is_followed_where_the_content_shows_it(fields: dict[str, str]) -> None:
    verdict = judged(message(RECEIPT, **fields))
    assert (verdict.category, verdict.decided_by) == (Category.TRANSACTIONAL, "hint")
    assert verdict.basis == "transaction"
    assert any(seen.startswith("header: ") for seen in verdict.evidence)


@pytest.mark.parametrize("fields", [fields for fields, _ in TRANSACTIONAL])
def test_hint_of_business_proves_nothing(fields: dict[str, str]) -> None:
    assert decision(message("See you.\r\n", **fields)) == (Category.COMMERCIAL, "default")
    assert decision(message(AD, **fields)) == (Category.COMMERCIAL, "default")
    may_not = {"may_declare": frozenset({"commercial"})}
    assert decision(message(RECEIPT, **fields), **may_not) == (Category.COMMERCIAL, "default")


@pytest.mark.parametrize("fields", [fields for fields, _ in COMMERCIAL])
def test_hint_of_advertising_makes_no_receipt_advertising(fields: dict[str, str]) -> None:
    known = {"default": Category.TRANSACTIONAL}
    assert decision(message(RECEIPT, **fields), **known)[0] is Category.TRANSACTIONAL
    assert decision(message("The garden.\r\n", **fields), **known) == (
        Category.COMMERCIAL,
        "content",
    )


def test_hints_stand_in_the_evidence_of_mail_that_is_commercial_anyway() -> None:
    verdict = judged(message(AD, list_id="<news.example.com>"))
    assert verdict.evidence == ("header: list-id leans to commercial",)
