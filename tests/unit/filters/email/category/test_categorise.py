from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filters.email.category.categorise import categorise
from filters.email.category.circumstances import CategoryRule
from filters.email.category.declaration import Declaration, read_declaration
from filters.email.mime import parse
from filters.errors import MalformedMessage
from filters.message import Category
from tests.make import message
from tests.unit.filters.email.categories import (
    AD,
    AD_HTML,
    circumstances,
    decision,
    judged,
)


def declared(text: str, body: str = "See you.\r\n", **fields: str) -> bytes:
    return message(body, x_optwarden_category=text, **fields)


@pytest.mark.parametrize(
    ("text", "category", "basis"),
    [
        ("transactional; basis=transaction", "transactional", "transaction"),
        (" Transactional ;Basis = Safety ", "transactional", "safety"),
        ("transactional; basis=friendship", "transactional", ""),
        ("transactional; x; basis=account;;", "transactional", "account"),
        ("conversational", "conversational", ""),
        ("marketing", "marketing", ""),
        ("", "", ""),
    ],
)
def test_declaration_is_read_as_people_write_it(text: str, category: str, basis: str) -> None:
    assert read_declaration(text) == Declaration(category=category, basis=basis)


@given(st.text(max_size=60))
def test_any_declaration_is_read(text: str) -> None:
    assert isinstance(read_declaration(text), Declaration)


def test_undeclared_mail_takes_the_default_and_of_the_submitter_first() -> None:
    assert decision(message()) == (Category.COMMERCIAL, "default")
    assert decision(message(), submitter_default="transactional") == (
        Category.TRANSACTIONAL,
        "default",
    )


def test_declared_category_and_basis_are_taken() -> None:
    verdict = judged(declared("transactional; basis=account"))
    assert verdict.category is Category.TRANSACTIONAL
    assert verdict.basis == "account"
    assert verdict.decided_by == "declared"
    assert verdict.declared == "transactional"
    assert verdict.evidence == ()


def test_declaration_over_http_stands_above_the_header_field() -> None:
    verdict = judged(declared("commercial"), declared="transactional", declared_basis="delivery")
    assert (verdict.category, verdict.basis) == (Category.TRANSACTIONAL, "delivery")
    assert judged(message(), declared="transactional", declared_basis="fun").basis == ""


def test_what_the_submitter_may_not_declare_is_not_followed_and_said_so() -> None:
    verdict = judged(
        declared("transactional; basis=account"), may_declare=frozenset({"commercial"})
    )
    assert verdict.category is Category.COMMERCIAL
    assert verdict.declared == "transactional"
    assert verdict.evidence == ("the declaration was not followed, default decided",)


def test_unknown_declaration_is_kept_for_the_check_to_refuse() -> None:
    assert judged(declared("marketing")).declared == "marketing"
    assert decision(declared("marketing")) == (Category.COMMERCIAL, "default")


def test_system_cannot_be_declared() -> None:
    assert decision(declared("system"))[0] is Category.COMMERCIAL


@pytest.mark.parametrize("recipients", [0, 2, 100])
def test_conversational_is_believed_for_one_recipient_only(recipients: int) -> None:
    letter = declared("conversational")
    assert decision(letter) == (Category.CONVERSATIONAL, "declared")
    assert decision(letter, recipients=recipients) == (Category.COMMERCIAL, "default")
    everywhere = circumstances(
        recipients=recipients,
        pinned="conversational",
        submitter_default="conversational",
        default=Category.CONVERSATIONAL,
        rules=(CategoryRule(category=Category.CONVERSATIONAL),),
    )
    assert categorise(letter, parse(letter), everywhere).category is Category.COMMERCIAL


def test_listener_pin_comes_before_the_rules() -> None:
    rules = (CategoryRule(category=Category.COMMERCIAL),)
    assert decision(message(), pinned="transactional", rules=rules) == (
        Category.TRANSACTIONAL,
        "listener",
    )


