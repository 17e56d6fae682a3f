"""The page of rules shows the hours of the law as the program keeps them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from filters.sms.state_hours import FEDERAL, STATES, HoursRule

if TYPE_CHECKING:
    from filters.sms.hours import Span

PAGE: Final = (Path(__file__).parents[4] / "docs" / "rules.md").read_text(encoding="utf-8")


def row(rule: HoursRule) -> str:
    hours = rule.hours
    spans = [span(each) for each in (hours.weekday, hours.saturday, hours.sunday)]
    holidays = "never" if hours.state else "as other days"
    cells = (
        rule.state or "everywhere", *spans, holidays, rule.cites,
        f"{rule.confidence}: {rule.source}", f"{rule.since}",
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def span(span: Span) -> str:
    return f"{span[0]:%H:%M} to {span[1]:%H:%M}" if span else "never"


@pytest.mark.parametrize("rule", [FEDERAL, *STATES], ids=lambda rule: rule.state)
def test_the_page_shows_the_hours_of_the_law(rule: HoursRule) -> None:
    assert row(rule) in PAGE
    assert f"{rule.checked}" in PAGE
