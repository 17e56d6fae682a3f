"""`dev.py` installs what a verb needs, once."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
FILES: Final = ("dev.py", "pyproject.toml", "requirements.lock", "requirements-dev.lock")
UV: Final = """\
#!/bin/sh
# uv: makes an environment that has its Python, and writes down what it is to install
case "$1 $2" in
    "venv "*) mkdir -p .venv/bin && ln -sf {python} .venv/bin/python ;;
    "pip install") {fails}; echo "$@" | sed 's/.*--python [^ ]* //' >> installed ;;
esac
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for name in FILES:
        shutil.copy(ROOT / name, tmp_path)
    for module in ("gateway", "tests/bench"):
        (tmp_path / module).mkdir(parents=True)
        (tmp_path / module / "__main__.py").write_text("print('it ran')\n")
    return tmp_path


def test_what_runs_is_installed_once_and_what_tests_it_for_who_tests(checkout: Path) -> None:
    itself = "--no-deps --no-build-isolation -e ."
    assert _installed(checkout, "version") == ["--require-hashes -r requirements.lock", itself]
    assert _installed(checkout, "version") == []
    assert _installed(checkout, "bench") == ["--require-hashes -r requirements-dev.lock"]
    assert _installed(checkout, "bench") == _installed(checkout, "demo") == []


def test_the_whole_suite_runs_several_files_at_once_and_a_part_as_it_was_asked(
    checkout: Path,
) -> None:
    (checkout / "pytest").mkdir()
    (checkout / "pytest" / "__init__.py").touch()
    (checkout / "pytest" / "__main__.py").write_text("import sys\nprint(*sys.argv[1:])\n")
    asked = r"--numprocesses=(\d+) --dist=loadfile --no-loadscope-reorder\n"
    spread = re.fullmatch(asked, _said(checkout, "test"))
    assert spread is not None
    assert int(spread[1]) > 1
    assert _said(checkout, "test", "tests/unit", "-k", "footer") == "tests/unit -k footer\n"


def test_a_changed_lock_is_installed_anew(checkout: Path) -> None:
    _installed(checkout, "bench")
    with (checkout / "requirements-dev.lock").open("a") as lock:
        lock.write("# changed\n")
    assert _installed(checkout, "version") == []
    assert _installed(checkout, "bench") == ["--require-hashes -r requirements-dev.lock"]


def test_what_could_not_be_installed_is_said_and_tried_again(checkout: Path) -> None:
    failed = _run(checkout, "version", fails="exit 1")
    assert failed.returncode == 1
    assert "cannot install what requirements.lock lists (exit 1)" in failed.stderr
    assert "is the package index reachable" in failed.stderr
    assert len(_installed(checkout, "version")) == 2


def _installed(checkout: Path, verb: str) -> list[str]:
    """Run a verb; return what `uv pip install` was asked."""
    asked = checkout / "installed"
    asked.write_text("")
    assert _run(checkout, verb).stdout == "it ran\n"
    return asked.read_text().splitlines()


def _said(checkout: Path, *arguments: str) -> str:
    return _run(checkout, *arguments).stdout


def _run(checkout: Path, *arguments: str, fails: str = ":") -> subprocess.CompletedProcess[str]:
    path = checkout / "path"
    path.mkdir(exist_ok=True)
    (path / "uv").write_text(UV.format(python=sys.executable, fails=fails))
    (path / "uv").chmod(0o755)
    return subprocess.run(
        [sys.executable, "dev.py", *arguments], cwd=checkout, env={"PATH": f"{path}:/usr/bin:/bin"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
