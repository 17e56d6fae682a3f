"""The list as a whole, by hand: files in, files out."""

from __future__ import annotations

import gzip
import os
import pty
import re
import shlex
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.contract.cli.conftest import Commands

LIST = "email,created\nann@example.org,1443651125\nbad@@,1443651125\nANN@example.org,1443651125\n"


def test_a_file_is_weighed_imported_and_taken_back(command: Commands) -> None:
    (command.folder / "list.csv").write_text(LIST)
    weighed = command("suppress", "import", "list.csv", "--dry-run")
    assert "SendGrid global unsubscribes" in weighed.out
    assert "nothing was changed" in weighed.talk
    assert command("suppress", "list").out == ""

    done = command("suppress", "import", "list.csv", "--errors", "errors.csv")
    assert [line.split()[:2] for line in done.out.splitlines()[1:]] == [
        ["new", "1"], ["known", "0"], ["duplicate", "1"], ["invalid", "1"],
    ]  # fmt: skip
    assert "suppress import --undo I-1" in done.talk
    errors = (command.folder / "errors.csv").read_text()
    (command.folder / "mended.csv").write_text(errors.replace("bad@@", "bob@example.org"))
    (told,) = command("--json", "suppress", "import", "mended.csv").json
    assert (told["counts"]["new"], told["import_id"]) == (1, "I-2")

    assert [row[:3] for row in command("suppress", "imports").rows] == [
        ["I-2", "mended.csv", "done"], ["I-1", "list.csv", "done"],
    ]  # fmt: skip
    (listed, _) = command("--json", "suppress", "imports").json
    assert listed["report"]["recognised"] == "SendGrid global unsubscribes"
    assert "1 entry lifted" in command("suppress", "import", "--undo", "I-1").out
    assert "24 hours" in command("suppress", "import", "--undo", "I-1", code=1).talk
    (undone,) = command("--json", "suppress", "import", "--undo", "I-2").json
    assert undone == {"import_id": "I-2", "lifted": 1}


def test_the_same_file_again_adds_nobody_and_the_first_import_takes_all_back(
    command: Commands,
) -> None:
    (command.folder / "list.csv").write_text(LIST)
    command("suppress", "import", "list.csv")
    again = command("suppress", "import", "list.csv").talk
    assert "the same file was imported before, as I-1" in again
    assert "nothing to take back" in again
    assert "--undo" not in again
    assert "more: --after I-2" in command("suppress", "imports", "--limit", "1").talk
    assert command("suppress", "imports", "--after", "I-2").rows[0][0] == "I-1"
    assert "not an import id" in command("suppress", "imports", "--after", "x", code=2).talk

    undone = command("suppress", "import", "--undo", "I-1")
    assert "1 entry lifted" in undone.out
    assert "everything that it had added" in undone.talk
    undone = command("suppress", "import", "--undo", "I-2")
    assert "0 entries lifted" in undone.out
    assert "it had added nobody" in undone.talk


def test_what_somebody_else_asked_for_stays_and_is_counted(command: Commands) -> None:
    (command.folder / "list.csv").write_text(LIST)
    command("suppress", "import", "list.csv")
    command("suppress", "add", "ann@example.org", "--reason", "unsubscribe")
    undone = command("suppress", "import", "--undo", "I-1")
    assert "0 entries lifted" in undone.out
    assert "1 entry stays" in undone.talk


