from __future__ import annotations

import pytest

from filters.email.postal_address import (
    is_postal_address,
    postal_address_is_missing,
    same_address,
)
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


@pytest.mark.parametrize(
    "address",
    [
        "1 Main St, Springfield, IL 62701", "PO Box 12, Springfield, IL 62701",
        "PMB 7\n500 Oak Ave\nReno NV 89501", "Hauptstraße 5, 10115 Berlin",
        "東京都千代田区丸の内1-1-1", "上海市黄浦区南京东路1号",
        "ул. Ленина, д. 5, Москва, 101000",
    ],
)  # fmt: skip
def test_what_can_be_a_postal_address_is_one(address: str) -> None:
    assert is_postal_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "", " ", "\u200b", ".", "-", "x", "TODO", "your address here", "1 2 3", "62701",
        "Springfield", "1\u200b2\u200b3", "\u3164\u3164\u3164 \u3164\u3164\u3164 1 \u3164\u3164",
        "___ ___ ___ ___ 1",
    ],
)  # fmt: skip
def test_what_cannot_be_a_postal_address_counts_as_none(address: str) -> None:
    assert not is_postal_address(address)
    (ann,) = judge(
        email(), facts(identity=identity(postal_address=address)), (postal_address_is_missing,)
    )
    assert ann.deciding is not None


def test_an_address_is_the_same_however_it_is_set() -> None:
    assert same_address("123 Main St, Springfield", " 123  main st., SPRINGFIELD\n")
    assert not same_address("123 Main St, Springfield", "124 Main St, Springfield")
