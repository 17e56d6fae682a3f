from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from filters.catalogue import EMAIL_CHECKS
from filters.decision import Effect
from filters.judge import judge
from filters.message import Category
from suppression.keys import email_key
from tests.make import ANN, BOB, email, facts

if TYPE_CHECKING:
    from filters.decision import Ruling


def rulings(category: Category, *unread: str) -> tuple[Ruling, ...]:
    known = replace(facts(category), unread=frozenset(map(email_key, unread)))
    return judge(email(), known, EMAIL_CHECKS)


def test_commercial_mail_waits_while_a_reply_of_the_person_is_unread() -> None:
    (ruling,) = rulings(Category.COMMERCIAL, ANN)
    assert ruling.effect is Effect.HOLD
    assert [finding.code for finding in ruling.findings] == ["SUPPRESSED_PENDING_REVOCATION"]


def test_a_reply_of_somebody_else_keeps_nothing_back() -> None:
    assert [each.effect for each in rulings(Category.COMMERCIAL, BOB)] == [Effect.PASS]


def test_receipts_and_letters_go_on_while_a_reply_is_unread() -> None:
    for category in (Category.TRANSACTIONAL, Category.CONVERSATIONAL, Category.SYSTEM):
        assert [each.effect for each in rulings(category, ANN)] == [Effect.PASS]
