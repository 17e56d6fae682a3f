from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filters.sms.graphemes import graphemes
from filters.sms.segments import count


@pytest.mark.parametrize(
    "clusters",
    [
        [],
        ["a", "b"],
        ["e\u0301", "x"],
        ["\r", "\n", "\r", "a"],
        ["👍🏽", "!"],
        ["a", "🏽"],
        ["a\u0301", "🏽"],  # a tone that nothing takes stands alone
        ["\u0301🏽"[0], "🏽"],
        ["👍\ufe0f🏽"],
        ["👍\ufe0f\ufe0f", "🏽"],
        ["👩\u200d👩\u200d👧"],
        ["👩\u200d", "a"],
        ["a\u200d", "😀"],
        ["🇺🇸", "🇲🇽", "🇨"],
        ["🇺🇸\u0301", "\u0302", "x"],  # of its own making: the second mark stands alone
        ["x", "🇺🇸"],
        ["\u0600a", "b"],
        ["\u0600🇺", "🇸"],
        ["\u0600\u0600🇺", "🇸🇲"],
        ["각", "\u1100\u1161\u11a8", "가\u11a8", "각\u11a8", "가\u1161"],
        ["\u1100각", "\u1161\u1161\u11a8"],
        ["\u200b", "\u0301"],
        ["नि", "म"],
    ],
)
def test_a_text_is_cut_into_what_is_seen_as_one_character(clusters: list[str]) -> None:
    assert list(graphemes("".join(clusters))) == clusters


@given(st.text())
def test_nothing_is_lost_in_the_cutting(text: str) -> None:
    assert "".join(graphemes(text)) == text


def test_a_family_moves_to_the_next_segment_as_one() -> None:
    family = "👩\u200d👩\u200d👧\u200d👦"  # eleven code units
    assert count("ж" * 60 + family + "ж" * 60).segments == 3
    assert count("ж" * 56 + family + "ж" * 67).segments == 2


def test_what_is_larger_than_a_segment_is_counted_as_the_calculator_does() -> None:
    heap = "e" + "\u0301" * 80
    assert count(heap).segments == 2  # an empty one is left behind
    assert count("ж" * 60 + heap).segments == 2
    assert count("ж" + "\u0301" * 67 + "жж" + "ж").segments == 2


def test_marks_heaped_up_cost_what_their_number_costs() -> None:
    def seconds(times: int) -> float:
        texts = ("e" + "\u0301" * times, "🇺" * times, "👩\u200d" * times)
        started = time.perf_counter()
        for text in texts:
            list(graphemes(text))
        return time.perf_counter() - started

    seconds(100)
    assert seconds(16_000) < 40 * max(seconds(1_600), 0.001)
