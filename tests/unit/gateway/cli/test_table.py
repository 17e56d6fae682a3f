"""Lists are tables on a terminal, tab-separated in a pipe, JSON for programs."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from gateway.cli.session import Session
from gateway.cli.table import print_table
from suppression.entry import NEVER

COLUMNS = ("key_id", "made_at", "ends_at", "scopes", "note")
MADE = datetime(2026, 11, 23, 6, 30, 15, tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    key_id: str = "k1"
    made_at: datetime = MADE
    ends_at: datetime = NEVER
    scopes: frozenset[str] = frozenset({"send", "read"})
    note: str | None = None


def session(*, as_json: bool = False) -> Session:
    return Session(file=None, as_json=as_json, log_level="info", debug=False)


class Terminal(io.StringIO):
    """What is written to a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")  # 80 columns, no colours


def on_a_terminal(*rows: Row) -> list[str]:
    screen = Terminal()
    with redirect_stdout(screen):
        print_table(session(), rows, COLUMNS)
    return screen.getvalue().splitlines()


def test_a_pipe_gets_every_column_on_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(session(), [Row(note="a\tb\nc" * 30)], COLUMNS)
    (line,) = capsys.readouterr().out.splitlines()
    assert line.split("\t")[:4] == ["k1", "2026-11-23T06:30:15Z", "", "read, send"]
    assert len(line.split("\t")) == 5


def test_a_terminal_says_yes_and_no() -> None:
    @dataclass(frozen=True)
    class User:
        name: str
        has_codes: bool

    screen = Terminal()
    with redirect_stdout(screen):
        print_table(
            session(),
            [User("ann", has_codes=True), User("bob", has_codes=False)],
            ("name", "has_codes"),
        )
    assert [line.split() for line in screen.getvalue().splitlines()] == [
        ["name", "has", "codes"], ["ann", "yes"], ["bob", "no"],
    ]  # fmt: skip


def test_json_has_every_attribute_and_null_for_never(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(session(as_json=True), [Row()], ("key_id",))
    assert json.loads(capsys.readouterr().out) == {
        "key_id": "k1",
        "made_at": "2026-11-23T06:30:15.000+00:00",
        "ends_at": None,
        "scopes": ["read", "send"],
        "note": None,
    }


def test_a_terminal_gets_a_table_without_empty_columns() -> None:
    head, first, second = on_a_terminal(Row(), Row(key_id="[bold]"))
    assert head.split() == ["key", "made", "scopes"]
    assert first.split() == ["k1", "2026-11-23", "06:30Z", "read,", "send"]
    assert second.startswith("[bold]")


def test_the_widest_column_is_folded() -> None:
    lines = on_a_terminal(Row(note="word " * 20))
    assert len(lines) > 2
    assert max(map(len, lines)) <= 80


def test_what_fits_no_table_is_printed_as_blocks() -> None:
    row = Row(key_id="k" * 30, note="word " * 20, ends_at=MADE)
    lines = on_a_terminal(row, Row())
    assert lines[0] == f"key     {'k' * 30}"
    assert "" in lines
    assert max(map(len, lines)) <= 80
    assert sum(line.count("word") for line in lines) == 20


def test_nothing_is_said_and_not_printed(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(session(), [], COLUMNS)
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "nothing\n")


def test_what_others_wrote_acts_on_no_terminal() -> None:
    hostile = Row(note="a\x1b[2J\u202eb\0c")
    assert any("a␛[2J<U+202E>b␀c" in line for line in on_a_terminal(hostile))
    piped = io.StringIO()
    with redirect_stdout(piped):
        print_table(session(), [hostile], COLUMNS)
    assert piped.getvalue().endswith("a␛[2J<U+202E>b␀c\n")
