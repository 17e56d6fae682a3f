"""The note of a request holds what its letters say: what came first, and the newest."""

from __future__ import annotations

from gateway.privacy.note import BETWEEN, with_words


def test_a_note_that_is_full_keeps_what_came_first_and_the_newest() -> None:
    first = "a" * 63_990
    full, is_whole = with_words(first, "second letter")
    assert (full, is_whole) == (f"{first}{BETWEEN}second letter", False)
    assert with_words(full, "third") == (f"{first}{BETWEEN}third", False)


def test_what_a_note_holds_already_is_not_written_twice() -> None:
    assert with_words("the letter", "the letter") == ("the letter", True)
    full, _ = with_words("a" * 64_000, "the letter")
    assert with_words(full, "the letter") == (full, True)


def test_who_writes_what_stands_in_a_full_note_pushes_nothing_out() -> None:
    assert with_words("the first", f"mine{BETWEEN}more") == ("the first", False)
