"""The command line as people start it: in a folder of its own, on the shipped configuration."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from gateway.config.loader import shipped
from gateway.config.template import filled
from tests import prepared
from tests.measuring import measuring

if TYPE_CHECKING:
    import subprocess

_ROOT: Final = Path(__file__).parents[3]
_DEADLINE_S: Final = 30


@dataclass(frozen=True)
class Ran:
    """What a command said and how it ended."""

    out: str
    talk: str
    code: int

    @property
    def json(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def rows(self) -> list[list[str]]:
        return [line.split("\t") for line in self.out.splitlines()]


@dataclass(frozen=True)
class Commands:
    """Runs commands in a folder; standard output is a pipe, so it is tab-separated."""

    folder: Path

    def __call__(self, *words: str, code: int = 0, stdin: str = "", **environment: str) -> Ran:
        ran = prepared.run(
            words, folder=self.folder, environment=self.environment | environment, stdin=stdin,
            within_s=_DEADLINE_S,
        )  # fmt: skip
        return _looked_at(ran, code)

    def alone(self, *words: str, **environment: str) -> Ran:
        """Run one that finds nothing imported, so that what it forgot to import is seen."""
        ran = prepared.alone(
            words, folder=self.folder, environment=self.environment | environment,
            within_s=_DEADLINE_S,
        )  # fmt: skip
        return _looked_at(ran, 0)

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"], "HOME": str(self.folder), "PYTHONPATH": str(_ROOT),
            "USER": "tester", "PYTHONWARNINGS": "default", **measuring(),
        }  # fmt: skip


def _looked_at(ran: subprocess.CompletedProcess[str], code: int) -> Ran:
    assert ran.returncode == code, f"{ran.args}: {ran.returncode}\n{ran.stdout}\n{ran.stderr}"
    assert "Traceback" not in ran.stderr, ran.stderr
    return Ran(out=ran.stdout, talk=ran.stderr, code=ran.returncode)


@pytest.fixture
def command(tmp_path: Path) -> Commands:
    """Commands on a configuration whose listeners take any free port."""
    text = filled(
        shipped().read_text(encoding="utf-8"),
        {("smtp", 0, "listen"): "127.0.0.1:0", ("http", 0, "listen"): "127.0.0.1:0"},
    )
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    return Commands(tmp_path)
