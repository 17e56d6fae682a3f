from __future__ import annotations

import pytest

from filters.sms.percentages import with_percentages


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("twenty per cent off", "20% off"),
        ("twenty-five percent", "25%"),
        ("thirty five pct", "35%"),
        ("12.5 percent", "12.5%"),
        ("20-percent off", "20% off"),
        ("zwanzig prozent", "20%"),
        ("vingt pour cent", "20%"),
        ("veinte por ciento", "20%"),
        ("venti per cento", "20%"),
        ("vinte por cento", "20%"),
        ("twintig procent", "20%"),
    ],
)
def test_a_percentage_in_words_is_read(written: str, read: str) -> None:
    assert with_percentages(written) == read


@pytest.mark.parametrize("text", ["per person", "percentage", "some percent", "per centimetre", ""])
def test_other_words_are_no_percentage(text: str) -> None:
    assert with_percentages(text) == text
