"""No cell of a file runs as a formula, and every one says what it said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suppression.transfer.cells import shielded, unshielded


@given(st.text(alphabet="=+-@'\t\r\n a1\uff1d;", max_size=8))
def test_what_is_shielded_is_given_back(text: str) -> None:
    assert unshielded(shielded(text)) == text
    for cell in shielded(text).split(";"):  # as spreadsheets of half of Europe see cells
        assert cell[:1] not in {"=", "+", "-", "@", "\t", "\r", "\n", "\uff1d"}


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_formula_becomes_text(text: str) -> None:
    assert shielded(text) == "'" + text


def test_a_number_stays_as_it_is() -> None:
    assert shielded("+19169668284") == "+19169668284"
    assert unshielded("'+19169668284") == "+19169668284"
    assert unshielded("'s Gravenhage") == "'s Gravenhage"
