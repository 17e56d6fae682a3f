"""Bars that are as high as what they stand for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gateway.admin.chart import HEIGHT, WIDTH, chart

TODAY = date(2026, 11, 23)


def test_verdicts_stand_on_each_other_and_the_busiest_day_fills_the_picture() -> None:
    counts = {TODAY: {"refused": 10, "passed": 30}, TODAY - timedelta(days=1): {"passed": 20}}
    before, busiest = chart(counts, [TODAY - timedelta(days=1), TODAY])
    passed, refused = busiest.bars
    assert (passed.verdict, refused.verdict) == ("passed", "refused")
    assert refused.y + refused.height == pytest.approx(passed.y, abs=0.2)
    assert passed.height == pytest.approx(3 * refused.height, abs=0.3)
    assert before.bars[0].height == pytest.approx(passed.height * 2 / 3, abs=0.2)
    assert refused.y >= 0
    assert busiest.total == 40


@pytest.mark.parametrize("count", [1, 7, 30])
def test_no_bar_leaves_the_picture_and_today_has_its_label(count: int) -> None:
    days = [TODAY - timedelta(days=ago) for ago in reversed(range(count))]
    drawn = chart({day: {"passed": 1, "held": 1_000_000} for day in days}, days)
    for day in drawn:
        for bar in day.bars:
            assert 0 <= bar.x <= bar.x + bar.width <= WIDTH
            assert 0 <= bar.y <= bar.y + bar.height <= HEIGHT
            assert bar.height >= 1  # one recipient is seen, too
    assert drawn[-1].has_label
    assert sum(day.has_label for day in drawn) <= 8


def test_days_without_anything_are_drawn_empty() -> None:
    (day,) = chart({}, [TODAY])
    assert (day.bars, day.total) == ((), 0)
