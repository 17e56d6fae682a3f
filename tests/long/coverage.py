"""Run every test, count the lines and branches each package was run in: `dev.py long coverage`.

Programs that tests start are counted, too, but for those that are killed.

**Failures:** the exit status is 1 where a package has fewer branches run than it is held to. A test
that fails says so above the table, and its lines count all the same.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import coverage

_ROOT: Final = Path(__file__).parents[2]
_HELD_TO: Final = {"filters": 1.0, "suppression": 1.0, "gateway": 0.9}


def main() -> int:
    """Run the suite with the arguments of the command line, and print the table."""
    with TemporaryDirectory() as folder:
        data = Path(folder) / "coverage"
        _run(data, sys.argv[1:])
        shares = {package: _share(data, package) for package in _HELD_TO}
    return 0 if all(shares[package] >= held for package, held in _HELD_TO.items()) else 1


def _run(data: Path, arguments: list[str]) -> None:
    spread = ("--numprocesses", "2", "--dist", "loadfile")
    measured = ("-p", "no:cacheprovider", "--cov", "--cov-report=")
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *spread, *measured, *arguments],
        cwd=_ROOT,
        env=os.environ | {"COVERAGE_FILE": str(data)},
        check=False,
    )


def _share(data: Path, package: str) -> float:
    """Print what was run of a package and what was not, and return the share of its branches."""
    measured = coverage.Coverage(data_file=str(data), config_file=str(_ROOT / "pyproject.toml"))
    measured.load()
    report = data.with_name(f"{package}.json")
    measured.json_report(include=[f"{_ROOT / package}/*"], outfile=str(report))
    found = json.loads(report.read_text(encoding="utf-8"))
    for path, file in found["files"].items():
        if file["missing_lines"] or file["missing_branches"]:
            print(f"  {path}: lines {file['missing_lines']}, branches {file['missing_branches']}")
    totals = found["totals"]
    branches = totals["covered_branches"] / totals["num_branches"]
    print(f"{package:12} branches {_of(totals, 'branches')}  lines {_of(totals, 'lines')}")
    return float(branches)


def _of(totals: dict[str, Any], kind: str) -> str:
    every = totals["num_statements" if kind == "lines" else "num_branches"]
    return f"{totals[f'covered_{kind}']}/{every} = {totals[f'covered_{kind}'] / every:.2%}"


if __name__ == "__main__":
    raise SystemExit(main())
