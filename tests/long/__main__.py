"""Run the tests behind each figure at its full size, one after another, and print a table.

**Failures:** the exit status is 1 where a figure was not reached; what pytest said stands above it.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

from tests.long.figures import FIGURES, Figure

_ROOT: Final = Path(__file__).parents[2]


def main() -> int:
    """Run what was asked for; without a name, everything."""
    parser = argparse.ArgumentParser(prog="dev.py long", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="; ".join(figure.name for figure in FIGURES)
    )
    names = parser.parse_args().names
    unknown = set(names) - {figure.name for figure in FIGURES}
    if unknown:
        parser.error(f"no such figure: {', '.join(sorted(unknown))}")
    wanted = [figure for figure in FIGURES if not names or figure.name in names]
    lines = [_run(figure) for figure in wanted]
    print("", *(line for _, line in lines), sep="\n")
    return 0 if all(is_reached for is_reached, _ in lines) else 1


def _run(figure: Figure) -> tuple[bool, str]:
    print(f"\n== {figure.name}: {figure.promise}", flush=True)
    begun = time.monotonic()
    module = (figure.module, *figure.arguments)
    tests = ("pytest", "-q", "-p", "no:cacheprovider", *figure.tests)
    status = subprocess.call(
        [sys.executable, "-m", *(module if figure.module else tests)],
        cwd=_ROOT,
        env=os.environ | figure.sizes,
    )
    seconds = time.monotonic() - begun
    word = "reached" if status == 0 else "NOT REACHED"
    return status == 0, f"{word:12}{seconds:7.0f} s  {figure.name}: {figure.promise}"


if __name__ == "__main__":
    raise SystemExit(main())
