"""No character, and no stream that is closed, ends a command."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from functools import partial
from typing import TYPE_CHECKING, Final

import pytest

from tests.contract.cli.test_check import NEWSLETTER

if TYPE_CHECKING:
    from tests.contract.cli.conftest import Commands

ODD: Final = os.fsdecode(b"caf\xe9.eml")  # of a system that wrote Latin-1
FEW_LETTERS: Final = {"PYTHONIOENCODING": "latin-1:strict"}  # of a terminal
STRICT: Final = {"PYTHONIOENCODING": "utf-8:strict"}  # as in en_US.UTF-8
NO_UTF_8: Final = {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
CLOSED: Final = (
    "import os, sys; os.close({}); os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
)


def test_a_file_whose_name_is_no_utf_8_does_not_end_the_run(command: Commands) -> None:
    for name in (ODD, "z.eml"):
        (command.folder / name).write_text(NEWSLETTER)
    said = command.alone("check", ODD, "z.eml", **STRICT).out
    assert "\\udce9.eml: changed" in said
    assert "z.eml: changed" in said
    told = command.alone("--json", "check", ODD, "z.eml", **STRICT).json
    assert [each["file"] for each in told] == [ODD, "z.eml"]


def test_what_the_terminal_has_no_letter_for_is_judged(command: Commands) -> None:
    text = "Your café order is € 5 😀"
    (command.folder / "n.eml").write_text(NEWSLETTER.replace("today", "€ 5"), encoding="utf-8")
    assert "20% off \\u20ac 5" in command.alone("check", "n.eml", **FEW_LETTERS).out
    (command.folder / "t.jsonl").write_text(json.dumps({"id": text, "text": text}))
    told = command.alone("check", "--sms-file", "t.jsonl", **FEW_LETTERS).json
    assert told[0]["id"] == text


def test_an_opt_out_is_taken_whatever_was_typed_beside_it(command: Commands) -> None:
    evidence = os.fsdecode(b"caf\xe9, ticket 4711")
    command("suppress", "add", "bob@example.org", "--evidence", evidence)
    assert "caf\N{REPLACEMENT CHARACTER}, ticket 4711" in command("trace", "bob@example.org").out


@pytest.mark.parametrize("number", [0, 1, 2], ids=["stdin", "stdout", "stderr"])
def test_a_command_works_without_a_stream(command: Commands, number: int) -> None:
    words = ("-m", "gateway", "suppress", "add", "bob@example.org", "--evidence", "ticket 4711")
    ran = subprocess.run(
        [sys.executable, "-c", CLOSED.format(number), *words], cwd=command.folder,
        env=command.environment, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert "ticket 4711" in command("trace", "bob@example.org").out
    assert command("ledger", "verify").out.count("whole") == 4


def test_what_is_made_has_the_name_that_was_typed(command: Commands) -> None:
    command("suppress", "add", "bob@example.org")
    (command.folder / "n.eml").write_text(NEWSLETTER)
    folder, page, key = (os.fsdecode(b"caf\xe9" + end) for end in (b"", b".html", b".pem"))
    for environment in (STRICT, NO_UTF_8):
        run = partial(command.alone, **environment)
        run("check", "n.eml", "--output", folder, f"--html={page}")
        run("suppress", "export", "--output", f"{folder}/out.csv")
        run("suppress", "import", f"{folder}/out.csv", "--errors", f"{folder}/left.csv")
        run("dkim", "keygen", key)
        run("init", f"{folder}/new", "--non-interactive")
        run("backup", f"{folder}/backup")
        made = {file.name for file in (command.folder / folder).iterdir()}
        assert made == {"n.eml", "out.csv", "left.csv", "new", "backup"}
        for file in (page, key):
            (command.folder / file).unlink()
        shutil.rmtree(command.folder / folder)


def test_a_list_whose_name_is_no_utf_8_is_taken(command: Commands) -> None:
    (command.folder / ODD).write_text("bob@example.org\n")
    command("suppress", "import", ODD)
    assert "caf\N{REPLACEMENT CHARACTER}.eml" in command("suppress", "imports").out
