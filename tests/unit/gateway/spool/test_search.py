from __future__ import annotations

import pytest

from gateway.spool.search import cursor_of


@pytest.mark.parametrize(
    ("text", "cursor"),
    [
        ("7", 7),
        ("9223372036854775807", 2**63 - 1),
        ("9223372036854775808", 2**63 - 1),
        ("99999999999999999999", 0),  # of 20 digits, as no page writes
        ("", 0),
        ("-7", 0),
        ("\u0667", 0),  # a digit of another script
        ("7; DROP", 0),
    ],
)
def test_what_a_page_says_of_the_next_is_a_number_or_the_beginning(text: str, cursor: int) -> None:
    assert cursor_of(text) == cursor
