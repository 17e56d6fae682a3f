"""A choice is kept for who made it, for one purpose, for a while."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from gateway.admin.selections import Selections

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Clock:
    now = NOON

    def __call__(self) -> datetime:
        return self.now


def test_a_choice_is_found_by_its_maker_for_its_purpose() -> None:
    kept = Selections(Clock())
    token = kept.keep(1, "release", ["a", "b", "a"])
    found = kept.find(token, 1, "release")
    assert found is not None
    assert found.ids == ("a", "b")
    assert kept.find(token, 2, "release") is None
    assert kept.find(token, 1, "cancel") is None
    assert kept.find("other", 1, "release") is None


def test_a_choice_is_over_after_half_an_hour_or_its_use() -> None:
    clock = Clock()
    kept = Selections(clock)
    used, late = kept.keep(1, "hold", ["a"]), kept.keep(1, "hold", ["b"])
    kept.drop(used)
    kept.drop(used)
    assert kept.find(used, 1, "hold") is None
    clock.now += timedelta(minutes=30)
    assert kept.find(late, 1, "hold") is None


def test_the_oldest_choices_make_room() -> None:
    kept = Selections(Clock())
    first = kept.keep(1, "hold", ["a"])
    tokens = [kept.keep(1, "hold", [str(n)]) for n in range(100)]
    assert kept.find(first, 1, "hold") is None
    assert all(kept.find(token, 1, "hold") for token in tokens)
