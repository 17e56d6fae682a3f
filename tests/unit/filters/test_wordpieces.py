from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from filters.wordpieces import WordPieces

PIECES = WordPieces.read("[PAD]\n[UNK]\n[CLS]\n[SEP]\nbook\n##ing\n##s\nnow\n!\nb\n##o\n日")


def test_a_word_is_cut_into_its_longest_pieces() -> None:
    assert PIECES.numbers("bookings now!") == [2, 4, 5, 6, 7, 8, 3]


def test_a_word_that_cannot_be_made_is_unknown_as_a_whole() -> None:
    assert PIECES.numbers("bookx now") == [2, 1, 7, 3]


def test_a_word_of_more_than_a_hundred_letters_is_unknown() -> None:
    assert PIECES.numbers("bo" + "o" * 98) == [2, 9, *[10] * 99, 3]
    assert PIECES.numbers("bo" + "o" * 99) == [2, 1, 3]


def test_each_ideograph_is_a_word() -> None:
    assert PIECES.numbers("日日") == [2, 11, 11, 3]


@given(st.text(max_size=200))
def test_any_text_has_numbers(text: str) -> None:
    numbers = PIECES.numbers(text)
    assert numbers[0] == 2
    assert numbers[-1] == 3
    assert set(numbers) <= set(range(12))
