"""Lists: a table on a terminal, tab-separated lines in a pipe, JSON lines for programs."""

from __future__ import annotations

import sys
from dataclasses import asdict, is_dataclass
from datetime import datetime
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

import click
from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from gateway.shown import shown
from suppression.entry import NEVER

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gateway.cli.session import Session

_GAP: Final = 2
_ROOM_TO_WRAP: Final = 16  # what the widest column needs to be readable when it is folded


def print_table(session: Session, values: Iterable[Any], columns: Sequence[str]) -> None:
    """Print these attributes of every value; with `--json` all of them, one object a line.

    In a pipe a line holds every column, separated by tabs, without a heading. On a terminal columns
    that are empty throughout are left out.
    """
    if session.as_json:
        for value in values:
            session.print_json(plain(value))
        return
    rows = [[getattr(value, column) for column in columns] for value in values]
    if not rows:
        session.say("nothing")
    elif sys.stdout.isatty():
        _print_readable(rows, columns)
    else:
        for row in rows:
            click.echo("\t".join(_field(value) for value in row))


def plain(value: Any) -> Any:  # noqa: ANN401 - what JSON can hold
    """Return a value as JSON writes it: dates in RFC 3339, `null` for never."""
    if is_dataclass(value) and not isinstance(value, type):
        return {name: plain(item) for name, item in asdict(value).items()}
    if isinstance(value, datetime):
        return None if value == NEVER else value.isoformat(timespec="milliseconds")
    if isinstance(value, (frozenset, set)):
        return sorted(value)
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    return value


def _print_readable(rows: Sequence[Sequence[Any]], columns: Sequence[str]) -> None:
    """Print a table, or where it is too narrow for one a block a row."""
    table = [[_cell(value) for value in row] for row in rows]
    used = [i for i in range(len(columns)) if any(row[i] for row in table)]
    names = [columns[i].removesuffix("_at").removesuffix("_id").replace("_", " ") for i in used]
    lines = [[row[i] for i in used] for row in table]
    console = Console(highlight=False)
    widths = [max(map(cell_len, column)) for column in zip(names, *lines, strict=True)]
    widest = widths.index(max(widths))
    room = console.width - sum(widths) + widths[widest] - _GAP * (len(widths) - 1)
    if room < min(widths[widest], _ROOM_TO_WRAP):
        _print_blocks(console, names, lines)
        return
    drawn = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="bold")
    for i, name in enumerate(names):
        drawn.add_column(name, overflow="fold", no_wrap=i != widest)
    for line in lines:
        drawn.add_row(*map(escape, line))
    console.print(drawn)


def _print_blocks(console: Console, names: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    """Print a block a row; what is too long for its line goes on below itself."""
    width = max(map(len, names))
    room = max(console.width - width - _GAP, _ROOM_TO_WRAP)
    for number, line in enumerate(lines):
        if number:
            console.print()
        for name, text in zip(names, line, strict=True):
            for n, piece in enumerate(wrap(text, room, break_on_hyphens=False)):
                label = "" if n else name
                console.print(f"[bold]{label:{width}}[/]  {escape(piece)}", soft_wrap=True)


def _cell(value: Any) -> str:  # noqa: ANN401 - any attribute
    if isinstance(value, datetime):
        return "" if value == NEVER else f"{value:%Y-%m-%d %H:%M}Z"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "\n".join(map(shown, _text(value).splitlines()))


def _field(value: Any) -> str:  # noqa: ANN401 - any attribute
    """Return a value on one line and without a tab, so that `cut` finds the columns."""
    if isinstance(value, datetime):
        return "" if value == NEVER else f"{value:%Y-%m-%dT%H:%M:%SZ}"
    return shown(" ".join(_text(value).split()))


def _text(value: Any) -> str:  # noqa: ANN401 - any attribute
    if isinstance(value, (frozenset, set, tuple, list)):
        return ", ".join(sorted(str(item) for item in value))
    return "" if value is None else str(value)
