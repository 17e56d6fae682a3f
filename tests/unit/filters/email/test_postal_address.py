from __future__ import annotations

import pytest

from filters.email.postal_address import postal_address_is_missing
from filters.judge import judge
from filters.message import NOBODY, Category
from tests.make import ANN, BOB, email, facts, identity

HOMELESS = identity(postal_address=" ")


def test_commercial_mail_without_postal_address_is_refused() -> None:
    rulings = judge(email(to=(ANN, BOB)), facts(identity=HOMELESS), (postal_address_is_missing,))
    for each in rulings:
        assert each.deciding is not None
        assert each.deciding.code == "EMAIL_POSTAL_ADDRESS_MISSING"
        assert each.deciding.evidence == (f"sender identity: {HOMELESS.name}",)


def test_nobody_is_not_told_to_have_an_address_as_well() -> None:
    (ann,) = judge(email(), facts(identity=NOBODY), (postal_address_is_missing,))
    assert not ann.findings


@pytest.mark.parametrize("category", [c for c in Category if c is not Category.COMMERCIAL])
def test_other_mail_needs_no_postal_address(category: Category) -> None:
    (ann,) = judge(email(), facts(category, identity=HOMELESS), (postal_address_is_missing,))
    assert not ann.findings


def test_commercial_mail_of_a_sender_with_an_address_passes() -> None:
    (ann,) = judge(email(), facts(), (postal_address_is_missing,))
    assert not ann.findings
