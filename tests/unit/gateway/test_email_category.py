"""The category of an email: who decides it, and on what basis."""

from __future__ import annotations

from typing import Any

import pytest

from filters.message import Category
from gateway.config.models import EmailConfig, EmailRule
from suppression.entry import ALL, Reason
from suppression.keys import email_key
from tests.make import ANN, entry, message
from tests.make_gateway import config, submission, submitter
from tests.unit.gateway.paper import Known, from_, of_email


@pytest.mark.parametrize(
    ("fields", "changed", "category", "decided_by"),
    [
        ({}, {}, Category.COMMERCIAL, "default"),
        ({"x_optwarden_category": "transactional; basis=account"}, {}, "transactional", "declared"),
        ({}, {"declared_category": "transactional"}, "transactional", "declared"),
        ({}, {"pinned_category": "transactional"}, "transactional", "listener"),
        (
            {},
            {"submitter": submitter(default_category="transactional")},
            "transactional",
            "default",
        ),
        (
            {"x_optwarden_category": "transactional"},
            {"submitter": submitter(may_declare=frozenset())},
            "commercial",
            "default",
        ),
    ],
)
async def test_the_category_is_found_in_the_order_of_its_sources(
    fields: dict[str, str], changed: dict[str, Any], category: str, decided_by: str
) -> None:
    verdict = (await of_email(submission(message(**fields), **changed))).verdict
    assert (verdict.category, verdict.decided_by) == (category, decided_by)


async def test_the_basis_goes_with_a_category_that_nobody_declared() -> None:
    pinned = submission(pinned_category="transactional", pinned_basis="delivery")
    assert (await of_email(pinned)).verdict.basis == "delivery"
    office = submitter(default_category="transactional", default_basis="employment")
    assert (await of_email(submission(submitter=office))).verdict.basis == "employment"
    settings = config(email=EmailConfig(default_category="transactional", default_basis="account"))
    assert (await of_email(submission(), settings)).verdict.basis == "account"


async def test_advertising_that_nobody_declared_is_told_by_who_opted_out_of_it() -> None:
    settings = config(email=EmailConfig(default_category="transactional", default_basis="account"))
    sale = submission(message("Clearance: 50% off, shop now!"))
    verdict = (await of_email(sale, settings)).verdict
    assert (verdict.category, verdict.decided_by) == ("commercial", "content")
    known = Known({email_key(ANN): (entry(),)})
    verdict = (await of_email(sale, settings, known)).verdict
    assert (verdict.category, verdict.looks_commercial) == ("transactional", True)
    other = Known({email_key(ANN): (entry(sender="outlet"),)})
    assert (await of_email(sale, settings, other)).verdict.category == "commercial"
    bounced = Known({email_key(ANN): (entry(reason=Reason.HARD_BOUNCE, scope=ALL),)})
    assert (await of_email(sale, settings, bounced)).verdict.category == "commercial"


@pytest.mark.parametrize(
    "rule",
    [
        {"header_from": "news@example.com"},
        {"envelope_from": "@example.com"},
        {"subject_prefix": "hel"},
        {"stream": "receipts"},
    ],
)
async def test_a_rule_of_the_configuration_decides_by_all_it_may_name(rule: dict[str, str]) -> None:
    rules = EmailConfig(rule=(EmailRule(category="transactional", basis="account", **rule),))
    given = submission(message(x_optwarden_stream="receipts"))
    verdict = (await of_email(given, config(email=rules))).verdict
    assert (verdict.category, verdict.basis, verdict.decided_by) == (
        "transactional",
        "account",
        "rule",
    )
    other = submission(from_("other@example.com", subject="Other"), reverse_path="x@outlet.example")
    assert (await of_email(other, config(email=rules))).verdict.decided_by == "default"
