from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import filters
from filters.catalogue import EMAIL_CHECKS, EMAIL_EDITS, SMS_CHECKS
from filters.codes import CODES
from filters.judge import judge
from filters.message import Category, Email, EmailFacts
from filters.plan import combine, render
from filters.rule import Rule
from suppression.entry import ALL, Reason
from tests.make import ANN, BOB, email, entry, facts, identity, message, policy, verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

WORST = email(
    message(
        "AAAA\r\n",
        From="a@example.net, b@example.net",
        subject="Re: Flash sale",
        content_type="image/png",
    ),
    to=(ANN, BOB, "5551234567@vtext.com"),
)
WORST_FACTS = facts(
    verdict(decided_by="content", looks_commercial=True, declared="nonsense"),
    suppressed=[entry(reason=reason) for reason in Reason] + [entry(scope=ALL)],
    identity=identity(postal_address="", can_sign=False),
    policy=policy(dkim_missing="refuse"),
)


def declared_rules() -> Iterator[object]:
    for module in pkgutil.walk_packages(filters.__path__, "filters."):
        for value in vars(import_module(module.name)).values():
            if isinstance(value, Rule):
                yield value


def test_every_check_that_is_declared_runs() -> None:
    listed = (*EMAIL_CHECKS, *SMS_CHECKS)
    assert [rule for rule in declared_rules() if rule not in listed] == []


@pytest.mark.parametrize("checks", [EMAIL_CHECKS, SMS_CHECKS])
def test_no_check_stands_twice_and_every_code_has_replies(
    checks: tuple[Rule[object, object]],
) -> None:
    codes = [rule.code for rule in checks]
    assert len(set(codes)) == len(codes)
    assert set(codes) <= set(CODES)


@given(order=st.permutations(EMAIL_CHECKS))
def test_any_order_of_the_checks_gives_the_same_rulings(
    order: list[Rule[Email, EmailFacts]],
) -> None:
    first = judge(WORST, WORST_FACTS, EMAIL_CHECKS)
    assert {f.code for r in first for f in r.findings} >= {
        "EMAIL_FROM_MALFORMED",
        "EMAIL_SUBJECT_DECEPTIVE",
        "EMAIL_WIRELESS_DOMAIN",
        "SUPPRESSED_OPTOUT",
    }
    for one, other in zip(first, judge(WORST, WORST_FACTS, order), strict=True):
        assert one.effect is other.effect
        assert sorted(one.findings, key=repr) == sorted(other.findings, key=repr)


def test_edits_of_a_newsletter_fit_together_and_leave_its_text() -> None:
    newsletter = email(message("News of the week.\r\n"))
    plan = combine(edit(newsletter, facts()) for edit in EMAIL_EDITS)
    copy = render(newsletter.raw, plan, "t" * 55)
    assert copy.startswith(b"Received: ")
    assert b"\r\nNews of the week.\r\n" in copy
    assert b"List-Unsubscribe: <https://mail.example.com/u/ttt" in copy
    assert b"1 Real St, Springfield, IL 62701" in copy


@pytest.mark.parametrize("category", [Category.TRANSACTIONAL, Category.CONVERSATIONAL])
def test_other_mail_gets_trace_fields_and_nothing_else(category: Category) -> None:
    letter = email()
    plan = combine(edit(letter, facts(category)) for edit in EMAIL_EDITS)
    copy = render(letter.raw, plan, "")
    assert not plan.is_personal
    assert copy.endswith(letter.raw)
