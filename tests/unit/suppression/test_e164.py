"""Numbers in E.164, taken apart as the library would."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suppression.e164 import is_e164, parsed_number

_DIGITS = st.text("0123456789", min_size=9, max_size=9)


@given(first=st.sampled_from("23456789"), rest=_DIGITS | st.text("01", min_size=9, max_size=9))
def test_a_number_of_north_america_is_what_the_library_finds(first: str, rest: str) -> None:
    number = f"+1{first}{rest}"
    assert parsed_number(number) == phonenumbers.parse(number)
    assert is_e164(number)


@pytest.mark.parametrize(
    "number", ["+441632960961", "+390612345678", "+4930123456", "+15551234567", "+8613800138000"]
)
def test_a_number_written_as_its_key_is_known(number: str) -> None:
    assert parsed_number(number) == phonenumbers.parse(number)
    assert is_e164(number)


@pytest.mark.parametrize(
    "number",
    [
        "12025550123", "+1 2025550123", "+12025550123;ext=5", "+9991234567", "+",
        "", "+1202555\u0660123", "+44 1632 960961", "+4401632960961",
    ],
)  # fmt: skip
def test_another_form_of_a_number_is_none(number: str) -> None:
    assert not is_e164(number)
