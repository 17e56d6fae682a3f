"""Change one place of the code at a time and see whether a test notices: `dev.py long mutation`.

First the tests of `tests/unit` and `tests/contract` run once, and what ran which line is written
down in `.mutation/`; then every mutant is put to the tests that ran its lines. What became of
each is kept there, too, so that a run that was stopped goes on.

**Failures:** the exit status is 1 where fewer than 90 % of the mutants of an area were noticed.
"""

from __future__ import annotations

import argparse
import math
import os
import random
import subprocess
import sys
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Final

from tests.long.mutation import kept
from tests.long.mutation.areas import AREAS, files_of
from tests.long.mutation.choosing import measured
from tests.long.mutation.forking import KILLED, TIMED_OUT
from tests.long.mutation.mutant import ROOT, mutants_of
from tests.long.mutation.trying import try_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tests.long.mutation.kept import Known
    from tests.long.mutation.mutant import Mutant

_FOLDER: Final = ROOT / ".mutation"
_KEPT: Final = _FOLDER / "outcomes.jsonl"
_COVERAGE: Final = _FOLDER / "coverage"
_TESTS: Final = ("tests/unit", "tests/contract")
_ENOUGH: Final = 0.9
_Z: Final = 1.96  # of a two-sided interval of 95 %


def main() -> int:
    """Measure what is not measured, try what is not known, print the table."""
    wanted = _arguments()
    _FOLDER.mkdir(exist_ok=True)
    if tests := wanted.measure or ([] if _COVERAGE.exists() else _TESTS):
        _measure(tests)
    drawn = {area: _drawn(area, wanted.sample, wanted.seed) for area in wanted.areas or AREAS}
    known = kept.read(_KEPT)
    due = [
        mutant
        for mutants in drawn.values()
        for mutant in mutants
        if mutant.name not in known or (wanted.again and not _is_noticed(known[mutant.name]))
    ]
    print(f"{len(due)} mutants to try", flush=True)
    try_all(due, measured(_COVERAGE, _FOLDER.glob("report*.xml")), partial(kept.keep, _KEPT))
    known = kept.read(_KEPT)
    shares = [
        _told(area, [known[each.name] for each in mutants], is_sample=bool(wanted.sample))
        for area, mutants in drawn.items()
    ]
    return 0 if min(shares) >= _ENOUGH else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.long.mutation", description=__doc__)
    parser.add_argument("areas", nargs="*", metavar="AREA", help=", ".join(AREAS))
    parser.add_argument("--sample", type=int, default=0, help="how many of each area; 0: all")
    parser.add_argument("--seed", type=int, default=1, help="which are drawn")
    parser.add_argument("--again", action="store_true", help="try once more what nothing noticed")
    parser.add_argument(
        "--measure", nargs="+", metavar="FILE", help="tests that are new since the first run"
    )
    wanted = parser.parse_args()
    if unknown := set(wanted.areas) - set(AREAS):
        parser.error(f"no such area: {', '.join(sorted(unknown))}")
    return wanted


def _measure(tests: Iterable[str]) -> None:
    """Run tests once: which ran which line, and how long each took."""
    number = len(list(_FOLDER.glob("report*.xml")))
    subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests),
            *("-o", "junit_family=xunit1"),  # some tests tell their figures in it
            *("--cov", "--cov-append", "--cov-context=test", "--cov-report="),
            f"--junitxml={_FOLDER / f'report{number}.xml'}",
        ],
        cwd=ROOT,
        env=os.environ | {"COVERAGE_FILE": str(_COVERAGE)},
        check=False,  # a test that fails is not asked about mutants
    )


def _drawn(area: str, sample: int, seed: int) -> list[Mutant]:
    every = [mutant for path in files_of(area) for mutant in mutants_of(path)]
    if not sample or sample >= len(every):
        return every
    chosen = random.Random(seed).sample(range(len(every)), sample)  # noqa: S311 - no secret
    return [every[number] for number in chosen]


def _is_noticed(known: Known) -> bool:
    return known.word in {KILLED, TIMED_OUT}


def _told(area: str, known: Sequence[Known], *, is_sample: bool) -> float:
    """Print what became of an area's mutants, and return the share that was noticed."""
    noticed = sum(map(_is_noticed, known))
    for each in known:
        if not _is_noticed(each):
            print(f"  {each.word:9} {each.name.rpartition(':')[0]}  {each.change}")
    share = noticed / len(known)
    words = ", ".join(f"{count} {word}" for word, count in Counter(k.word for k in known).items())
    low, high = _wilson(noticed, len(known)) if is_sample else (share, share)
    print(f"{area:12} {noticed}/{len(known)} = {share:.1%}  [{low:.1%}, {high:.1%}]  {words}")
    return share


def _wilson(noticed: int, tried: int) -> tuple[float, float]:
    share, z2 = noticed / tried, _Z**2
    middle = (share + z2 / (2 * tried)) / (1 + z2 / tried)
    half = _Z / (1 + z2 / tried) * math.sqrt(share * (1 - share) / tried + z2 / (4 * tried**2))
    return middle - half, middle + half


if __name__ == "__main__":
    raise SystemExit(main())
