from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filters.email.named_numbers import is_about_texts, numbers_named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Stop texting 916-555-0143", ["+19165550143"]),
        ("stop texting (916) 555-0143 and +44 20 7946 0018.", ["+19165550143", "+442079460018"]),
        ("9165550143? 916.555.0143!", ["+19165550143"]),
        ("order 5521 of 2026-11-23 for 45,000 dollars", []),
        ("call 916-555-0143 ext. 7", []),
        ("", []),
    ],
)
def test_the_numbers_that_a_letter_names_are_found(text: str, named: list[str]) -> None:
    assert list(numbers_named(text, "US")) == named


def test_a_long_list_of_numbers_is_cut_short() -> None:
    many = ", ".join(f"916-555-01{last:02}" for last in range(40))
    assert len(numbers_named(many, "US")) == 5


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Quit texting me", True),
        ("take my number off", True),
        ("no m\u00e1s mensajes a mi tel\u00e9fono", True),
        ("plus de SMS", True),
        ("Please stop these emails. In the context of my order", False),
        ("", False),
    ],
)
def test_a_letter_about_texts_is_told_from_one_about_email(text: str, *, about: bool) -> None:
    assert is_about_texts(text) is about


@given(st.text(max_size=200))
def test_any_text_can_be_asked(text: str) -> None:
    assert len(numbers_named(text, "US")) <= 5
    assert is_about_texts(text) in {True, False}
