"""Search for 20 minutes, say, for input that breaks a reader: needs atheris, which no test does.

python -m tests.fuzz tree CORPUS... -max_total_time=1200 -timeout=5 -max_len=65536
Options are those of libFuzzer: -merge=1 NEW OLD keeps of OLD what NEW lacks.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["filters.email"], enable_loader_override=False):
    from tests.fuzz.targets import TARGETS


def main() -> None:
    """Run the fuzzer of the reader named first."""
    program, name, *options = sys.argv
    atheris.Setup([program, *options], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
