"""What was measured, and the table of it."""

from __future__ import annotations

import platform
import statistics
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def interpreter() -> str:
    """Say which Python was measured: one that was built without profiles is a quarter slower."""
    return f"Python {platform.python_version()} of {sys.base_prefix}"


class Case(Protocol):
    """A system under test."""

    port: int

    @property
    def roots(self) -> Sequence[int]:
        """The processes whose descendants do the work."""
        ...

    def start(self) -> None:
        """Start it."""
        ...

    def stop(self) -> None:
        """End it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One case in one round."""

    name: str
    rate: float  # messages a second, from the first handed in to the last at the sink
    cpu_s_per_1000: float
    peak_mib: float
    lost: int


def print_report(rounds: Sequence[Mapping[str, Measurement]]) -> None:
    """Print medians and ranges, and the ratios paired by round."""
    print(f"{'case':30}{'msg/s':>22}{'CPU s/1000':>22}{'peak MiB':>10}{'lost':>6}")
    for name in rounds[0]:
        each = [r[name] for r in rounds]
        print(
            f"{name:30}{_range([m.rate for m in each], '.0f'):>22}"
            f"{_range([m.cpu_s_per_1000 for m in each], '.2f'):>22}"
            f"{max(m.peak_mib for m in each):>10.0f}{sum(m.lost for m in each):>6}"
        )
    ours = next(iter(rounds[0]))
    for name in list(rounds[0])[1:]:
        ratios = [r[ours].rate / r[name].rate for r in rounds]
        print(f"{ours} / {name}: {_range(ratios, '.1f')} times the rate")


def _range(values: Sequence[float], form: str) -> str:
    return f"{statistics.median(values):{form}} ({min(values):{form}}-{max(values):{form}})"
