from __future__ import annotations

from filters.message import NOBODY, Category, CategoryVerdict, Recipient
from suppression.keys import email_key, phone_key


def test_an_address_has_a_domain_and_a_number_has_none() -> None:
    ann = Recipient(address="Ann@BÜCHER.example", key=email_key("Ann@BÜCHER.example"))
    assert ann.domain == "xn--bcher-kva.example"
    assert Recipient(address="(916) 966-8284", key=phone_key("+19169668284")).domain == ""


def test_nobody_has_nothing_that_a_message_could_be_from() -> None:
    said = (NOBODY.name, NOBODY.company, NOBODY.postal_address, NOBODY.contact)
    assert said == ("", "", "", "")
    assert not NOBODY.domains
    assert not NOBODY.numbers
    assert not NOBODY.can_sign


def test_a_verdict_says_nothing_of_a_content_that_was_not_read() -> None:
    said = CategoryVerdict(
        category=Category.COMMERCIAL, basis="", decided_by="default", declared="",
        looks_commercial=False,
    )  # fmt: skip
    assert not said.is_unfounded
    assert not said.also_sells
    assert said.evidence == ()
