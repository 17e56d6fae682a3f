from __future__ import annotations

from filters.message import Recipient
from suppression.keys import email_key, phone_key


def test_an_address_has_a_domain_and_a_number_has_none() -> None:
    ann = Recipient(address="Ann@BÜCHER.example", key=email_key("Ann@BÜCHER.example"))
    assert ann.domain == "xn--bcher-kva.example"
    assert Recipient(address="(916) 966-8284", key=phone_key("+19169668284")).domain == ""