@pytest.mark.parametrize(
    ("criterion", "matches"),
    [
        ({"header_from": "News@Example.com"}, True),
        ({"header_from": "@example.com"}, True),
        ({"header_from": "@ample.com"}, False),
        ({"header_from": "receipts@example.com"}, False),
        ({"envelope_from": "bounces@example.com"}, True),
        ({"envelope_from": "other@example.com"}, False),
        ({"subject_prefix": "HEL"}, True),
        ({"subject_prefix": "ello"}, False),
        ({"stream": "receipts"}, True),
        ({"stream": "news"}, False),
        ({"stream": "receipts", "subject_prefix": "no"}, False),
        ({}, True),
    ],
)
def test_rule_matches_when_everything_it_names_does(
    criterion: dict[str, str], matches: bool
) -> None:
    rule = CategoryRule(category=Category.TRANSACTIONAL, basis="transaction", **criterion)
    verdict = judged(message(), rules=(rule,), stream="receipts")
    assert (verdict.decided_by == "rule") is matches
    assert (verdict.basis == "transaction") is matches


def test_two_from_addresses_match_no_rule() -> None:
    both = message(From="news@example.com, x@example.com")
    for wanted in ("news@example.com", "@example.com"):
        rule = CategoryRule(header_from=wanted, category=Category.TRANSACTIONAL)
        assert decision(both, rules=(rule,)) == (Category.COMMERCIAL, "default")


def test_first_rule_that_matches_wins() -> None:
    rules = (
        CategoryRule(stream="x", category=Category.COMMERCIAL),
        CategoryRule(category=Category.TRANSACTIONAL, basis="safety"),
        CategoryRule(category=Category.COMMERCIAL),
    )
    assert decision(message(), rules=rules) == (Category.TRANSACTIONAL, "rule")


@pytest.mark.parametrize("header", ["X-Optwarden-Category", "X-Optwarden-Stream", "X-Kind"])
def test_message_that_says_two_things_about_itself_is_malformed(header: str) -> None:
    raw = f"{header}: commercial\r\n{header.upper()}: conversational\r\n".encode() + message()
    with pytest.raises(MalformedMessage, match="more than one") as caught:
        judged(raw, category_header="X-Kind" if header == "X-Kind" else "X-Optwarden-Category")
    assert caught.value.code == "MIME_MALFORMED"


@pytest.mark.parametrize(
    "known",
    [
        {"declared": "transactional", "declared_basis": "transaction"},
        {"declared": "conversational"},
        {"pinned": "transactional"},
        {"rules": (CategoryRule(category=Category.TRANSACTIONAL, basis="account"),)},
        {"submitter_default": "transactional"},
        {"default": Category.CONVERSATIONAL},
    ],
)
def test_advertising_counts_as_commercial_whoever_says_otherwise(known: dict[str, Any]) -> None:
    verdict = judged(message(AD), **known)
    assert (verdict.category, verdict.decided_by) == (Category.COMMERCIAL, "content")
    assert verdict.basis == ""
    assert verdict.looks_commercial
    assert verdict.evidence[0].startswith("said to be ")
    assert "clearance" in " ".join(verdict.evidence)


@pytest.mark.parametrize("on_conflict", ["hold", "refuse"])
def test_conflict_that_a_person_or_a_check_decides_keeps_what_was_said(on_conflict: str) -> None:
    verdict = judged(
        message(AD), declared="transactional", declared_basis="safety", on_conflict=on_conflict
    )
    assert (verdict.category, verdict.decided_by) == (Category.TRANSACTIONAL, "declared")
    assert verdict.looks_commercial
    assert verdict.evidence[0].startswith("said to be transactional by declared")


def test_advertising_that_is_said_to_be_commercial_is_no_conflict() -> None:
    assert decision(declared("commercial", AD)) == (Category.COMMERCIAL, "declared")


