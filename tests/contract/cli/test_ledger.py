"""A checkpoint that is kept elsewhere vouches for the end of every chain."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.contract.cli.conftest import Commands


@pytest.fixture
def kept(command: Commands) -> Path:
    """Return a checkpoint of a gateway whose list has two lines."""
    for name in ("jane", "joan"):
        command("suppress", "add", f"{name}@example.org")
    path = command.folder / "kept.jsonl"
    path.write_text(command("ledger", "checkpoint").out)
    return path


def test_a_checkpoint_is_what_verify_tells_of_the_end(command: Commands, kept: Path) -> None:
    told = command("--json", "ledger", "verify").json
    heads = [{name: each[name] for name in ("file", "lines", "head")} for each in told]
    assert list(map(json.loads, kept.read_text().splitlines())) == heads
    assert (heads[0]["file"], heads[0]["lines"]) == ("suppression.db", 2)


def test_a_chain_that_went_on_contains_its_checkpoint(command: Commands, kept: Path) -> None:
    command("suppress", "add", "june@example.org")
    assert "3 lines, whole" in command("ledger", "verify", "--checkpoint", str(kept)).out
    said = command("ledger", "verify", "--checkpoint", "-", stdin=kept.read_text())
    assert said.out.count("whole") == 4


def test_an_end_that_was_cut_off_is_found(command: Commands, kept: Path) -> None:
    data = command.folder / "data"
    shutil.copytree(data, command.folder / "copy")
    command("suppress", "add", "june@example.org")
    later = command("ledger", "checkpoint").out
    shutil.rmtree(data)
    (command.folder / "copy").rename(data)
    command("ledger", "verify")
    command("ledger", "verify", "--checkpoint", str(kept))
    told = command("--json", "ledger", "verify", "--checkpoint", "-", stdin=later, code=5).json
    assert [(each["broken_at"], each["reason"]) for each in told] == [
        (3, "the chain ends before line 3, which was there once"),
        *[(None, "")] * 3,
    ]


def test_a_chain_that_was_written_anew_and_one_that_is_gone_are_found(
    command: Commands, kept: Path
) -> None:
    shutil.rmtree(command.folder / "data")
    for name in ("june", "joan"):
        command("suppress", "add", f"{name}@example.org")
    (command.folder / "data" / "privacy.db").unlink()
    kept.write_text(
        kept.read_text().replace('"privacy.db", "lines": 0', '"privacy.db", "lines": 7')
    )
    said = command("ledger", "verify", "--checkpoint", str(kept), code=5).out
    assert "suppression.db: line 2 is broken" in said
    assert "privacy.db: line 1 is broken: the file is gone, and had 7 lines once" in said


@pytest.mark.parametrize(
    "line", ["", "suppression.db: 2 lines, whole", "[1]", '{"file": "a", "lines": 1, "head": "00"}']
)
def test_what_is_no_checkpoint_is_refused(command: Commands, kept: Path, line: str) -> None:
    kept.write_text(f"{kept.read_text()}{line}\n" if line else "")
    said = command("ledger", "verify", "--checkpoint", str(kept), code=2).talk
    assert "kept.jsonl is empty" in said if not line else "line 5 of" in said


def test_an_export_is_json_whatever_letters_the_terminal_has(command: Commands) -> None:
    evidence = "caf\xe9 \N{EURO SIGN} \N{GRINNING FACE}"
    command("suppress", "add", "jane@example.org", "--evidence", evidence)
    for letters in ("utf-8:strict", "latin-1:strict", "ascii:strict"):
        words = ("ledger", "export", "--with-details")
        told = command.alone(*words, PYTHONIOENCODING=letters).json
        assert told[0]["detail"]["evidence"] == evidence