def test_nothing_is_left_of_standard_input_that_was_cut_off(command: Commands) -> None:
    rows = b"".join(b"person%d@example.org\n" % n for n in range(150_000))
    with subprocess.Popen(
        [sys.executable, "-m", "gateway", "suppress", "import", "-"], cwd=command.folder,
        stdin=subprocess.PIPE, env=command.environment,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        process.stdin.write(b"email\nann@example.org\n" + rows)  # most of it is read by now
        process.terminate()
    assert process.returncode == -signal.SIGTERM
    files = [path for path in (command.folder / "data").rglob("*") if path.is_file()]
    assert [path.name for path in files if b"ann@example.org" in path.read_bytes()] == []


def contents(command: Commands) -> dict[str, bytes]:
    """Return what lies in the folder; the files by which SQLite shares a database hold nothing."""
    return {
        str(path.relative_to(command.folder)): path.read_bytes()
        for path in command.folder.rglob("*")
        if path.is_file() and not path.name.endswith("-shm") and path.stat().st_size
    }


def test_a_dry_run_writes_nothing(command: Commands) -> None:
    (command.folder / "list.csv").write_text(LIST)
    before = contents(command)
    assert "new" in command("suppress", "import", "list.csv", "--dry-run").out
    assert "new" in command("suppress", "import", "-", "--dry-run", stdin=LIST).out
    assert (contents(command), (command.folder / "data").exists()) == (before, False)

    command("suppress", "add", "ann@example.org", "--reason", "unsubscribe")
    before = contents(command)
    (told,) = command("--json", "suppress", "import", "-", "--dry-run", stdin=LIST).json
    assert (told["import_id"], told["counts"]["known"]) == (None, 1)
    assert contents(command) == before


def test_what_takes_an_import_back_is_told_with_its_configuration(command: Commands) -> None:
    (command.folder / "list.csv").write_text(LIST)
    elsewhere = (command.folder / "config.toml").rename(command.folder / "of the shop.toml")
    done = command("--config", str(elsewhere), "suppress", "import", "list.csv")
    _, _, told = done.talk.strip().rpartition("hours: ")
    words = shlex.split(told)[3:]  # behind `python -m gateway`
    assert words[:2] == ["--config", str(elsewhere)]
    assert "1 entry lifted" in command(*words).out


def test_standard_input_is_a_file_and_columns_can_be_named(command: Commands) -> None:
    words = ("suppress", "import", "-", "--map", "Kunde=email", "--map", "requested_at=Wann")
    done = command(*words, stdin="Kunde;Wann\nann@example.org;2024-05-06\n")
    assert "standard input" in done.out
    (entry,) = command("--json", "suppress", "list").json
    assert entry["requested_at"].startswith("2024-05-06")
    assert list((command.folder / "data" / "imports").glob("input-*")) == []


def test_what_is_said_for_the_file(command: Commands) -> None:
    (command.folder / "list.gz").write_bytes(gzip.compress(b"ann@example.org\n+12025550123\n"))
    words = ("--reason", "complaint", "--scope", "all")
    command("suppress", "import", "list.gz", *words)
    (number, ann) = command("--json", "suppress", "list").json
    assert [ann[name] for name in ("key", "reason", "scope")] == [
        "ann@example.org", "complaint", "all",
    ]  # fmt: skip
    assert number["key"] == "+12025550123"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "name a file to import"),
        (("list.csv", "--map", "email"), "COLUMN=FIELD"),
        (("list.csv", "--map", "x=email"), "no column 'x'; there are: email, created"),
        (("list.csv", "--scope", "everything"), '"all", "commercial"'),
        (("nothing.csv",), "nothing.csv"),
        (("page.html",), "page.html: this is HTML"),
    ],
)
def test_what_cannot_be_imported_is_said(
    command: Commands, words: tuple[str, ...], said: str
) -> None:
    (command.folder / "list.csv").write_text(LIST)
    (command.folder / "page.html").write_text("<html>")
    assert said in command("suppress", "import", *words, code=2).talk


def test_an_export_is_private_recorded_and_read_again(command: Commands) -> None:
    command("suppress", "add", "ann@example.org", "--reason", "unsubscribe", "--evidence", "=1+1")
    command("suppress", "add", "@rival.example", "--scope", "all")
    exported = command("suppress", "export").out
    assert exported.splitlines()[0].startswith("address,channel,scope")
    assert ",'=1+1" in exported
    said = command("suppress", "export", "--format", "jsonl", "--output", "list.jsonl").talk
    assert "2 lines in list.jsonl" in said
    assert (command.folder / "list.jsonl").stat().st_mode & 0o077 == 0
    assert (
        " ".join(command("suppress", "import", "list.jsonl").out.split()).count("known 2 the") == 1
    )
    assert command("suppress", "export").out == exported
    hashes = command("suppress", "export", "--format", "sha256", "--since", "2020-01-01")
    assert len(hashes.out.split()) == 1
    assert "1 entry has no such hash" in hashes.talk
    assert command("ledger", "export").out.count("suppression.exported") == 4
    assert [row[3] for row in command("suppress", "stats").rows] == ["1", "1"]
    assert "2 in force, 2 ever" in command("suppress", "stats").talk


def test_a_terminal_of_80_columns_shows_it_all(command: Commands) -> None:
    rows = "".join(f"user{n}@example.org\n" for n in range(5000))
    (command.folder / "a-list-of-people-who-left-us-in-may.csv").write_text("email\n" + rows)
    for words in (
        ("suppress", "import", "a-list-of-people-who-left-us-in-may.csv"),
        ("suppress", "imports"),
        ("suppress", "stats"),
    ):
        shown = on_a_terminal(command, *words)
        assert max(map(len, shown.splitlines())) <= 80 or "--undo" in shown, shown
        assert "Traceback" not in shown


def on_a_terminal(command: Commands, *words: str) -> str:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "gateway", *words], cwd=command.folder, stdout=theirs,
        stderr=subprocess.PIPE, env=command.environment | {"COLUMNS": "80", "TERM": "xterm"},
    ):  # fmt: skip
        os.close(theirs)
        shown = b""
        while True:
            try:
                some = os.read(ours, 1 << 16)
            except OSError:  # the other end is closed
                break
            if not some:
                break
            shown += some
    os.close(ours)
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode())