@pytest.mark.parametrize("parts", [("plain", AD, "Hello."), ("html", "Hello.", AD_HTML)])
def test_text_and_html_are_both_judged(parts: tuple[str, str, str]) -> None:
    _, text, html = parts
    raw = message(
        f"--b\r\nContent-Type: text/plain\r\n\r\n{text}\r\n"
        f"--b\r\nContent-Type: text/html\r\n\r\n{html}\r\n--b--\r\n",
        content_type='multipart/alternative; boundary="b"',
    )
    assert judged(raw, declared="transactional").looks_commercial


def test_message_without_text_is_judged_by_its_subject() -> None:
    picture = message("AAAA\r\n", content_type="image/png", subject="Flash sale: 20% off")
    assert judged(picture).looks_commercial


def test_commercial_mail_is_not_read() -> None:
    assert judged(declared("commercial", AD)).evidence == ()


@pytest.mark.parametrize(
    ("known", "decided_by"),
    [
        ({"pinned": "transactional", "pinned_basis": "safety"}, "listener"),
        ({"rules": (CategoryRule(category=Category.TRANSACTIONAL, basis="safety"),)}, "rule"),
        ({"submitter_default": "transactional", "submitter_default_basis": "safety"}, "default"),
        ({"default": Category.TRANSACTIONAL, "default_basis": "safety"}, "default"),
    ],
)
def test_basis_that_the_configuration_names_goes_with_the_category(
    known: dict[str, Any], decided_by: str
) -> None:
    verdict = judged(message(), **known)
    assert (verdict.category, verdict.basis) == (Category.TRANSACTIONAL, "safety")
    assert verdict.decided_by == decided_by


UNDECLARED: list[dict[str, Any]] = [
    {"pinned": "transactional"},
    {"rules": (CategoryRule(category=Category.TRANSACTIONAL, basis="account"),)},
    {"submitter_default": "transactional"},
    {"default": Category.TRANSACTIONAL},
]


@pytest.mark.parametrize("known", UNDECLARED)
def test_undeclared_conflict_waits_for_a_person_where_somebody_opted_out(
    known: dict[str, Any],
) -> None:
    verdict = judged(message(AD), somebody_opted_out=True, **known)
    assert verdict.category is Category.TRANSACTIONAL
    assert verdict.looks_commercial
    assert verdict.evidence[0].startswith("said to be transactional by ")


def test_declared_conflict_counts_as_commercial_whoever_opted_out() -> None:
    verdict = judged(message(AD), somebody_opted_out=True, declared="transactional")
    assert (verdict.category, verdict.decided_by) == (Category.COMMERCIAL, "content")


NEWSLETTER = (
    "In this issue: how we built our greenhouse. Read the full story.\r\n"
    "Unsubscribe: https://x.example/u\r\n"
)


@pytest.mark.parametrize(
    ("fields", "envelope"),
    [
        ({"auto_submitted": "auto-generated"}, {}),
        ({"auto_submitted": "auto-replied"}, {"reverse_path": ""}),
        ({"auto_submitted": "auto-replied", "in_reply_to": "<1@x>"}, {}),
        ({"precedence": "bulk"}, {}),
        ({"precedence": "auto_reply"}, {}),
        ({}, {"reverse_path": ""}),
        ({"x_auto_response_suppress": "All"}, {"reverse_path": ""}),
        ({"subject": "Re: Spring", "in_reply_to": "<1@x>"}, {}),
        ({"content_type": "text/plain; report-type=delivery-status"}, {"reverse_path": ""}),
    ],
)
@pytest.mark.parametrize("default", [Category.COMMERCIAL, Category.TRANSACTIONAL])
def test_newsletter_stays_one_whatever_its_header_and_envelope_say(
    fields: dict[str, str], envelope: dict[str, Any], default: Category
) -> None:
    raw = message(NEWSLETTER, **fields)
    assert decision(raw, default=default, **envelope)[0] is Category.COMMERCIAL
