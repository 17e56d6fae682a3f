from __future__ import annotations

import pytest

from filters.decision import Effect, Finding
from filters.email.category.conflict import (
    content_contradicts_category,
    declaration_is_unknown,
    transactional_without_basis,
)
from filters.judge import judge
from filters.message import Category, CategoryVerdict
from tests.make import ANN, BOB, email, facts, policy, verdict

CHECKS = (content_contradicts_category, declaration_is_unknown, transactional_without_basis)


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
