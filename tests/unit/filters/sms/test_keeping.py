from __future__ import annotations

import pytest

from filters.sms.keeping import kept

PURPOSES = ("appointment", "meeting_link", "receipt", "security_code")


@pytest.mark.parametrize(
    ("text", "purposes"),
    [
        ("KEEP APPOINTMENT", {"appointment"}),
        ("Keep: appointments & receipts, please", {"appointment", "receipt"}),
        ("keep only my meeting links", {"meeting_link"}),
        ("keep security codes", {"security_code"}),
        ("KEEP ALL", set(PURPOSES)),
    ],
)
def test_who_names_what_is_to_go_on_is_taken_at_their_word(text: str, purposes: set[str]) -> None:
    assert kept(text, PURPOSES) == purposes


@pytest.mark.parametrize(
    "text",
    [
        "", "KEEP", "keep it up", "Keep appointments but not receipts", "appointment", "don't keep",
        "keep meeting", "keep none", "keep appointments all", "I keep receipts", "KEEP shipping",
    ],
)  # fmt: skip
def test_whatever_else_is_said_keeps_nothing(text: str) -> None:
    assert kept(text, PURPOSES) == frozenset()


def test_where_nothing_was_asked_nothing_is_kept() -> None:
    assert kept("KEEP ALL", ()) == frozenset()
    assert kept("KEEP receipt", ("", "_")) == frozenset()
