from __future__ import annotations

import pytest

from filters.decision import Effect, Finding
from filters.email.category.conflict import (
    content_contradicts_category,
    declaration_is_unknown,
    transactional_that_also_sells,
    transactional_without_basis,
    transactional_without_business,
)
from filters.judge import judge
from filters.message import Category, CategoryVerdict
from tests.make import ANN, BOB, email, facts, message, policy, verdict
from tests.unit.filters.email.categories import TRANSACTIONAL, judged

CHECKS = (
    content_contradicts_category,
    declaration_is_unknown,
    transactional_without_basis,
    transactional_without_business,
    transactional_that_also_sells,
)


def findings(about: CategoryVerdict, on_conflict: str = "refuse") -> tuple[Finding, ...]:
    told = facts(about, policy=policy(on_category_conflict=on_conflict))
    ann, bob = judge(email(to=(ANN, BOB)), told, CHECKS)
    assert ann.findings == bob.findings
    return ann.findings


@pytest.mark.parametrize(
    ("on_conflict", "effect"), [("hold", Effect.HOLD), ("refuse", Effect.REFUSE)]
)
@pytest.mark.parametrize("category", [Category.TRANSACTIONAL, Category.CONVERSATIONAL])
def test_advertising_said_to_be_something_else_is_held_or_refused(
    category: Category, on_conflict: str, effect: Effect
) -> None:
    about = verdict(category, basis="safety", looks_commercial=True, evidence=("why",))
    (found,) = findings(about, on_conflict)
    assert (found.code, found.effect) == ("EMAIL_CLASS_CONFLICT", effect)
    assert found.evidence == ("why",)


def test_advertising_that_counts_as_commercial_passes_and_the_submitter_is_told() -> None:
    about = verdict(decided_by="content", looks_commercial=True, declared="transactional")
    (found,) = findings(about, "treat-as-commercial")
    assert (found.code, found.effect) == ("EMAIL_CLASS_CONFLICT", Effect.PASS)


def test_undeclared_conflict_that_somebody_opted_out_of_is_held() -> None:
    about = verdict(Category.TRANSACTIONAL, decided_by="rule", looks_commercial=True)
    (found,) = findings(about, "treat-as-commercial")
    assert (found.code, found.effect) == ("EMAIL_CLASS_CONFLICT", Effect.HOLD)


@pytest.mark.parametrize("category", [Category.COMMERCIAL, Category.SYSTEM])
def test_advertising_said_to_be_advertising_is_no_conflict(category: Category) -> None:
    assert findings(verdict(category, looks_commercial=True)) == ()


def test_transactional_without_basis_is_refused() -> None:
    about = verdict(Category.TRANSACTIONAL, decided_by="declared", declared="transactional")
    assert [f.code for f in findings(about)] == ["EMAIL_CLASS_BASIS_MISSING"]


@pytest.mark.parametrize(
    "about",
    [
        verdict(Category.TRANSACTIONAL, decided_by="declared", basis="account"),
        verdict(Category.TRANSACTIONAL, decided_by="rule"),
        verdict(Category.COMMERCIAL, decided_by="declared"),
    ],
)
def test_basis_is_asked_of_declared_transactional_mail_only(about: CategoryVerdict) -> None:
    assert findings(about) == ()


@pytest.mark.parametrize("declared", ["marketing", "system", "transactional basis=account"])
def test_unknown_category_is_refused_rather_than_guessed(declared: str) -> None:
    assert [f.code for f in findings(verdict(declared=declared))] == ["EMAIL_CATEGORY_UNKNOWN"]


@pytest.mark.parametrize("declared", ["", "commercial", "transactional", "conversational"])
def test_known_category_is_not_refused_for_its_name(declared: str) -> None:
    assert findings(verdict(declared=declared)) == ()


def test_transactional_mail_that_names_no_business_is_warned_about() -> None:
    about = verdict(Category.TRANSACTIONAL, is_unfounded=True, evidence=("why",))
    (found,) = findings(about)
    assert (found.code, found.effect) == ("W_CLASS_UNFOUNDED", Effect.PASS)
    assert found.evidence == ("why",)
    assert findings(verdict(Category.COMMERCIAL, is_unfounded=True)) == ()


@pytest.mark.parametrize(
    ("body", "is_unfounded"),
    [
        ("The garden is green, and so are we.\r\n", True),
        ("The team looks forward to you. Discover it.\r\n", True),
        ("Your order has shipped.\r\n", False),
        ("We have your request.\r\n", False),
        ("\r\n", False),
    ],
)
def test_business_is_missed_in_what_is_said_to_be_transactional(
    body: str, is_unfounded: bool
) -> None:
    assert judged(message(body), **TRANSACTIONAL).is_unfounded is is_unfounded
    assert not judged(message(body), declared="conversational").is_unfounded


def test_transactional_mail_with_an_advertisement_below_is_warned_about() -> None:
    about = verdict(Category.TRANSACTIONAL, also_sells=True, evidence=("why",))
    (found,) = findings(about)
    assert (found.code, found.effect) == ("W_CLASS_MIXED", Effect.PASS)
    assert found.evidence == ("why",)
    assert findings(verdict(Category.COMMERCIAL, also_sells=True)) == ()


@pytest.mark.parametrize(
    ("body", "also_sells"),
    [
        ("Your code is 482913.\r\n\r\nP.S. Gift cards are 20% off.\r\n", True),
        ("Your code is 482913. It is valid for ten minutes.\r\n", False),
        ("The garden is green, and so are we.\r\n", False),
        ("Your order 5.\r\nRabatt 20 % -8,00 EUR\r\n", False),
        ("Your order 5.\r\nFree shipping\r\nTotal $8\r\n", False),
        ("Your order 5.\r\nRabatt: -20 % auf alles\r\n", True),
    ],
)
def test_advertisement_below_business_is_seen(body: str, also_sells: bool) -> None:
    assert judged(message(body), **TRANSACTIONAL).also_sells is also_sells
    assert not judged(message(body), declared="conversational").also_sells
