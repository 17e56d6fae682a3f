"""Every spelling of a suppressed person leads to their key, or is refused.

`SPELLINGS=1000000` asks about as many.
"""

from __future__ import annotations

import os
from itertools import islice
from random import Random
from typing import Final

import pytest

from suppression.errors import MalformedAddressError
from suppression.keys import email_key, phone_key
from tests.spellings import address_spellings, number_spellings

COUNT: Final = int(os.environ.get("SPELLINGS", "4000"))
ADDRESSES: Final = (
    "ann.lee+news@example.com", "o'brien@mail.example.org", "zoë@example.com",
    "ann lee@example.com",
    'a"b\\c@example.com', "ann@bücher.example", "ИВАН@пример.example", "straße@faß.example",
    "ann@[192.0.2.1]", "ann@[ipv6:2001:db8::1]", "σίσυφος@example.com", "李@例え.example",
)  # fmt: skip
NUMBERS: Final = ("+19169668284", "+12025550177", "+14155550123", "+18005550199")


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_spelling_of_an_address_is_the_same_person(address: str) -> None:
    spellings = address_spellings(address, Random(address))  # noqa: S311 - repeatable
    local, _, domain = address.rpartition("@")
    quoted = local.replace("\\", "\\\\").replace('"', '\\"')
    key = email_key(f'"{quoted}"@{domain}')
    for written in islice(spellings, COUNT // len(ADDRESSES)):
        assert email_key(written) == key, ascii(written)


@pytest.mark.parametrize("number", NUMBERS)
def test_every_spelling_of_a_number_is_the_same_person(number: str) -> None:
    taken, spellings = 0, number_spellings(number, Random(number))  # noqa: S311 - repeatable
    for written in islice(spellings, COUNT // len(NUMBERS) // 2):
        try:
            key = phone_key(written)
        except MalformedAddressError:
            continue
        assert key == number, ascii(written)
        taken += 1
    assert taken > COUNT // len(NUMBERS) // 4, "most of them are taken"
