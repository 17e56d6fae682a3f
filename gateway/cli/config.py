"""`optwarden config`: read the configuration over, and show what is in force."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import rich_click as click

from gateway.cli.examine import examine
from gateway.config.lines import dotted
from gateway.config.values import values

if TYPE_CHECKING:
    from gateway.cli.session import Session


@click.group()
def config() -> None:
    """Check and show the configuration."""


@config.command()
@click.pass_obj
def check(session: Session) -> None:
    """Read the configuration and the keys it names; say everything that is wrong. Exits 3 then."""
    examine(session.loaded)
    unkept = list(map(str, session.loaded.unkept))
    if session.as_json:
        told = {"file": str(session.loaded.file), "problems": [], "mode": session.config.mode}
        session.print_json({**told, "before_enforcing": unkept})
        return
    click.echo(f"{session.loaded.file}: nothing is wrong")
    if session.config.mode == "observe":
        click.echo(
            'mode = "observe": mail and texts leave unchanged, without footer, unsubscribe link and'
            " signature; opt-outs hold. What would have been done: `optwarden observed report`"
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
        key, value = f"{row['key']:{width}}", json.dumps(row["value"], ensure_ascii=False)
        click.echo(f"{key}  {value}  {click.style('# ' + row['source'], dim=True)}")
