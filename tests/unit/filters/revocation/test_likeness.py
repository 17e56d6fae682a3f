from __future__ import annotations

from itertools import pairwise

import pytest

from filters.revocation.likeness import INTENTS, Likeness, features, parts, plain
from filters.revocation.reading import sentences

MODEL = Likeness(
    bias=(-1.0, 0.0, 0.5, 1.25),
    weights={"stop": (250, 10, 0, -100), "^ stop": (50, 0, 0, 0), "by _ noon": (-300, 0, 0, 200)},
)


def test_a_model_is_read_as_it_was_written() -> None:
    assert Likeness.read(MODEL.file()) == MODEL


def test_what_is_known_of_a_reply_adds_up() -> None:
    assert MODEL.scores("stop .") == pytest.approx((2.0, 0.1, 0.5, 0.25))


def test_of_a_reply_nothing_is_known_of_the_frequent_is_said() -> None:
    assert MODEL.scores("quite other words") == MODEL.bias


def test_words_are_seen_alone_in_runs_around_others_and_by_their_stems() -> None:
    found = features("please unsubscribe me .")
    assert {"unsubscribe", "please unsubscribe me", "please _ me", "#unsub", "^ please"} <= found
    assert all(len(each.split()) <= 3 for each in found)


def test_a_question_is_told_from_a_sentence() -> None:
    assert plain(sentences("Stop?")) == "stop ?"
    assert plain(sentences("Stop!")) == "stop ."


def test_a_short_reply_is_read_whole() -> None:
    said = sentences("Thanks. Please take me off. Ann")
    assert list(parts(said)) == [plain(said)]


def test_every_sentence_of_a_long_reply_is_read_with_its_neighbours() -> None:
    said = sentences(" ".join(f"This is the sentence about number {n} of them." for n in range(60)))
    read = list(parts(said))
    assert len(read) > 1
    assert all(len(each.split()) < 150 for each in read)
    assert all(any(plain(pair) in each for each in read) for pair in pairwise(said))


def test_a_sentence_without_end_is_read_in_pieces() -> None:
    said = sentences(" ".join(f"word{number}" for number in range(500)))
    assert len(said) == 1
    read = list(parts(said))
    assert len(read) > 5
    assert all(len(each.split()) < 150 for each in read)
    assert read[-1].split()[-2] == said[0].words.split()[-1]


def test_the_loudest_words_are_named_and_no_parts_of_them() -> None:
    assert MODEL.loudest("please stop by noon .") == "stop"
    assert MODEL.loudest("quite other words") == ""


def test_nothing_said_is_no_part() -> None:
    assert list(parts(())) == []


def test_four_intents_are_told_apart() -> None:
    assert [each.value for each in INTENTS] == ["optout", "review", "optin", "none"]


@pytest.mark.parametrize(
    "end", ["\nThanks, Bob", " Thanks.", " Best regards, Ann", "\nMuchas gracias", " Merci, Luc"]
)
def test_thanks_and_a_name_at_the_end_say_nothing(end: str) -> None:
    assert list(parts(sentences(f"Not for me.{end}"))) == ["not for me ."]


@pytest.mark.parametrize("text", ["Thanks, Bob", "Thanks for nothing", "Regards. No more of it"])
def test_thanks_that_are_all_or_stand_before_something_are_read(text: str) -> None:
    said = sentences(text)
    assert list(parts(said)) == [plain(said)]
