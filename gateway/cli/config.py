"""`optwarden config`: read the configuration over, and show what is in force."""

from __future__ import annotations

import json
import sys
from shutil import get_terminal_size
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final

import rich_click as click

from gateway.cli.examine import examine
from gateway.config.lines import dotted
from gateway.config.values import values
from gateway.errors import ConfigError

if TYPE_CHECKING:
    from gateway.cli.session import Session

_GAP: Final = 2
_LEAST_ROOM: Final = 16  # columns for a value, however narrow the terminal is


@click.group()
def config() -> None:
    """Check and show the configuration."""


@config.command()
@click.pass_obj
def check(session: Session) -> None:
    """Read the configuration and the keys it names; say everything that is wrong. Exits 3 then."""
    try:
        loaded = session.loaded
        examine(loaded)
    except ConfigError as error:
        if session.as_json:
            session.print_json({"problems": list(map(str, error.problems))})
        raise
    doubts, unkept = list(map(str, loaded.doubts)), list(map(str, loaded.unkept))
    if session.as_json:
        told = {"file": str(loaded.file), "problems": [], "mode": loaded.config.mode}
        session.print_json({**told, "doubts": doubts, "before_enforcing": unkept})
        return
    click.echo(f"{loaded.file}: nothing is wrong")
    for doubt in doubts:
        click.echo(f"worth a look: {doubt}")
    if loaded.config.mode == "observe":
        click.echo(
            'mode = "observe": mail and texts leave unchanged, without footer, unsubscribe\n'
            "link and signature; opt-outs hold. `optwarden observed report` says what\n"
            "enforcing would have done."
        )
        for problem in unkept:
            click.echo(f"before you enforce: {problem}")


@config.command()
@click.pass_obj
def show(session: Session) -> None:
    """Show every value in force and where it comes from; secrets are masked."""
    rows = [
        {"key": dotted(path), "value": value, "source": session.loaded.source(path)}
        for path, value in values(session.config)
    ]
    if session.as_json:
        session.print_json(rows)
        return
    if not sys.stdout.isatty():
        for row in rows:
            click.echo(
                f"{row['key']}\t{json.dumps(row['value'], ensure_ascii=False)}\t{row['source']}"
            )
        return
    width = max(len(row["key"]) for row in rows)
    for row in rows:
        _print_value(row["key"], row["value"], row["source"], width)


def _print_value(key: str, value: Any, source: str, width: int) -> None:  # noqa: ANN401 - any
    """Print a value beside its key, and its source behind it or, without room for it, below."""
    margin, columns = width + _GAP, get_terminal_size().columns
    text = json.dumps(value, ensure_ascii=False)
    pieces = wrap(text, max(columns - margin, _LEAST_ROOM), break_on_hyphens=False)
    last, behind = pieces[-1], click.style(f"# {source}", dim=True)
    if margin + len(last) + _GAP + len(f"# {source}") <= columns:
        lines = [*pieces[:-1], f"{last}  {behind}"]
    else:
        lines = [*pieces, behind]
    for number, line in enumerate(lines):
        click.echo(f"{'' if number else key:{width}}  {line}")
