from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from filters.sms.passages import passages
from filters.sms.simplified import simplified

SENTENCE = "Your parcel number {0} waits for you at the counter. "


def test_a_short_text_is_one_passage() -> None:
    text = "Your table is at 7. See you then!"
    assert passages(text) == (simplified(text),)


def test_a_long_text_is_read_whole_and_in_runs_of_sentences() -> None:
    text = "".join(SENTENCE.format("x" * n) for n in range(1, 9))
    whole, *runs = passages(text)
    assert whole == simplified(text)
    assert len(runs) == 8 + 7  # the last run is the last sentence
    assert all(len(run.split()) <= 30 for run in runs)
    assert all(run.startswith("your parcel number") for run in runs)


def test_a_sentence_without_an_end_is_cut() -> None:
    words = [f"word{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(70)]
    _, *runs = passages(" ".join(words))
    assert all(len(run.split()) <= 30 for run in runs)
    assert set(words) == {word for run in runs for word in run.split()}


@given(st.text(max_size=600))
def test_any_text_has_passages(text: str) -> None:
    assert passages(text)[0] == simplified(text)
