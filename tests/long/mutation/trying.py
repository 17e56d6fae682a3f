"""Mutants put to their tests: most in forks, some in a process of their own."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Final

from tests.long.mutation.forking import (
    ELSEWHERE,
    KILLED,
    SURVIVED,
    TIMED_OUT,
    Forking,
    Outcome,
    Trial,
)
from tests.long.mutation.kept import Known
from tests.long.mutation.mutant import ROOT
from tests.long.mutation.steady import run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tests.long.mutation.choosing import Measured
    from tests.long.mutation.mutant import Mutant

NO_TEST: Final = "no test"


def try_all(mutants: Iterable[Mutant], measured: Measured, told: Callable[[Known], None]) -> None:
    """Try each, and say what became of it.

    What could not be put into what is loaded, or is outside of functions and survives there, is
    tried in a process where the module was changed before anything was made of it.
    """
    trials = []
    for mutant in mutants:
        tests = measured.tests(mutant)
        if tests:
            seconds = sum(measured.seconds[test] for test in tests)
            trials.append(Trial(mutant=mutant, tests=tests, seconds=seconds))
        else:
            told(_known(mutant, NO_TEST))

    def hear(outcome: Outcome) -> None:
        trial, word, by = outcome.trial, outcome.word, outcome.by
        if word == ELSEWHERE or (word == SURVIVED and not trial.mutant.is_in_function):
            word, by = _fresh(trial), ""
        told(_known(trial.mutant, word, by, trial.tests))

    files = {test.partition("::")[0] for trial in trials for test in trial.tests}
    if trials:
        run(sorted(files), Forking(trials, hear))


def _fresh(trial: Trial) -> str:
    mutant = trial.mutant
    command = [
        *(sys.executable, "-m", "tests.long.mutation.fresh", mutant.path, str(mutant.number)),
        *trial.tests,
    ]
    try:
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, timeout=trial.deadline_s, check=False
        )
    except subprocess.TimeoutExpired:
        return TIMED_OUT
    return SURVIVED if done.returncode == 0 else KILLED


def _known(mutant: Mutant, word: str, by: str = "", tests: Sequence[str] = ()) -> Known:
    return Known(name=mutant.name, change=mutant.change, word=word, by=by, tests=len(tests))
