"""Where CI=true a skipped test is a failure, unless allowed_skips.toml says why it may be.

What a test counted (`record_property("acknowledged", 22_938)`) is printed after the run.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator

    from _pytest.terminal import TerminalReporter

ALLOWED_SKIPS: Final = Path(__file__).with_name("allowed_skips.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowedSkip:
    """One test, or all whose node ids begin alike, that may be skipped, and why."""

    test: str
    because: str
    skip: str = ""

    def covers(self, nodeid: str, reason: str) -> bool:
        return nodeid.startswith(self.test) and reason.startswith(self.skip)


def read_allowed_skips() -> tuple[AllowedSkip, ...]:
    """Read the list; an entry without `test` or `because` is a TypeError."""
    entries = tomllib.loads(ALLOWED_SKIPS.read_text(encoding="utf-8")).get("allowed", ())
    return tuple(AllowedSkip(**entry) for entry in entries)


def pytest_configure(config: pytest.Config) -> None:
    """Read the list once, and only where it counts."""
    if os.environ.get("CI") == "true":
        config.pluginmanager.register(NoUnexplainedSkips(read_allowed_skips()))


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Print what the tests counted, so that a promise stands there with its figure."""
    counted = [
        f"{report.nodeid}: "
        + ", ".join(f"{value} {name}" for name, value in report.user_properties)
        for report in terminalreporter.getreports("passed")
        if report.user_properties
    ]
    if counted:
        terminalreporter.section("counted")
        terminalreporter.write("\n".join(counted) + "\n")


class NoUnexplainedSkips:
    """Turns the report of a skip that nobody explained into a failure."""

    def __init__(self, allowed: tuple[AllowedSkip, ...]) -> None:
        self._allowed = allowed

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self,
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        if not hasattr(report, "wasxfail"):
            self._judge(report)
        return report

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(
        self,
    ) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
        report = yield
        self._judge(report)
        return report

    def _judge(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        if report.outcome != "skipped":
            return
        where = report.longrepr
        reason = where[2] if isinstance(where, tuple) else str(where)
        reason = reason.removeprefix("Skipped: ")
        if any(skip.covers(report.nodeid, reason) for skip in self._allowed):
            return
        report.outcome = "failed"
        report.longrepr = (
            f"{report.nodeid} was skipped: {reason}\n"
            f"Install what it needs, or list it with a reason in {ALLOWED_SKIPS.name}."
        )
