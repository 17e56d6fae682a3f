"""Runs tests on mutants, each in a fork of a process that has loaded and collected everything."""

from __future__ import annotations

import os
import resource
import selectors
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from _pytest.main import pytest_runtestloop as run_all

from tests.long.mutation.in_place import change

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tests.long.mutation.mutant import Mutant

SURVIVED: Final = "survived"
KILLED: Final = "killed"
TIMED_OUT: Final = "timed out"
ELSEWHERE: Final = "elsewhere"  # not to be put into what is loaded

_LEAST_S: Final = 20.0
_TIMES: Final = 10.0
_MOST_BYTES: Final = 1 << 28  # of a file that a mutant writes
_MOST_MEMORY: Final = 1 << 33


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A mutant, the tests it is put to, and the seconds they take without it."""

    mutant: Mutant
    tests: Sequence[str]
    seconds: float

    @property
    def deadline_s(self) -> float:
        """How long the tests may take before the mutant is one that does not end."""
        return _LEAST_S + _TIMES * self.seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a mutant, and the test that told."""

    trial: Trial
    word: str
    by: str = ""


class Forking:
    """A plugin that runs, instead of the tests, those of each trial in a fork."""

    def __init__(self, trials: Iterable[Trial], told: Callable[[Outcome], None]) -> None:
        """Name the trials, and who is told of each outcome."""
        self._trials = trials
        self._told = told

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Put every mutant to its tests."""
        by_name = {item.nodeid: item for item in session.items}
        for trial in self._trials:
            items = [by_name[name] for name in trial.tests if name in by_name]
            self._told(_tried(session, trial, items))
        return True


def _tried(session: pytest.Session, trial: Trial, items: list[pytest.Item]) -> Outcome:
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _child(session, trial, items, writer)
    os.close(writer)
    said = _read(reader, trial.deadline_s)
    if said is None:
        os.killpg(child, signal.SIGKILL)
    os.close(reader)
    os.waitpid(child, 0)
    if said is None:
        return Outcome(trial=trial, word=TIMED_OUT)
    word, _, by = said.partition(" ")
    return Outcome(trial=trial, word=word or KILLED, by=by)  # it died without a word


def _read(reader: int, within_s: float) -> str | None:
    """Return what a child says until it ends; None when it does not."""
    said, until = b"", time.monotonic() + within_s
    with selectors.DefaultSelector() as selector:
        selector.register(reader, selectors.EVENT_READ)
        while selector.select(max(0.0, until - time.monotonic())):
            piece = os.read(reader, 1 << 16)
            if not piece:
                return said.decode()
            said += piece
    return None


class _FirstFailure:
    def __init__(self) -> None:
        self.name = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and not self.name:
            self.name = report.nodeid


def _child(session: pytest.Session, trial: Trial, items: list[pytest.Item], writer: int) -> None:
    """Change what is loaded, run the tests, say how it went, end."""
    try:
        os.setsid()
        resource.setrlimit(resource.RLIMIT_FSIZE, (_MOST_BYTES, _MOST_BYTES))
        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
        _be_silent(session)
        is_in = bool(items) and change(trial.mutant)
        said = _run(session, items) if is_in else ELSEWHERE
    except BaseException:  # noqa: BLE001 - no fork may go on as its parent
        said = ELSEWHERE
    try:
        os.write(writer, said.encode())
    finally:
        os._exit(0)


def _be_silent(session: pytest.Session) -> None:
    nothing = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - until the process ends
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None:
        reporter._tw._file = nothing
    for number in (1, 2):
        os.dup2(nothing.fileno(), number)


def _run(session: pytest.Session, items: list[pytest.Item]) -> str:
    first = _FirstFailure()
    session.config.pluginmanager.register(first)
    session.items[:] = items
    session.config.option.maxfail = 1
    try:
        run_all(session)
    except (session.Failed, session.Interrupted):
        return f"{KILLED} {first.name}"
    return f"{KILLED} {first.name}" if session.testsfailed else SURVIVED
