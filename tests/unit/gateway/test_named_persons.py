"""Whoever is to be forgotten is found as programs write them, and nobody else is."""

from __future__ import annotations

import pytest

from gateway.spellings import struck
from suppression.keys import email_key, phone_key

ANN = email_key("ann@people.example")
PHONE = phone_key("+13105550143")


@pytest.mark.parametrize(
    "said",
    [
        "Ann@People.Example", "wrote:\\nann@people.example", "%3Cann@people.example%3E",
        "+13105550143", "0013105550143", "01113105550143", "From=%2B13105550143", "%2013105550143",
        "\\n13105550143", "\\u00a013105550143",
    ],
)  # fmt: skip
def test_a_person_is_found_in_what_programs_write(said: str) -> None:
    left = struck(said, [ANN, PHONE])
    assert "people.example" not in left.lower()
    assert "3105550143" not in left


@pytest.mark.parametrize(
    "said", ["joann@people.example", "+8613105550143", "order 913105550143", "131055501430"]
)
def test_nobody_else_is_taken_for_them(said: str) -> None:
    assert struck(said, [ANN, PHONE]) == said
