"""Bars of verdicts by day, as numbers that a template draws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

VERDICTS: Final = ("passed", "changed", "held", "refused", "deferred")
WIDTH: Final = 720
HEIGHT: Final = 180
_TOP: Final = 16
_FOOT: Final = 24
_WIDEST: Final = 64.0
_LABELS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One verdict of one day."""

    verdict: str
    recipients: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day: its bars from the bottom up, and its row of the table."""

    day: date
    bars: tuple[Bar, ...]
    counts: Mapping[str, int]
    middle: float
    has_label: bool

    @property
    def total(self) -> int:
        """Everybody of that day."""
        return sum(self.counts.values())


def chart(counts: Mapping[date, Mapping[str, int]], days: Sequence[date]) -> tuple[Day, ...]:
    """Return the days with their bars, as high as the busiest day fills the picture."""
    most = max((sum(counts.get(day, {}).values()) for day in days), default=0) or 1
    slot = WIDTH / len(days)
    scale = (HEIGHT - _TOP - _FOOT) / most
    every = -(-len(days) // _LABELS)
    return tuple(
        Day(
            day=day,
            bars=tuple(_bars(counts.get(day, {}), index * slot, slot, scale)),
            counts=counts.get(day, {}),
            middle=round((index + 0.5) * slot, 1),
            has_label=(len(days) - 1 - index) % every == 0,
        )
        for index, day in enumerate(days)
    )


def _bars(counts: Mapping[str, int], left: float, slot: float, scale: float) -> list[Bar]:
    width = min(0.7 * slot, _WIDEST)
    x, y, bars = left + (slot - width) / 2, float(HEIGHT - _FOOT), []
    for verdict in VERDICTS:
        recipients = counts.get(verdict, 0)
        if not recipients:
            continue
        height = max(recipients * scale, 1.0)
        y -= height
        bars.append(
            Bar(
                verdict=verdict, recipients=recipients,
                x=round(x, 1), y=round(y, 1), width=round(width, 1), height=round(height, 1),
            )
        )  # fmt: skip
    return bars
