from __future__ import annotations

from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from filters.unigrams import SPECIAL, Unigrams

LIKELY: Final = {"▁book": -9, "▁": -3, "b": -6, "o": -6, "k": -6, "ing": -4, "ings": -12, "s": -5}
PIECES: Final = Unigrams.read("\n".join(f"{each}\t0" for each in SPECIAL) + "\n" + "\n".join(
    f"{piece}\t{likely}" for piece, likely in LIKELY.items()
))  # fmt: skip


def said(text: str) -> list[str]:
    names = [*SPECIAL, *LIKELY]
    return [names[number] for number in PIECES.numbers(text)]


def test_a_sign_that_a_rare_piece_has_is_known() -> None:
    rare = {"▁": -3, "xy": -14, "z": -8, "yz": -1}
    pieces = Unigrams([*((each, 0) for each in SPECIAL), *rare.items()])
    assert pieces.numbers("xyz") == [2, 4, 5, 6, 3]
    assert pieces.numbers("xyq") == [2, 4, 5, 1, 3]


def test_signs_of_no_piece_count_once_in_a_row() -> None:
    assert said("bo%%%%ok") == ["<s>", "▁", "b", "o", "<unk>", "o", "k", "</s>"]
    assert said("% %% % book %") == ["<s>", "▁", "<unk>", "▁book", "▁", "<unk>", "</s>"]


def test_a_word_of_more_signs_than_any_has_is_unknown() -> None:
    assert said("book" * 30 + " book") == ["<s>", "<unk>", "▁book", "</s>"]
    assert said("book" * 24)[-1:0:-1].count("k") == 23


def test_a_word_is_made_of_its_likeliest_pieces_not_of_the_longest() -> None:
    assert said("bookings") == ["<s>", "▁book", "ing", "s", "</s>"]


def test_each_word_begins_anew_however_wide_the_gap() -> None:
    assert said(" book \n book") == ["<s>", "▁book", "▁book", "</s>"]


def test_a_sign_of_no_piece_is_unknown_and_what_stands_around_it_is_not() -> None:
    assert said("bo%ok") == ["<s>", "▁", "b", "o", "<unk>", "o", "k", "</s>"]


def test_nothing_is_its_ends_alone() -> None:
    assert said(" ") == ["<s>", "</s>"]


def test_no_text_is_read_as_one_of_the_special_pieces() -> None:
    assert said("<s>")[1:-1] == ["▁", "<unk>", "s", "<unk>"]


@given(st.text(max_size=200))
def test_any_text_has_numbers(text: str) -> None:
    numbers = PIECES.numbers(text)
    assert numbers[0] == SPECIAL.index("<s>")
    assert numbers[-1] == SPECIAL.index("</s>")
    assert set(numbers[1:-1]) <= {1, *range(len(SPECIAL), len(SPECIAL) + len(LIKELY))}
