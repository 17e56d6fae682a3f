"""The note of a request holds what its letters say, as far as it has room."""

from __future__ import annotations

from gateway.privacy.note import with_words


def test_a_note_that_is_full_keeps_what_came_first_and_says_so_of_more() -> None:
    first = "a" * 63_990
    assert with_words(first, "second letter") == (first, False)
    assert with_words(first, "short") == (f"{first}\nshort", True)


def test_what_a_note_holds_already_is_not_written_twice() -> None:
    assert with_words("the letter", "the letter") == ("the letter", True)
    full = "the letter" + "a" * 64_000
    assert with_words(full, "the letter") == (full, True)
