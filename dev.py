"""Make ./.venv once, then run a verb in it; needs nothing but Python and either uv or pip.

**Failures:** whatever cannot be made is named on standard error, with where and how to mend it, and
the exit status is 1; the next run tries again.
"""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

USAGE = """usage: python3 dev.py VERB [ARGUMENT...]

  demo                 run the gateway with built-in outboxes; nothing leaves the machine
  test                 run the test suite, several files at once
  test ARGUMENT...     run pytest with these arguments
  check [--no-tests]   format, lint, types, tests: what to run before a push
  bench [ARGUMENT...]  measure
  long [NAME...]       reach the figures of docs/promises.md at their full sizes: hours
  screenshots          take the pictures of docs/admin and docs/pages anew
  anything else        is handed to the program: python3 dev.py config check
"""
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
RUNS = "requirements.lock"
DEVELOPS = "requirements-dev.lock"
MODULES = {
    "test": "pytest",
    "bench": "tests.bench",
    "long": "tests.long",
    "screenshots": "tests.screenshots",
}
# files at a time, one more than processors: tests mostly wait; the many short ones come last
AT_ONCE = min((os.cpu_count() or 1) + 1, 8)
SEVERAL = [f"--numprocesses={AT_ONCE}", "--dist=loadfile", "--no-loadscope-reorder"]
STEPS = {
    "format": ["-m", "ruff", "format", "--check"],
    "lint": ["-m", "ruff", "check"],
    "types": ["-m", "mypy"],
    "tests": ["-m", "pytest", *SEVERAL],
}


def stop(what: str, where: str, mend: str) -> SystemExit:
    """Word a failure for a person."""
    return SystemExit(f"dev.py: {what}\n  where: {where}\n  mend:  {mend}")


def recipe(lock: str) -> str:
    """Name what these files ask for, with this Python, in this place."""
    files = b"".join((ROOT / name).read_bytes() for name in ("pyproject.toml", lock))
    return hashlib.sha256(f"{sys.version}\n{ROOT}\n".encode() + files).hexdigest()


def make_environment(locks: list[str]) -> None:
    """Bring ./.venv to what the locks say, as far as it is not there already."""
    missing = [lock for lock in locks if not is_installed(lock)]
    if not missing:
        return
    if uv := shutil.which("uv"):
        make = [uv, "venv", "-q", "--allow-existing", "--python", sys.executable, str(VENV)]
        install = [uv, "pip", "install", "-q", "--python", str(PYTHON)]
    elif find_spec("pip"):
        make = [sys.executable, "-m", "venv", "--without-pip", str(VENV)]
        install = [sys.executable, "-m", "pip", "--python", str(PYTHON), "install", "-q"]
        install += ["--no-compile"]  # as uv: Python compiles what is imported, and that is less
    else:
        mend = "install one of them, on Debian: apt-get install python3-pip"
        raise stop("neither uv nor pip is here", sys.executable, mend)
    again = "remove .venv and run this again"
    online = "is the package index reachable, and pip 22.3 or newer? then run this again"
    print(f"dev.py: making {VENV}; this takes a moment, once", file=sys.stderr, flush=True)
    run("make the environment", make, again)
    for lock in missing:
        stamp(lock).unlink(missing_ok=True)
        run(f"install what {lock} lists", [*install, "--require-hashes", "-r", lock], online)
        if lock == RUNS:
            itself = [*install, "--no-deps", "--no-build-isolation", "-e", "."]
            run("install optwarden", itself, again)
        stamp(lock).write_text(recipe(lock))


def is_installed(lock: str) -> bool:
    """Say whether ./.venv has what a lock lists now."""
    return PYTHON.exists() and stamp(lock).is_file() and stamp(lock).read_text() == recipe(lock)


def stamp(lock: str) -> Path:
    """Name the file that says what was installed of a lock."""
    return VENV / f"{lock}.stamp"


def run(purpose: str, command: list[str], mend: str) -> None:
    """Run a step of the making; what it says of a failure stands above what we say."""
    if status := subprocess.call(command, cwd=ROOT):
        raise stop(f"cannot {purpose} (exit {status})", shlex.join(command), mend)


def check(arguments: list[str]) -> None:
    """Run every step, so that all mistakes are seen at once."""
    if arguments not in ([], ["--no-tests"]):
        mend = "to judge a message: .venv/bin/optwarden check FILE"
        raise stop("check takes --no-tests only", shlex.join(arguments), mend)
    steps = [name for name in STEPS if name != "tests" or not arguments]
    failed = []
    for name in steps:
        print(f"dev.py: {name}", file=sys.stderr, flush=True)
        if subprocess.call([str(PYTHON), *STEPS[name]], cwd=ROOT):
            failed.append(name)
    if failed:
        raise SystemExit(f"dev.py: check failed: {', '.join(failed)}")
    print(f"dev.py: check passed: {', '.join(steps)}", file=sys.stderr)


def main() -> None:
    """Read the verb, make the environment, become what was asked for."""
    if sys.version_info < (3, 11):  # noqa: UP036 - run by whatever python3 is there
        version = sys.version.split()[0]
        raise stop(f"Python {version} is too old", sys.executable, "use Python 3.11 or newer")
    if os.name != "posix":
        raise stop("this needs Linux, macOS or WSL", sys.platform, "run it there")
    import fcntl  # noqa: PLC0415 - POSIX only

    verb, *arguments = sys.argv[1:] or ["--help"]
    if verb in {"-h", "--help"}:
        print(USAGE, end="")
        raise SystemExit(0 if sys.argv[1:] else 2)
    with Path(__file__).open("rb") as lock:  # concurrent runs wait for the one that makes it
        fcntl.flock(lock, fcntl.LOCK_EX)
        make_environment([RUNS, DEVELOPS] if verb in {"check", *MODULES} else [RUNS])
    if verb == "check":
        check(arguments)
        return
    command = ["-m", "gateway", verb, *arguments]
    if verb in MODULES:
        os.chdir(ROOT)
        whole = SEVERAL if [verb, *arguments] == ["test"] else []
        command = ["-m", MODULES[verb], *whole, *arguments]
    os.execv(PYTHON, [str(PYTHON), *command])  # noqa: S606 - signals reach the program itself


if __name__ == "__main__":
    main()
